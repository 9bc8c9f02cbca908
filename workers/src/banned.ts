import { type Context, firstIdAt, type LogEvent, type MessageDocument } from '@cozy/core';
import { type AuditLogEntry, LIMITS, snowflakeTime } from '@cozy/protocol';

type Found = Pick<
  MessageDocument,
  'id' | 'channel_id' | 'thread_id' | 'mentions' | 'mention_roles' | 'mention_everyone'
>;

/**
 * Deletes the newest messages of someone who was banned, as far back as the ban says, by MESSAGE_DELETE_BULK of each
 * channel; replies in threads one by one, because their threads count them. All that they have written stands before the
 * ban in the log, so it is in the projection. Repeating it deletes nothing twice.
 *
 * @param entry of the audit log, of a ban that deletes.
 * @param event that it came by.
 */
export async function deleteOfBanned({ database, log }: Context, entry: AuditLogEntry, event: LogEvent): Promise<void> {
  const { community_id, options, target_id, id } = entry;
  if (!options?.delete_message_seconds || !target_id) return;
  const since = firstIdAt(snowflakeTime(id) - options.delete_message_seconds * 1000);
  const written = { id: { $gte: since }, community_id, 'author.id': target_id, deleted: false };
  const projection = {
    id: 1,
    channel_id: 1,
    thread_id: 1,
    mentions: 1,
    mention_roles: 1,
    mention_everyone: 1,
    sequence: 1,
  } as const;
  const byChannel = new Map<string, Found[]>();
  for await (const message of database.messages.find(written, { projection }).sort({ id: 1 })) {
    // What comes after the ban is of someone who was let in again.
    if (message.sequence > event.sequence) continue;
    const { thread_id, channel_id } = message;
    if (thread_id) {
      const data = { id: message.id, channel_id, community_id, thread_id };
      await log.append({ ...within(community_id, channel_id), name: 'MESSAGE_DELETE', data }, `delete:${message.id}`);
      continue;
    }
    const known = byChannel.get(channel_id);
    if (known) known.push(message);
    else byChannel.set(channel_id, [message]);
  }
  for (const [channel_id, messages] of byChannel) {
    for (let from = 0; from < messages.length; from += LIMITS.deletedAtOnce) {
      const part = messages.slice(from, from + LIMITS.deletedAtOnce);
      const mentions = [...new Set(part.flatMap((one) => one.mentions))].filter((one) => one !== target_id);
      const roles = [...new Set(part.flatMap((one) => one.mention_roles ?? []))];
      const data = {
        ids: part.map((one) => one.id),
        channel_id,
        community_id,
        ...(mentions.length > 0 && { mentions }),
        ...(roles.length > 0 && { mention_roles: roles }),
        ...(part.some((one) => one.mention_everyone) && { mention_everyone: true as const }),
      };
      const key = `banned:${id}:${channel_id}:${from}`;
      await log.append({ ...within(community_id, channel_id), name: 'MESSAGE_DELETE_BULK', data }, key);
    }
  }
}

const within = (community: string, channelId: string) => ({ owner: { kind: 'c' as const, id: community }, channelId });
