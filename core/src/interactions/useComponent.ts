import {
  COMPONENTS,
  type CommandInput,
  type CommandOutput,
  type Component,
  CozyError,
  INTERACTION_TYPES,
  type InteractionData,
  type Message,
  OPTION_TYPES,
  type Resolved,
} from '@cozy/protocol';
import { requirePermissions } from '../commands/authorize.ts';
import type { Grant } from '../commands/command.ts';
import type { Context } from '../context.ts';
import { seesChannel } from '../state/applicationCommands.ts';
import { wholeMessage } from '../state/messages.ts';
import { ask } from './ask.ts';
import { resolve } from './givenOptions.ts';

/** Of a select, what its values name. */
const NAMED: Readonly<Record<number, readonly number[]>> = {
  [COMPONENTS.USER_SELECT]: [OPTION_TYPES.USER],
  [COMPONENTS.ROLE_SELECT]: [OPTION_TYPES.ROLE],
  [COMPONENTS.MENTIONABLE_SELECT]: [OPTION_TYPES.USER, OPTION_TYPES.ROLE],
  [COMPONENTS.CHANNEL_SELECT]: [OPTION_TYPES.CHANNEL],
};

/**
 * Tells a bot that a button or select of its message was used.
 *
 * @throws CozyError UNKNOWN_MESSAGE, UNKNOWN_COMPONENT, INVALID_INPUT at `/values`, INTERACTION_UNANSWERED.
 */
export async function useComponent(
  context: Context,
  { message_id, custom_id, values = [] }: CommandInput<'interaction.create'>,
  grant: Grant<'interaction.create'>,
): Promise<CommandOutput<'interaction.create'>> {
  if (!message_id || !custom_id) {
    throw new CozyError('INVALID_INPUT', { errors: { [message_id ? '/custom_id' : '/message_id']: 'Is needed.' } });
  }
  const message = await messageOf(context, message_id, grant);
  const all = message.components?.flatMap((row) => row.components) ?? [];
  const component = all.find((one) => one.custom_id === custom_id);
  const bot = message.author.id;
  if (!component || component.disabled || !(await seesChannel(context, grant, bot))) {
    throw new CozyError('UNKNOWN_COMPONENT');
  }
  const data: InteractionData = { custom_id, component_type: component.type };
  if (component.type !== COMPONENTS.BUTTON) {
    data.values = [...new Set(values)];
    const resolved = await checkValues(context, component, data.values, grant);
    if (Object.keys(resolved).length > 0) data.resolved = resolved;
  }
  const { thread_id: threadId } = message;
  return ask(context, { type: INTERACTION_TYPES.COMPONENT, bot, name: '', threadId, data, message }, grant);
}

async function messageOf(context: Context, id: string, grant: Grant<'interaction.create'>): Promise<Message> {
  const { channel, actor } = grant;
  const alone = await context.database.ephemerals.findOne({ _id: id });
  if (alone) {
    const own = alone.user_id === actor.user.id && alone.message.channel_id === channel.id;
    if (!own) throw new CozyError('UNKNOWN_MESSAGE');
    return alone.message;
  }
  requirePermissions(grant.permissions, ['READ_MESSAGE_HISTORY']);
  return wholeMessage(context, channel, id, actor.user.id);
}

async function checkValues(
  context: Context,
  { type, options, min_values = 1, max_values = 1 }: Component,
  values: readonly string[],
  grant: Grant<'interaction.create'>,
): Promise<Resolved> {
  const refuse = (fault: string) => new CozyError('INVALID_INPUT', { errors: { '/values': fault } });
  if (values.length < min_values || values.length > max_values) {
    throw refuse(`Choose ${min_values === max_values ? min_values : `${min_values} to ${max_values}`}.`);
  }
  const resolved: Resolved = {};
  for (const value of values) {
    const named = NAMED[type];
    if (!named) {
      if (!options?.some((option) => option.value === value)) throw refuse('Choose one of the options.');
      continue;
    }
    const faults: (string | null)[] = [];
    for (const one of named) faults.push(await resolve(context, grant, one, value, resolved));
    if (faults.every((fault) => fault !== null)) throw refuse(faults[0]!);
  }
  return resolved;
}
