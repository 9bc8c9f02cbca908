import { accessMessage } from '../state/messages.ts';
import { requirePermissions } from './authorize.ts';
import type { Handler } from './command.ts';

export const deleteMessage: Handler<'message.delete'> = async (context, { message_id: id }, grant) => {
  const { actor, channel, permissions } = grant;
  const message = await accessMessage(context, channel, id);
  if (message.author.id !== actor.user.id) requirePermissions(permissions, ['MANAGE_MESSAGES']);
  const community_id = channel.community_id;
  // One deletion of a message is one event, also when two people delete it at once.
  await context.log.append(
    {
      owner: { kind: 'c', id: community_id },
      channelId: channel.id,
      name: 'MESSAGE_DELETE',
      data: { id, channel_id: channel.id, community_id },
    },
    `delete:${id}`,
  );
  return {};
};
