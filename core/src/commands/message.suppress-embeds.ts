import { MESSAGE_FLAGS } from '@cozy/protocol';
import { accessMessage } from '../state/messages.ts';
import { requirePermissions } from './authorize.ts';
import type { Handler } from './command.ts';

export const suppressEmbeds: Handler<'message.suppress-embeds'> = async (context, input, grant) => {
  const { actor, channel, permissions } = grant;
  const message = await accessMessage(context, channel, input.message_id);
  if (message.author.id !== actor.user.id) requirePermissions(permissions, ['MANAGE_MESSAGES']);
  const { id: channel_id, community_id } = channel;
  const id = context.nextId();
  await context.log.append(
    {
      owner: { kind: 'c', id: community_id },
      channelId: channel_id,
      name: 'MESSAGE_EMBEDS_UPDATE',
      data: {
        id: message.id,
        channel_id,
        community_id,
        embeds: [],
        flags: input.suppress ? MESSAGE_FLAGS.SUPPRESS_EMBEDS : 0,
      },
    },
    id,
  );
  return {};
};
