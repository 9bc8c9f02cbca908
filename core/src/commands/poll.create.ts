import { CozyError, holdsMessages, type Message, type Poll } from '@cozy/protocol';
import type { Handler } from './command.ts';

/** Seconds that a poll is open when the request does not say. */
const A_DAY = 86_400;

export const createPoll: Handler<'poll.create'> = async (context, input, { actor, channel, community }) => {
  if (!holdsMessages(channel.type)) throw new CozyError('NOT_A_TEXT_CHANNEL');
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
    nonce: input.nonce,
    edited_at: null,
    created_at: new Date(now).toISOString(),
  };
  const event = {
    owner: { kind: 'c', id: community.id },
    channelId: channel.id,
    name: 'MESSAGE_CREATE',
    data: message,
  } as const;
  const { place, duplicate } = await context.log.append(event, `${actor.user.id}:${input.nonce}`);
  if (!duplicate) return { message: { ...message, sequence: place[1] } };
  const first = await context.log.at(place);
  if (!first) throw new CozyError('INTERNAL');
  return { message: { ...first.data<Message>(), sequence: place[1] } };
};
