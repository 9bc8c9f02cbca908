import { accessMessage } from '../state/messages.ts';
import { setPin } from '../state/pins.ts';
import type { Handler } from './command.ts';

export const unpinMessage: Handler<'message.unpin'> = async (context, { message_id }, { actor, channel }) => {
  const { id } = await accessMessage(context, channel, message_id);
  await setPin(context, channel, { message_id: id, user_id: actor.user.id }, null);
  return {};
};
