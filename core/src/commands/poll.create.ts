import { CozyError, holdsMessages, type Message, type Poll } from '@cozy/protocol';
import { appendMessage } from '../state/appendMessage.ts';
import { keepSlowmode } from '../state/slowmode.ts';
import { ownThread } from '../state/threads.ts';
import type { Handler } from './command.ts';

/** Seconds that a poll is open when the request does not say. */
const A_DAY = 86_400;

export const createPoll: Handler<'poll.create'> = async (context, input, grant) => {
  const { actor, channel, community } = grant;
  if (!holdsMessages(channel.type)) throw new CozyError('NOT_A_TEXT_CHANNEL');
  await keepSlowmode(context, grant, input.nonce);
  const { question, answers, multiple = false, duration = A_DAY } = input;
  const now = Date.now();
  const poll: Poll = {
    question,
    answers,
    multiple,
    // That it is closed follows from the time, so nothing has to happen then, and no restart can miss it.
    ends_at: new Date(now + duration * 1000).toISOString(),
    counts: answers.map(() => 0),
    voters: 0,
  };
  const message: Message = {
    id: context.nextId(),
    channel_id: channel.id,
    community_id: community.id,
    author: actor.user,
    // For those who do not know polls, and for search.
    content: question,
    mentions: [],
    reply_to: null,
    reactions: [],
    poll,
    ...ownThread(channel),
    nonce: input.nonce,
    edited_at: null,
    created_at: new Date(now).toISOString(),
  };
  return { message: await appendMessage(context, message) };
};
