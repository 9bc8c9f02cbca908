import {
  CALLBACK_TYPES,
  type CommandInput,
  CozyError,
  INTERACTION_TYPES,
  LIMITS,
  type Modal,
  snowflakeTime,
} from '@cozy/protocol';
import type { Context } from '../context.ts';
import { isDuplicateKey } from '../database/unavailable.ts';
import { accessCall } from '../interactions/accessCall.ts';
import { type Answer, tellAnswer } from '../interactions/answering.ts';
import {
  accessAnswer,
  type BotPlace,
  changeAnswer,
  placeOf,
  requireSaid,
  sendAnswer,
} from '../interactions/botMessages.ts';
import { requireComponents } from '../interactions/componentFault.ts';
import { type Call, signCall } from '../interactions/tokens.ts';
import type { Handler } from './command.ts';

/** Where the fields of an answer stand, for errors. */
const CONTENT = '/data/content';

type Input = CommandInput<'interaction.respond'>;

export const respond: Handler<'interaction.respond'> = async (context, input, { actor }) => {
  const { interaction_id: id, type, data = {} } = input;
  const call = await accessCall(context, actor, input);
  if (Date.now() - snowflakeTime(id) > LIMITS.interactionAnswer) throw new CozyError('INTERACTION_EXPIRED');
  requireFitting(call, input);
  const place = await placeOf(context, call, actor);
  if (type === CALLBACK_TYPES.MESSAGE) requireSaid(data, CONTENT);
  await claim(context, id);
  let answer: Answer;
  try {
    answer = await carryOut(context, place, call, input);
  } catch (error) {
    // Nothing was answered, so the bot may try again.
    await context.database.answered.deleteOne({ _id: id });
    throw error;
  }
  tellAnswer(context, id, answer);
  return answer.message ? { message: answer.message } : {};
};

function requireFitting({ type: asked, message }: Call, { type }: Input): void {
  const refuse = (fault: string) => new CozyError('INVALID_INPUT', { errors: { '/type': fault } });
  const choosing = asked === INTERACTION_TYPES.AUTOCOMPLETE;
  if (choosing !== (type === CALLBACK_TYPES.AUTOCOMPLETE_RESULT)) {
    throw refuse(choosing ? 'Who asks for choices is given choices.' : 'Choices were not asked for.');
  }
  if ((type === CALLBACK_TYPES.UPDATE_MESSAGE || type === CALLBACK_TYPES.DEFERRED_UPDATE) && !message) {
    throw refuse('There is no message that could change: this is no component.');
  }
  if (type === CALLBACK_TYPES.MODAL && asked === INTERACTION_TYPES.MODAL) {
    throw refuse('A modal is not answered by another one.');
  }
}

async function claim({ database }: Context, id: string): Promise<void> {
  try {
    await database.answered.insertOne({ _id: id, expires_at: new Date(Date.now() + LIMITS.interactionLife) });
  } catch (error) {
    if (isDuplicateKey(error)) throw new CozyError('INTERACTION_ANSWERED');
    throw error;
  }
}

async function carryOut(context: Context, place: BotPlace, call: Call, { type, data = {} }: Input): Promise<Answer> {
  switch (type) {
    case CALLBACK_TYPES.MESSAGE:
      return { type, message: await sendAnswer(context, place, call, data, call.id) };
    case CALLBACK_TYPES.DEFERRED_MESSAGE:
      return { type, message: await sendAnswer(context, place, call, { flags: data.flags }, call.id) };
    case CALLBACK_TYPES.UPDATE_MESSAGE:
      await changeAnswer(context, place, await accessAnswer(context, place, call, call.message!), data, CONTENT);
      return { type };
    case CALLBACK_TYPES.AUTOCOMPLETE_RESULT:
      return { type, choices: data.choices ?? [] };
    case CALLBACK_TYPES.MODAL: {
      const modal = modalOf(data);
      return { type, modal, modal_token: await signModal(context, call, modal) };
    }
    default:
      return { type };
  }
}

function modalOf({ custom_id, title, components = [] }: NonNullable<Input['data']>): Modal {
  const errors: Record<string, string> = {};
  if (!custom_id) errors['/data/custom_id'] = 'Is needed.';
  if (!title) errors['/data/title'] = 'Is needed.';
  if (components.length === 0) errors['/data/components'] = 'A modal needs a text input.';
  if (!custom_id || !title || components.length === 0) throw new CozyError('INVALID_INPUT', { errors });
  requireComponents(components, true);
  return { custom_id, title, components };
}

function signModal({ keys }: Context, call: Call, { custom_id, components }: Modal): Promise<string> {
  const { bot, user, channel, thread, message } = call;
  const inputs = components
    .flatMap((row) => row.components)
    .map((input): [string, number, number] => {
      const { required = true, min_length = 0, max_length = LIMITS.textInputLength } = input;
      return [input.custom_id!, required ? Math.max(1, min_length) : 0, max_length];
    });
  const place = { bot, user, channel, ...(thread && { thread }), ...(message && { message }) };
  return signCall(keys, 'modal', { ...place, custom_id, inputs });
}
