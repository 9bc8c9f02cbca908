import { type CommunityState, isDatabaseUnavailable, type LogEvent, partitionOf } from '@cozy/core';
import { ALL_INTENTS, type ClientFrameData, CozyError, type EventData, LIMITS, Op } from '@cozy/protocol';
import type { Hub } from './hub.ts';
import { admissionsRefused } from './metrics.ts';
import type { Session } from './session.ts';

/** Options that Identify and Resume have in common. */
export type StartOptions = Omit<ClientFrameData<typeof Op.Identify>, 'properties'>;

/** What a session that is being started has, until it is live. */
export interface Start {
  /** Held communities that it is to receive. Those that it does not enter are released by `abandon`. */
  communities: CommunityState[];
  /** The place in the account's partition from which its own events must still be looked at. */
  since: number;
}

/**
 * Whether an event of an account is for a session of it: the token of an installation hears of its community only, and a
 * shard of the interactions in its communities.
 */
export function isFor(session: Session, event: LogEvent): boolean {
  const { boundTo } = session.actor!;
  if (event.name === 'INTERACTION_CREATE') {
    return receives(session, event.data<EventData<'INTERACTION_CREATE'>>().community_id);
  }
  if (!boundTo || event.name === 'USER_UPDATE' || event.name === 'SESSION_DELETE') return true;
  const { id, community_id = id } = event.data<{ id?: string; community_id?: string }>();
  return community_id === boundTo;
}

/** Whether a session receives a community at all: its token works there, and it is of its shard. */
export function receives(session: Session, communityId: string): boolean {
  const { boundTo = communityId } = session.actor!;
  return boundTo === communityId && inShard(session, communityId);
}

/** Whether a community belongs to a session's shard: `(id >> 22) % count = index`, as at Discord. */
function inShard({ shard: [index, count] }: Session, communityId: string): boolean {
  return count === 1 || (BigInt(communityId) >> 22n) % BigInt(count) === BigInt(index);
}

/**
 * Does what Identify and Resume have in common: checks the options and the token, and brings the account's communities
 * into memory.
 *
 * @returns null when the session was ended, and told why.
 * @throws CozyError that may be retried, when an engine is away.
 */
export async function prepare(hub: Hub, session: Session, options: StartOptions): Promise<Start | null> {
  const { intents = ALL_INTENTS, shard = [0, 1], presence, passive = false, token } = options;
  if (intents & ~ALL_INTENTS) return refuse(session, 4013);
  if (shard[0] >= shard[1]) return refuse(session, 4010);
  session.intents = intents;
  session.shard = [shard[0], shard[1]];
  session.status = presence?.status ?? 'online';
  session.passive = passive;
  const { context } = hub;
  context.log.assertReachable();
  // Noted before the database is asked: what happens from here on is heard, and looked at when the session is live.
  const positions = context.replica.tail.positions();
  try {
    session.actor = await context.authenticate(token, true);
  } catch (error) {
    if (error instanceof CozyError && !error.retryable) return refuse(session, 4004);
    throw error;
  }
  if (session.ended) return null;
  const { id } = session.actor.user;
  if (session.actor.kind === 'bot') {
    const wait = hub.botStarts.take(id, { burst: LIMITS.botStarts, perSecond: LIMITS.botStartsPerSecond });
    if (wait > 0) {
      admissionsRefused.inc({ by: 'bot' });
      comeBack(session, wait, 'This bot starts too many sessions at once.');
      return null;
    }
  }
  const communities = await context.replica.holdCommunitiesOf(id, (communityId) => receives(session, communityId));
  const start = { communities, since: positions[String(partitionOf(id, context.log.partitions))]! };
  if (!session.ended) return start;
  abandon(hub, start);
  return null;
}

function refuse(session: Session, code: 4004 | 4010 | 4013): null {
  session.close(code);
  return null;
}

/** Lets go of the communities that a start still holds. */
export function abandon(hub: Hub, start: Start): void {
  for (const { id } of start.communities.splice(0)) hub.context.replica.release(id);
}

/** Tells a client to come back later, with what it has. */
export function comeBack(session: Session, seconds: number, reason: string): void {
  session.send({ op: Op.InvalidSession, d: { resumable: true, reason, retry_after: seconds } });
  session.close(4000);
}

/**
 * Ends a session whose start failed.
 *
 * @param error why.
 */
export function failStart(hub: Hub, session: Session, error: unknown): void {
  const known = (error instanceof CozyError && error.retryable) || isDatabaseUnavailable(error);
  hub.context.logger[known ? 'warn' : 'error']({ error, session: session.id }, 'A session could not be started');
  comeBack(session, 1, 'The server is not ready. Try again.');
}

/**
 * Makes a session receive its communities. Nothing else may run between this and the moment when it is live.
 *
 * @returns false when its log-in was ended while it started; it is closed then.
 */
export function enter(hub: Hub, session: Session, start: Start): boolean {
  const { replica, log } = hub.context;
  const { user, sessionId } = session.actor!;
  const partition = partitionOf(user.id, log.partitions);
  const own = replica.tail.recent.since(partition, start.since, [{ kind: 'u', id: user.id }]);
  if (!own) throw new CozyError('UNAVAILABLE', { retryAfter: 1 });
  const left = new Set<string>();
  for (const event of own) {
    const { id } = event.data<{ id: string }>();
    if (event.name === 'COMMUNITY_CREATE') left.delete(id);
    else if (event.name === 'COMMUNITY_DELETE') left.add(id);
    else if (event.name === 'SESSION_DELETE' && id === sessionId) {
      session.close(4004);
      return false;
    }
  }
  for (const community of start.communities.splice(0)) {
    if (left.has(community.id) || !hub.enter(session, community)) replica.release(community.id);
  }
  hub.add(session);
  session.told = hub.changes;
  session.state = 'live';
  return true;
}
