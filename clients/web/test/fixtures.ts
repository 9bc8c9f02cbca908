import {
  type Channel,
  type CommunitySnapshot,
  type EventData,
  MEMBER_PERMISSIONS,
  type Member,
  type Message,
  type SelfUser,
  SNOWFLAKE_EPOCH,
  snowflakes,
} from '@cozy/protocol';

/** Unix milliseconds of the made-up world's beginning. */
export const START = SNOWFLAKE_EPOCH + 300 * 86_400_000;

let time = START;
/** Gives ids that grow, a second apart. */
export const nextId = snowflakes(1, () => {
  time += 1000;
  return time;
});

export const self: SelfUser = user('Maya');

/** A person with a new id. */
export function user(name: string): SelfUser {
  return {
    id: nextId(),
    username: name.toLowerCase(),
    display_name: name,
    hue: 50,
    bio: '',
    bot: false,
    home: null,
    email: null,
  };
}

/** A text channel. */
export function channel(communityId: string, change: Partial<Channel> = {}): Channel {
  return {
    id: nextId(),
    community_id: communityId,
    type: 'text',
    name: 'general',
    topic: '',
    position: 0,
    parent_id: null,
    overwrites: [],
    last_message_id: null,
    ...change,
  };
}

/** A membership from before everything else. */
export function member(communityId: string, of: SelfUser = self): Member {
  const { email: _, ...person } = of;
  return { community_id: communityId, user: person, nick: null, roles: [], joined_at: new Date(START).toISOString() };
}

/** A community of `self` with one channel. */
export function community(change: Partial<CommunitySnapshot> = {}): CommunitySnapshot {
  const id = change.id ?? nextId();
  return {
    id,
    name: 'Garden',
    description: '',
    hue: 140,
    owner_id: '300000000000000001',
    roles: [
      {
        id,
        community_id: id,
        name: 'member',
        hue: null,
        position: 0,
        permissions: MEMBER_PERMISSIONS.toString(),
        fixed: 'member',
      },
    ],
    channels: [channel(id)],
    member_count: 2,
    member: member(id),
    ...change,
  };
}

/** A message that was just sent. */
export function message(where: Channel, change: Partial<Message> & { author?: Message['author'] } = {}): Message {
  const id = change.id ?? nextId();
  return {
    id,
    channel_id: where.id,
    community_id: where.community_id,
    author: self,
    content: 'hello',
    mentions: [],
    reply_to: null,
    reactions: [],
    edited_at: null,
    created_at: new Date(time).toISOString(),
    ...change,
  };
}

/** READY for `self` in some communities. */
export function ready(communities: CommunitySnapshot[], change: Partial<EventData<'READY'>> = {}): EventData<'READY'> {
  return {
    v: 1,
    connection_id: 'c',
    user: self,
    communities: structuredClone(communities),
    read_states: [],
    cursors: {},
    instance: { name: 'Cozy', domain: 'localhost' },
    ...change,
  };
}
