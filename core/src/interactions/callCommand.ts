import {
  type ApplicationCommand,
  BUILT_IN_APPLICATION,
  CALLBACK_TYPES,
  COMMAND_TYPES,
  type CommandInput,
  type CommandOutput,
  CozyError,
  INTERACTION_TYPES,
  type InteractionData,
  MESSAGE_FLAGS,
  type Message,
  OPTION_TYPES,
} from '@cozy/protocol';
import { requirePermissions } from '../commands/authorize.ts';
import type { Grant } from '../commands/command.ts';
import type { Context } from '../context.ts';
import { slashCommand } from '../slash/index.ts';
import { accessCommand } from '../state/applicationCommands.ts';
import { wholeMessage } from '../state/messages.ts';
import { ask } from './ask.ts';
import { showAlone } from './botMessages.ts';
import { checkOptions, type Given, resolve } from './givenOptions.ts';

/**
 * Calls a command, or asks for choices of the option that is being typed.
 *
 * @throws CozyError UNKNOWN_APPLICATION_COMMAND, INVALID_INPUT with a sentence for each option, INTERACTION_UNANSWERED.
 */
export async function callCommand(
  context: Context,
  input: CommandInput<'interaction.create'>,
  grant: Grant<'interaction.create'>,
): Promise<CommandOutput<'interaction.create'>> {
  const { community, membership, permissions } = grant;
  if (community.awaitsRules(membership)) throw new CozyError('RULES_NOT_ACCEPTED');
  requirePermissions(permissions, ['SEND_MESSAGES']);
  if (!input.command_id) throw new CozyError('INVALID_INPUT', { errors: { '/command_id': 'Is needed.' } });
  const command = await accessCommand(context, grant, input.command_id);
  const choosing = input.type === INTERACTION_TYPES.AUTOCOMPLETE;
  const given = await checkOptions(context, grant, command, input.options ?? [], choosing);
  if (!choosing) await addTarget(context, command, input.target_id, given, grant);
  if (command.application_id === BUILT_IN_APPLICATION) return runBuiltIn(context, command, given, input, grant);
  const { id, name, type } = command;
  const data: InteractionData = { id, name, type };
  if (given.options.length > 0) data.options = given.options;
  if (input.target_id) data.target_id = input.target_id;
  if (Object.keys(given.resolved).length > 0) data.resolved = given.resolved;
  const question = { type: input.type, bot: command.application_id, name, threadId: input.thread_id, data };
  return ask(context, question, grant);
}

async function addTarget(
  context: Context,
  { type }: ApplicationCommand,
  id: string | undefined,
  { resolved }: Given,
  grant: Grant<'interaction.create'>,
): Promise<void> {
  if (type === COMMAND_TYPES.CHAT_INPUT) return;
  if (!id) throw new CozyError('INVALID_INPUT', { errors: { '/target_id': 'Is needed.' } });
  if (type === COMMAND_TYPES.USER) {
    const fault = await resolve(context, grant, OPTION_TYPES.USER, id, resolved);
    if (fault) throw new CozyError('UNKNOWN_USER');
    return;
  }
  requirePermissions(grant.permissions, ['READ_MESSAGE_HISTORY']);
  resolved.messages = { [id]: await wholeMessage(context, grant.channel, id, grant.actor.user.id) };
}

async function runBuiltIn(
  context: Context,
  { id, name }: ApplicationCommand,
  { options, resolved }: Given,
  { thread_id, target_id }: CommandInput<'interaction.create'>,
  grant: Grant<'interaction.create'>,
): Promise<CommandOutput<'interaction.create'>> {
  const { actor, community, channel } = grant;
  const interaction_id = context.nextId();
  const [first] = options;
  const subcommand = first?.type === OPTION_TYPES.SUBCOMMAND ? first.name : undefined;
  const given = subcommand === undefined ? options : (first?.options ?? []);
  const values = Object.fromEntries(given.map((option) => [option.name, option.value]));
  const { content } = await slashCommand(id)!.run(
    context,
    { subcommand, values, resolved, targetId: target_id, threadId: thread_id },
    grant,
  );
  const message: Message = {
    id: context.nextId(),
    channel_id: channel.id,
    community_id: community.id,
    author: BUILT_IN_AUTHOR,
    content,
    mentions: [],
    reply_to: null,
    reactions: [],
    interaction: { id: interaction_id, name, user_id: actor.user.id },
    flags: MESSAGE_FLAGS.EPHEMERAL,
    edited_at: null,
    created_at: new Date().toISOString(),
  };
  if (thread_id) message.thread_id = thread_id;
  await showAlone(context, actor.user.id, interaction_id, message);
  return { interaction_id, type: CALLBACK_TYPES.MESSAGE, message };
}

/** Who says what Cozy itself says. */
const BUILT_IN_AUTHOR = {
  id: BUILT_IN_APPLICATION,
  username: 'cozy',
  display_name: 'Cozy',
  hue: 50,
  bio: '',
  bot: true,
  home: null,
};
