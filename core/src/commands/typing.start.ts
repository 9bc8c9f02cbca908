import { CozyError, holdsMessages } from '@cozy/protocol';
import { EPHEMERAL, formatSubject, partitionOf } from '../log/subjects.ts';
import type { Handler } from './command.ts';

export const startTyping: Handler<'typing.start'> = async (
  { log, node },
  { channel_id },
  { actor, community, channel },
) => {
  if (!holdsMessages(channel.type)) throw new CozyError('NOT_A_TEXT_CHANNEL');
  const partition = partitionOf(community.id, log.partitions);
  const owner = { kind: 'c', id: community.id } as const;
  const subject = formatSubject(EPHEMERAL, { partition, owner, channelId: channel_id, name: 'TYPING_START' });
  const { id: user_id, display_name } = actor.user;
  log.publishEphemeral(subject, { community_id: community.id, channel_id, user_id, display_name }, node);
  return {};
};
