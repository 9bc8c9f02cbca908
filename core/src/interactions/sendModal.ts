import {
  type CommandInput,
  type CommandOutput,
  CozyError,
  INTERACTION_TYPES,
  type InteractionData,
  type Message,
  type ModalValue,
} from '@cozy/protocol';
import type { Grant } from '../commands/command.ts';
import type { Context } from '../context.ts';
import { seesChannel } from '../state/applicationCommands.ts';
import { wholeMessage } from '../state/messages.ts';
import { ask } from './ask.ts';
import { type ModalCall, readCall } from './tokens.ts';

/**
 * Tells a bot what was written into its modal.
 *
 * @throws CozyError UNKNOWN_INTERACTION, INTERACTION_EXPIRED, INVALID_INPUT at `/components/<custom_id>`,
 *   INTERACTION_UNANSWERED.
 */
export async function sendModal(
  context: Context,
  { modal_token = '', components = [] }: CommandInput<'interaction.create'>,
  grant: Grant<'interaction.create'>,
): Promise<CommandOutput<'interaction.create'>> {
  const { actor, channel } = grant;
  const call = await readCall(context.keys, 'modal', modal_token);
  const { bot, custom_id, message: messageId } = call;
  const own = call.user === actor.user.id && call.channel === channel.id;
  if (!own || !(await seesChannel(context, grant, bot))) throw new CozyError('UNKNOWN_INTERACTION');
  const data: InteractionData = { custom_id, components: checkInputs(call, components) };
  const message = messageId && (await messageOf(context, messageId, grant));
  const question = { type: INTERACTION_TYPES.MODAL, bot, name: '', threadId: call.thread, data };
  return ask(context, message ? { ...question, message } : question, grant);
}

// The message may be gone by the time that the modal is sent, which takes nothing from what is written in it.
async function messageOf(
  context: Context,
  id: string,
  { channel, actor }: Grant<'interaction.create'>,
): Promise<Message | undefined> {
  const alone = await context.database.ephemerals.findOne({ _id: id });
  if (alone) return alone.message;
  try {
    return await wholeMessage(context, channel, id, actor.user.id);
  } catch (error) {
    if (error instanceof CozyError && error.code === 'UNKNOWN_MESSAGE') return undefined;
    throw error;
  }
}

function checkInputs({ inputs }: ModalCall, given: readonly ModalValue[]): ModalValue[] {
  const errors: Record<string, string> = {};
  const values = inputs.map(([custom_id, least, most]) => {
    const { value = '' } = given.find((one) => one.custom_id === custom_id) ?? {};
    if (value.length < least)
      errors[`/components/${custom_id}`] = least === 1 ? 'This is needed.' : `${least} characters are needed.`;
    if (value.length > most) errors[`/components/${custom_id}`] = `Must have ${most} characters or less.`;
    return { custom_id, value };
  });
  if (Object.keys(errors).length > 0) throw new CozyError('INVALID_INPUT', { errors });
  return values;
}
