import { accessCall } from '../interactions/accessCall.ts';
import { accessAnswer, placeOf } from '../interactions/botMessages.ts';
import { appendDeletion } from '../state/messages.ts';
import type { Handler } from './command.ts';

export const deleteAnswer: Handler<'interaction.delete'> = async (context, input, { actor }) => {
  const call = await accessCall(context, actor, input);
  const place = await placeOf(context, call, actor);
  const answered = await accessAnswer(context, place, call, input.message_id);
  if ('message' in answered) {
    await appendDeletion(context, place.community, answered.message);
    return {};
  }
  const { _id: message_id, user_id: id, message } = answered.alone;
  await context.database.ephemerals.deleteOne({ _id: message_id });
  await context.log.append(
    {
      owner: { kind: 'u', id },
      name: 'INTERACTION_RESPONSE',
      data: { channel_id: message.channel_id, message_id, message: null },
    },
    `delete:${message_id}`,
  );
  return {};
};
