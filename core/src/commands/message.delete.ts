import { audit } from '../state/audit.ts';
import { accessMessage } from '../state/messages.ts';
import { requirePermissions, requireScope } from './authorize.ts';
import type { Handler } from './command.ts';

export const deleteMessage: Handler<'message.delete'> = async (context, { message_id: id }, grant) => {
  const { actor, channel, community, permissions } = grant;
  const message = await accessMessage(context, channel, id);
  const community_id = channel.community_id;
  if (message.author.id !== actor.user.id) {
    requireScope(community, actor, 'moderate:messages');
    requirePermissions(permissions, ['MANAGE_MESSAGES']);
    const entry = audit(context, {
      community_id,
      action: 'MESSAGE_DELETE',
      actor_id: actor.user.id,
      target_id: message.author.id,
      options: { channel_id: channel.id, count: 1 },
    });
    // Before the deletion, so that there is none without its entry; one deletion has one entry.
    await context.log.append(entry, `audit:delete:${id}`);
  }
  // Whom it named has one unread mention less, also where the message itself is not in view.
  const mentions = message.mentions.filter((userId) => userId !== message.author.id);
  const named = { ...(mentions.length > 0 && { mentions }), ...community.wideMentions.of(id) };
  const { thread_id } = message;
  // One deletion of a message is one event, also when two people delete it at once.
  await context.log.append(
    {
      owner: { kind: 'c', id: community_id },
      channelId: channel.id,
      name: 'MESSAGE_DELETE',
      data: { id, channel_id: channel.id, community_id, ...named, ...(thread_id && { thread_id }) },
    },
    `delete:${id}`,
  );
  return {};
};
