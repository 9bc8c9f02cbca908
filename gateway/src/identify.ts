import {
  type CommunityState,
  type Context,
  isDatabaseUnavailable,
  type LogEvent,
  type Membership,
  type Owner,
  partitionOf,
} from '@cozy/core';
import {
  ALL_INTENTS,
  type ClientFrameData,
  type CommunitySnapshot,
  CozyError,
  type Cursors,
  compareIds,
  Op,
  type ReadState,
} from '@cozy/protocol';
import { toSession } from './fanout.ts';
import type { Hub } from './hub.ts';
import type { Session } from './session.ts';

/** Milliseconds that READY waits for the projection, so that read states are those that the client has seen. */
const PROJECTION_WAIT = 2_000;

/** Whether a community belongs to a session's shard: `(id >> 22) % count = index`, as at Discord. */
export function inShard({ shard: [index, count] }: Session, communityId: string): boolean {
  return (BigInt(communityId) >> 22n) % BigInt(count) === BigInt(index);
}

/**
 * Checks what Identify and Resume have in common and makes the session known under its account.
 *
 * @returns false when the session was closed, with the code that says why.
 */
export async function startSession(
  hub: Hub,
  session: Session,
  options: Omit<ClientFrameData<typeof Op.Identify>, 'properties'>,
): Promise<boolean> {
  const { intents = ALL_INTENTS, shard = [0, 1], presence, token } = options;
  if (intents & ~ALL_INTENTS) {
    session.close(4013);
    return false;
  }
  if (shard[0] >= shard[1]) {
    session.close(4010);
    return false;
  }
  session.intents = intents;
  session.shard = [shard[0], shard[1]];
  session.status = presence?.status ?? 'online';
  if (!(await authenticate(hub, session, token))) return false;
  await holdCommunities(hub, session);
  return !session.ended;
}

async function authenticate(hub: Hub, session: Session, token: string): Promise<boolean> {
  const { context } = hub;
  let held: string | null = null;
  try {
    const { user, sessionId } = await context.authenticate(token);
    await context.replica.holdUser(user.id);
    held = user.id;
    // What this node remembers may be some seconds old. From here on the end of the log-in would be heard.
    context.forgetSession(sessionId);
    context.users.forget(user.id);
    session.actor = await context.authenticate(token);
  } catch (error) {
    if (held) context.replica.releaseUser(held);
    session.actor = null;
    refuse(session, error);
    return false;
  }
  if (session.ended) {
    context.replica.releaseUser(held);
    return false;
  }
  hub.addUserSession(session);
  return true;
}

/** Ends a session that could not be started: for good when its token is wrong, to be tried again otherwise. */
export function refuse(session: Session, error: unknown): void {
  if (error instanceof CozyError && !error.retryable) {
    session.close(4004);
    return;
  }
  session.send({
    op: Op.InvalidSession,
    d: { resumable: true, reason: 'The server is not ready. Try again.', retry_after: 1 },
  });
  session.close(4000);
}

async function holdCommunities(hub: Hub, session: Session): Promise<void> {
  const { database, replica } = hub.context;
  const userId = session.actor!.user.id;
  const held: CommunityState[] = [];
  const documents = await database.members.find({ user_id: userId, left: false }).lean();
  await Promise.all(
    documents.map(async ({ community_id, nick, roles, joined_at }) => {
      if (!inShard(session, community_id)) return;
      const membership: Membership = { user_id: userId, nick, roles, joined_at };
      try {
        const community = await replica.hold(community_id);
        if (session.ended) {
          replica.release(community_id);
          return;
        }
        session.memberships.set(community_id, membership);
        held.push(community);
      } catch (error) {
        // A deleted community whose memberships are not cleared away yet.
        if (!(error instanceof CozyError) || error.code !== 'UNKNOWN_COMMUNITY') throw error;
      }
    }),
  );
  // Read again now that the communities are followed: whoever was removed in between is not a member.
  await replica.learnMemberships(held, userId);
}

/** Answers Identify with READY and makes the session live. */
export async function identify(
  hub: Hub,
  session: Session,
  options: ClientFrameData<typeof Op.Identify>,
): Promise<void> {
  // The account's own events are set aside from before its state is read, so that none falls in between.
  const backlog: LogEvent[] = [];
  session.backlog = backlog;
  hub.starting.add(session);
  try {
    if (!(await startSession(hub, session, options))) return;
    if (!(await greet(hub, session))) return;
  } finally {
    hub.starting.delete(session);
    session.backlog = null;
  }
  for (const event of backlog) toSession(hub, session, event);
}

