import { type Encoding, encodeFrame, Op } from '@cozy/protocol';
import type { Random } from '../src/cluster/random.ts';
import { NONCE, type Outgoing, STAMP } from './load.ts';
import type { Account, Community } from './seed.ts';
import { sentence } from './talk.ts';

/**
 * The model of the benchmark `communities`: 500 communities for 10,000 people, one of 5,000 members, 5 of 1,000, 44 of
 * 200 and 450 of 20. Everybody is in one at least and in 2.8 on average.
 */
export const SIZES = [
  { communities: 1, members: 5_000 },
  { communities: 5, members: 1_000 },
  { communities: 44, members: 200 },
  { communities: 450, members: 20 },
] as const;

/**
 * Messages of a community in a minute are half the root of its members: large communities have more who only read. That
 * is 24 a second in all, or 0.14 a minute for each person, with everybody connected.
 */
const MESSAGES_PER_ROOT = 0.5;
/** For each message: so many begin to type, react and edit, and such a share of messages names a member. */
const TYPING = 1;
const REACTIONS = 0.2;
const EDITS = 0.03;
const MENTIONS = 0.05;
/** Each person in a minute: reads on to the newest message, and comes to or leaves the keyboard. */
const READS = 0.3;
const PRESENCES = 0.1;

const EMOJI = ['👍', '❤️', '😂', '🎉', '🙏', '😮', '👀', '🔥'];
const BEYOND_ALL = '9999999999999999999';
const SECONDS = 60;
const PRECISION = 1_000_000;
const MICROSECONDS = 1e6;

/** A community with its members as numbers of sockets, and those of them that have it in view. */
export interface Place extends Community {
  members: number[];
  viewers: number[];
  /** A message to react to and, by the owner, to edit. */
  message: { id: string; owner: number };
}

/** People, as the sockets are numbered, in their communities; each has one in view. */
export interface World {
  accounts: Account[];
  places: Place[];
  /** By socket: what is in view. */
  views: Place[];
}

/** Draws who is in which community, and what each has in view. Owners stay members of what they own. */
export function populate(
  random: Random,
  accounts: Account[],
  communities: (Community & Pick<Place, 'message'>)[],
): World {
  const all = accounts.map((_, i) => i);
  const sizes = SIZES.flatMap(({ communities: count, members }) => Array<number>(count).fill(members));
  const share = accounts.length / 10_000;
  const of = accounts.map((): Place[] => []);
  const places = communities.map((community, i): Place => {
    const size = Math.max(2, Math.round(sizes[i % sizes.length]! * (sizes[i % sizes.length]! > 20 ? share : 1)));
    const members = [...new Set([community.message.owner, ...random.some(all, Math.min(size, all.length))])];
    return { ...community, members, viewers: [] };
  });
  for (const place of places) for (const member of place.members) of[member]!.push(place);
  const views = of.map((own, socket) => {
    const lonely = own.length === 0;
    const view = lonely ? random.pick(places.slice(-450)) : random.pick(own);
    if (lonely) view.members.push(socket);
    view.viewers.push(socket);
    return view;
  });
  return { accounts, places, views };
}

/** What is sent, when and by which socket, and how many stamped events that makes for active and passive sessions. */
export interface Activity {
  schedule: (Outgoing & { at: number })[];
  expect: { active: number; passive: number };
}

/**
 * Draws what people do for a time, each thing at a random moment of its own (a Poisson process).
 *
 * @param busy 1 for the usual, more for a busy hour; it multiplies what is said.
 * @param seconds of activity.
 */
export function draw(random: Random, world: World, encoding: Encoding, busy: number, seconds: number): Activity {
  const schedule: Activity['schedule'] = [];
  const expect = { active: 0, passive: 0 };
  const moments = function* (perMinute: number) {
    for (let at = 0; ; ) {
      at += (-Math.log((random.between(0, PRECISION - 1) + 1) / PRECISION) * SECONDS) / perMinute;
      if (at > seconds) return;
      yield at * MICROSECONDS;
    }
  };
  const push = (at: number, socket: number, frame: object) =>
    schedule.push({ at, socket, frame: encodeFrame(encoding, frame) });
  const request = (at: number, socket: number, t: string, d: object) =>
    push(at, socket, { op: Op.Request, t, n: 1, d });

  for (const place of world.places) {
    const { channelId: channel_id, members, viewers, message } = place;
    const perMinute = MESSAGES_PER_ROOT * Math.sqrt(members.length) * busy;
    // Who writes looks at what they write to, if anybody does.
    const somebody = () => random.pick(viewers.length > 0 ? viewers : members);
    for (const at of moments(perMinute)) {
      const named = random.chance(MENTIONS) ? random.pick(members) : null;
      const mention = named === null ? '' : `<@${world.accounts[named]!.user._id}> `;
      const content = `${STAMP} ${mention}${sentence(random)}`;
      request(at, somebody(), 'message.send', { channel_id, content, nonce: NONCE });
      expect.active += members.length;
      expect.passive += viewers.length + (named !== null && world.views[named] !== place ? 1 : 0);
    }
    for (const at of moments(perMinute * TYPING)) request(at, somebody(), 'typing.start', { channel_id });
    for (const at of moments(perMinute * REACTIONS)) {
      request(at, somebody(), 'reaction.add', { channel_id, message_id: message.id, emoji: random.pick(EMOJI) });
    }
    for (const at of moments(perMinute * EDITS)) {
      request(at, message.owner, 'message.edit', { channel_id, message_id: message.id, content: sentence(random) });
    }
  }
  for (const at of moments(READS * world.accounts.length)) {
    const socket = random.between(0, world.accounts.length - 1);
    const { channelId: channel_id } = world.views[socket]!;
    request(at, socket, 'read.mark', { channel_id, message_id: BEYOND_ALL });
  }
  for (const at of moments(PRESENCES * world.accounts.length)) {
    const socket = random.between(0, world.accounts.length - 1);
    push(at, socket, { op: Op.PresenceUpdate, d: { status: random.pick(['online', 'idle']) } });
  }
  return { schedule: schedule.sort((a, b) => a.at - b.at), expect };
}
