import { CozyError } from '@cozy/protocol';
import { audit } from '../state/audit.ts';
import { accessMessage } from '../state/messages.ts';
import type { RecentMessage } from '../state/replica.ts';
import { requirePermissions, requireScope } from './authorize.ts';
import type { Handler } from './command.ts';

export const deleteMessages: Handler<'message.delete-bulk'> = async (context, { message_ids }, grant) => {
  const { actor, channel, community, permissions } = grant;
  const found: RecentMessage[] = [];
  for (const id of message_ids) {
    try {
      found.push(await accessMessage(context, channel, id));
    } catch (error) {
      // Somebody else was faster.
      if (!(error instanceof CozyError) || error.code !== 'UNKNOWN_MESSAGE') throw error;
    }
  }
  if (found.length === 0) throw new CozyError('UNKNOWN_MESSAGE');
  if (found.some(({ author }) => author.id !== actor.user.id)) {
    requireScope(community, actor, 'moderate:messages');
    requirePermissions(permissions, ['MANAGE_MESSAGES']);
  }
  // A reply is counted by its thread, and goes by itself.
  if (found.some(({ thread_id }) => thread_id)) {
    throw new CozyError('INVALID_INPUT', { errors: { '/message_ids': 'Delete replies in threads one by one.' } });
  }
  const ids = found.map(({ id }) => id);
  const others = found.filter(({ author }) => author.id !== actor.user.id);
  if (others.length > 0) {
    const authors = new Set(others.map(({ author }) => author.id));
    const entry = audit(context, {
      community_id: channel.community_id,
      action: 'MESSAGE_BULK_DELETE',
      actor_id: actor.user.id,
      ...(authors.size === 1 && { target_id: others[0]!.author.id }),
      options: { channel_id: channel.id, count: others.length },
    });
    // Before the deletion, so that there is none without its entry.
    await context.log.append(entry, entry.data.id);
  }
  // Whom they named has unread mentions less, also where the messages themselves are not in view.
  const mentions = found.flatMap(({ author, mentions }) => mentions.filter((userId) => userId !== author.id));
  const wide = ids.map((id) => community.wideMentions.of(id));
  const roles = wide.flatMap(({ mention_roles = [] }) => mention_roles);
  await context.log.append(
    {
      owner: { kind: 'c', id: channel.community_id },
      channelId: channel.id,
      name: 'MESSAGE_DELETE_BULK',
      data: {
        ids,
        channel_id: channel.id,
        community_id: channel.community_id,
        ...(mentions.length > 0 && { mentions: [...new Set(mentions)] }),
        ...(roles.length > 0 && { mention_roles: [...new Set(roles)] }),
        ...(wide.some(({ mention_everyone }) => mention_everyone) && { mention_everyone: true }),
      },
    },
    context.nextId(),
  );
  return {};
};