async function greet(hub: Hub, session: Session): Promise<boolean> {
  const { context } = hub;
  const user = await context.users.get(session.actor!.user.id);
  const base = await context.log.lastSequences();
  const read_states = await readStates(context, session);
  if (session.ended) return false;

  // From here to `live` nothing else runs: the snapshot and the live events meet without a gap.
  const communities: CommunitySnapshot[] = [];
  for (const id of [...session.memberships.keys()]) {
    const community = context.replica.peek(id);
    const membership = community?.memberships.get(user._id);
    if (!community || !membership || community.deleted) {
      session.memberships.delete(id);
      context.replica.release(id);
      continue;
    }
    communities.push(community.snapshot(membership, session.actor!.user));
    hub.enter(session, id);
  }
  const visible = new Set(communities.flatMap(({ channels }) => channels.map(({ id }) => id)));
  const { username, display_name, hue, bio, bot, home, email = null } = user;
  session.dispatch('READY', {
    v: 1,
    connection_id: session.id,
    user: { id: user._id, username, display_name, hue, bio, bot, home, email },
    communities: communities.sort((a, b) => (a.member.joined_at < b.member.joined_at ? -1 : 1)),
    // How far one had read a channel, and who named one there, is not told of channels that are hidden now.
    read_states: read_states.filter(({ channel_id }) => visible.has(channel_id)),
    cursors: sessionCursors(context, session, base),
    instance: { name: context.settings.name, domain: context.settings.domain },
  });
  session.state = 'live';
  hub.presences.refreshLocal(user._id);
  return true;
}

/**
 * The places from which a session that is shown the present state must be told more: in the partitions of what it
 * holds, as far as this node knows them; in the others, as far as they were when the snapshot was begun.
 */
export function sessionCursors({ replica, log }: Context, session: Session, base: Cursors): Cursors {
  const cursors = { ...base };
  const known = new Map<number, number>();
  for (const owner of ownersOf(session)) {
    const partition = partitionOf(owner.id, log.partitions);
    const through = replica.knownThrough(owner);
    known.set(partition, Math.min(known.get(partition) ?? Number.POSITIVE_INFINITY, through));
  }
  for (const [partition, through] of known) cursors[String(partition)] = through;
  // The account's events that were set aside follow.
  for (const { partition, sequence } of session.backlog ?? []) {
    cursors[String(partition)] = Math.min(cursors[String(partition)] ?? 0, sequence - 1);
  }
  return cursors;
}

/** Whose events a session is told: its account's and its communities'. */
export function ownersOf(session: Session): Owner[] {
  const communities = [...session.memberships.keys()].map((id) => ({ kind: 'c' as const, id }));
  return [{ kind: 'u', id: session.actor!.user.id }, ...communities];
}

async function readStates(
  { database, replica, log, progress, logger }: Context,
  session: Session,
): Promise<ReadState[]> {
  const user_id = session.actor!.user.id;
  try {
    // Marks come from the account's partition, mentions from those of its communities.
    await Promise.all(
      ownersOf(session).map((owner) =>
        progress.reach(partitionOf(owner.id, log.partitions), replica.knownThrough(owner), PROJECTION_WAIT),
      ),
    );
  } catch (error) {
    // Better a mark that is a moment old than no READY; the events that follow set it right.
    if (!(error instanceof CozyError) && !isDatabaseUnavailable(error)) throw error;
    logger.warn({ error }, 'READY did not wait for the projection any longer');
  }
  const states = new Map<string, ReadState>();
  for await (const { channel_id, last_message_id } of database.readStates.find({ user_id })) {
    states.set(channel_id, { channel_id, last_message_id, mention_count: 0 });
  }
  for await (const { channel_id, message_id } of database.mentions.find({ user_id })) {
    const state = states.get(channel_id);
    if (!state) states.set(channel_id, { channel_id, last_message_id: '10000000000000000', mention_count: 1 });
    else if (compareIds(message_id, state.last_message_id) > 0) state.mention_count += 1;
  }
  return [...states.values()];
}
