import { CozyError } from '@cozy/protocol';
import { accessMessage } from '../state/messages.ts';
import type { Handler } from './command.ts';

export const votePoll: Handler<'poll.vote'> = async (context, { message_id, answers }, { actor, channel }) => {
  const { poll } = await accessMessage(context, channel, message_id);
  if (!poll) throw new CozyError('UNKNOWN_MESSAGE', { message: 'This message has no poll.' });
  if (Date.now() >= Date.parse(poll.ends_at)) throw new CozyError('POLL_CLOSED');
  if (answers.some((index) => index >= poll.answers.length)) {
    throw new CozyError('INVALID_INPUT', { errors: { '/answers': 'Name answers that the poll has.' } });
  }
  if (answers.length > 1 && !poll.multiple) {
    throw new CozyError('INVALID_INPUT', { errors: { '/answers': 'This poll takes one answer.' } });
  }
  // On the account's own subject: nobody else is told who has voted for what.
  await context.log.append(
    {
      owner: { kind: 'u', id: actor.user.id },
      name: 'POLL_VOTE',
      data: { community_id: channel.community_id, channel_id: channel.id, message_id, answers },
    },
    context.nextId(),
  );
  return {};
};
