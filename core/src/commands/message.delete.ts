import { audit } from '../state/audit.ts';
import { accessMessage, appendDeletion } from '../state/messages.ts';
import { requirePermissions, requireScope } from './authorize.ts';
import type { Handler } from './command.ts';

export const deleteMessage: Handler<'message.delete'> = async (context, { message_id: id }, grant) => {
  const { actor, channel, community, permissions } = grant;
  const message = await accessMessage(context, channel, id);
  const { community_id } = channel;
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
  await appendDeletion(context, community, message);
  return {};
};
