import { CozyError, LIMITS } from '@cozy/protocol';
import { accessMessage } from '../state/messages.ts';
import { setPin } from '../state/pins.ts';
import type { Handler } from './command.ts';

export const pinMessage: Handler<'message.pin'> = async (context, { message_id }, { actor, channel }) => {
  const { id } = await accessMessage(context, channel, message_id);
  const { pins } = context.database;
  const pinned = await pins.distinct('_id', { channel_id: channel.id, pinned_at: { $ne: null } });
  if (pinned.includes(id)) return {};
  if (pinned.length >= LIMITS.pinsPerChannel) {
    throw new CozyError('LIMIT_REACHED', {
      message: `A channel can have ${LIMITS.pinsPerChannel} pinned messages. Take a pin away first.`,
    });
  }
  await setPin(context, channel, { message_id: id, user_id: actor.user.id }, new Date().toISOString());
  return {};
};
