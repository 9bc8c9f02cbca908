import type { Channel, Community, EventData, Member, Message, User } from '@cozy/protocol';
import frames from '@cozy/protocol/mock/frames.json' with { type: 'json' };
import { fill } from '@cozy/protocol/mock/values';

/** The partition of the log in which everything happens. */
export const PARTITION = 3;

/** The bot, a person, and the channel of the community that both are in: the mock gateway's. */
export const WORLD = fill(
  { bot: '$bot', ada: '$ada', channel: '$channel', community: '$community', ready: '$ready', resumed: '$resumed' },
  frames,
) as {
  bot: User;
  ada: User;
  channel: Channel;
  community: Community;
  ready: { d: EventData<'READY'> };
  resumed: { d: EventData<'RESUMED'> };
};

let lastId = 1_400_000_000_000_000_000n;

/** An id that nothing has yet. */
export function nextId(): string {
  lastId += 1n;
  return String(lastId);
}

/** A message of Ada's in the channel, or what the fields say instead. */
export function messageOf(fields: Partial<Message>): Message {
  return { ...(fill('$message', frames) as Message), id: nextId(), ...fields };
}

/** Somebody new in the community. */
export function memberOf(user: Partial<User>): Member {
  const { member } = fill('$community', frames) as { member: Member };
  return { ...member, user: { ...WORLD.ada, id: nextId(), ...user } };
}
