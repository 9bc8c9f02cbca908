import { accessCall } from '../interactions/accessCall.ts';
import { accessAnswer, changeAnswer, placeOf } from '../interactions/botMessages.ts';
import type { Handler } from './command.ts';

export const editAnswer: Handler<'interaction.edit'> = async (context, input, { actor }) => {
  const call = await accessCall(context, actor, input);
  const place = await placeOf(context, call, actor);
  const { content, components } = input;
  await changeAnswer(context, place, await accessAnswer(context, place, call, input.message_id), {
    content,
    components,
  });
  return {};
};
