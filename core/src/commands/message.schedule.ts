import { CozyError, holdsMessages, LIMITS } from '@cozy/protocol';
import type { ScheduleDocument } from '../database/documents.ts';
import { accessMessage } from '../state/messages.ts';
import { checkSendAt, scheduledMessage } from '../state/schedules.ts';
import type { Handler } from './command.ts';

export const scheduleMessage: Handler<'message.schedule'> = async (context, input, { actor, channel }) => {
  const { database, outbox, nextId } = context;
  if (!holdsMessages(channel.type)) throw new CozyError('NOT_A_TEXT_CHANNEL');
  checkSendAt(input.send_at);
  if (input.reply_to) await accessMessage(context, channel, input.reply_to);
  const user_id = actor.user.id;
  const held = await database.schedules.countDocuments(
    { user_id, state: { $ne: 'ended' } },
    { limit: LIMITS.scheduledPerUser },
  );
  if (held >= LIMITS.scheduledPerUser) {
    throw new CozyError('LIMIT_REACHED', { message: `${LIMITS.scheduledPerUser} messages can wait to be sent.` });
  }
  const document: Omit<ScheduleDocument, 'rev' | 'outbox'> = {
    _id: nextId(),
    user_id,
    community_id: channel.community_id,
    channel_id: channel.id,
    content: input.content,
    reply_to: input.reply_to ?? null,
    send_at: input.send_at,
    state: 'waiting',
    failure: null,
    created_at: new Date().toISOString(),
  };
  const scheduled = scheduledMessage(document as ScheduleDocument);
  await outbox.create(database.schedules, document, [
    { owner: { kind: 'u', id: user_id }, name: 'SCHEDULED_MESSAGE_UPDATE', data: scheduled },
  ]);
  return { scheduled };
};
