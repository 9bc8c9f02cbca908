import { CozyError, compareIds, LIMITS, type Relationship, type User } from '@cozy/protocol';
import { LRUCache } from 'lru-cache';
import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';
import type { RelationshipDocument } from '../database/documents.ts';
import { isDuplicateKey } from '../database/unavailable.ts';
import { OVERTAKEN, untilCommitted } from '../database/untilCommitted.ts';
import type { NewEvent } from '../log/eventLog.ts';
import type { CommunityState } from './communityState.ts';
import { publicUser } from './users.ts';

/** What two people are to each other. */
export type Pair = Pick<RelationshipDocument, 'requester' | 'friends' | 'blocked_by' | 'since'>;

/** Pairs that are remembered, and for how many milliseconds; the bound for an answer that was old when it came. */
const REMEMBERED = { max: 50_000, ttl: 30_000 };

const STRANGERS: Pair = { requester: null, friends: false, blocked_by: [], since: '' };

/** Names two people, whoever is named first. */
export function pairKey(one: string, other: string): string {
  return [one, other].sort(compareIds).join(':');
}

/**
 * What a pair is to one of the two.
 *
 * @param me one of them.
 * @param user the other one.
 * @returns null when the other is nothing to them. Of being blocked nobody is told.
 */
export function relationshipOf(pair: Pair, me: string, user: User): Relationship | null {
  const { requester, friends, blocked_by, since } = pair;
  if (blocked_by.includes(me)) return { user, type: 'blocked', since };
  if (blocked_by.length > 0) return null;
  if (friends) return { user, type: 'friend', since };
  if (requester === null) return null;
  return { user, type: requester === me ? 'outgoing' : 'incoming', since };
}

/** What pairs of people are to each other, remembered for a short time. */
export class Relationships {
  readonly #database: Database;
  readonly #remembered = new LRUCache<string, Pair>(REMEMBERED);

  constructor(database: Database) {
    this.#database = database;
  }

  /** Gives what two people are to each other. */
  async between(one: string, other: string): Promise<Pair> {
    const _id = pairKey(one, other);
    const known = this.#remembered.get(_id);
    if (known) return known;
    const pair: Pair = (await this.#database.relationships.findOne({ _id }).lean()) ?? STRANGERS;
    this.#remembered.set(_id, pair);
    return pair;
  }

  /** Forgets a pair, because it has changed. */
  forget(one: string, other: string): void {
    this.#remembered.delete(pairKey(one, other));
  }
}

/**
 * Gives a person by whom something is to be done.
 *
 * @param which an id or a username.
 * @throws CozyError UNKNOWN_USER when there is none, or it is a bot or oneself.
 */
export async function accessPerson(
  { database }: Context,
  which: { _id: string } | { username: string },
  me: string,
): Promise<User> {
  const document = await database.users.findOne(which).lean();
  if (!document || document.bot || document._id === me) throw new CozyError('UNKNOWN_USER');
  return publicUser(document);
}

/**
 * Changes what two people are to each other, in one write that carries the events of both.
 *
 * @param change given the pair as it stands, throws CozyError or gives what is to be set; nothing when it is so already.
 *   It may run several times.
 * @returns what the other is to `me` after it.
 * @throws CozyError LIMIT_REACHED when one of them knows too many; CONFLICT when others keep overtaking.
 */
export async function changePair(
  context: Context,
  me: User,
  other: User,
  change: (pair: Pair) => Partial<Pair> | null,
): Promise<Relationship | null> {
  const { database, outbox, relationships } = context;
  const _id = pairKey(me.id, other.id);
  return await untilCommitted(async () => {
    const document = (await database.relationships.findOne({ _id }).lean()) as RelationshipDocument | null;
    const before: Pair = document ?? STRANGERS;
    const changed = change(before);
    if (!changed) return relationshipOf(before, me.id, other);
    const { requester, friends, blocked_by }: Pair = { ...before, ...changed };
    const after: Pair = { requester, friends, blocked_by, since: new Date().toISOString() };
    const events = [...eventsFor(me.id, other, before, after), ...eventsFor(other.id, me, before, after)];
    for (const { name, owner } of events) if (name === 'RELATIONSHIP_ADD') await assertRoom(database, owner.id);
    try {
      const committed = document
        ? await outbox.commit(database.relationships, { _id, rev: document.rev }, { $set: after }, events)
        : await outbox.create(database.relationships, { _id, users: _id.split(':'), ...after }, events);
      if (!committed) return OVERTAKEN;
    } catch (error) {
      if (isDuplicateKey(error)) return OVERTAKEN;
      throw error;
    }
    relationships.forget(me.id, other.id);
    return relationshipOf(after, me.id, other);
  });
}

function eventsFor(id: string, other: User, before: Pair, after: Pair): NewEvent[] {
  const owner = { kind: 'u', id } as const;
  const known = relationshipOf(before, id, other);
  const now = relationshipOf(after, id, other);
  if (known?.type === now?.type) return [];
  if (!now) return [{ owner, name: 'RELATIONSHIP_REMOVE', data: { user_id: other.id } }];
  return [{ owner, name: known ? 'RELATIONSHIP_UPDATE' : 'RELATIONSHIP_ADD', data: now }];
}

async function assertRoom({ relationships }: Database, id: string): Promise<void> {
  const most = LIMITS.relationshipsPerUser;
  const known = { users: id, $or: [{ friends: true }, { requester: { $ne: null } }, { blocked_by: id }] };
  if ((await relationships.countDocuments(known)) >= most) {
    throw new CozyError('LIMIT_REACHED', { message: `One account can have ${most} friends, requests and blocks.` });
  }
}

/**
 * Lists what others are to an account.
 *
 * @param documents in which it is named.
 */
export async function relationshipsOf(
  { users }: Pick<Context, 'users'>,
  me: string,
  documents: readonly RelationshipDocument[],
): Promise<Relationship[]> {
  const others = documents.map((document) => document.users.find((id) => id !== me)!);
  const known = others.length > 0 ? await users.publicOf(others) : new Map<string, User>();
  return documents.flatMap((document, i) => {
    const user = known.get(others[i]!);
    return (user && relationshipOf(document, me, user)) ?? [];
  });
}

/**
 * Refuses to write to someone where one of the two has blocked the other.
 *
 * @param community a direct conversation.
 * @throws CozyError REFUSED_BY_PERSON or BLOCKED_BY_YOU.
 */
export async function assertNotBlocked(
  { relationships }: Context,
  community: CommunityState,
  me: string,
): Promise<void> {
  for (const other of community.recipients.keys()) {
    if (other !== me) refuseBlocked(await relationships.between(me, other), me);
  }
}

/** Throws what `assertNotBlocked` throws. */
export function refuseBlocked({ blocked_by }: Pair, me: string): void {
  if (blocked_by.includes(me)) throw new CozyError('BLOCKED_BY_YOU');
  if (blocked_by.length > 0) throw new CozyError('REFUSED_BY_PERSON');
}
