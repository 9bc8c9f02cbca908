import { CozyError } from '@cozy/protocol';
import { accessCall } from '../interactions/accessCall.ts';
import { placeOf, requireSaid, sendAnswer } from '../interactions/botMessages.ts';
import type { Handler } from './command.ts';

export const followUp: Handler<'interaction.follow-up'> = async (context, input, { actor }) => {
  const call = await accessCall(context, actor, input);
  const place = await placeOf(context, call, actor);
  requireSaid(input);
  if (!(await context.database.answered.findOne({ _id: call.id }))) {
    throw new CozyError('UNKNOWN_INTERACTION', { message: 'Answer this interaction first, by interaction.respond.' });
  }
  return { message: await sendAnswer(context, place, call, input, input.nonce) };
};
