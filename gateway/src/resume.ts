import { type LogEvent, type Owner, partitionOf } from '@cozy/core';
import { type ClientFrameData, EVENTS, type EventData, INTENTS, LIMITS, Op } from '@cozy/protocol';
import { dispatchEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import { ownersOf, startSession } from './identify.ts';
import { joinCommunity } from './joinCommunity.ts';
import type { Session } from './session.ts';

/** Live events that may wait for one resuming session; more of them and it is asked to resume again. */
const BACKLOG = 20_000;
/** Bytes waiting in a socket above which the replay waits for its reader, and milliseconds between two looks. */
const PAUSE_ABOVE = 256 * 1024;
const LOOK_AGAIN = 10;

/**
 * Milliseconds after joining for which a community is shown afresh: the lost connection may have passed the place of
 * COMMUNITY_CREATE by other events while the community was still being loaded.
 */
const JUST_JOINED = 60_000;

/** Events after which a community is shown afresh, because what a session may see may have changed with them. */
const STRUCTURAL = new Set<string>([
  'COMMUNITY_UPDATE',
  'CHANNEL_CREATE',
  'CHANNEL_UPDATE',
  'CHANNEL_DELETE',
  'COMMUNITY_ROLE_CREATE',
  'COMMUNITY_ROLE_UPDATE',
  'COMMUNITY_ROLE_DELETE',
  'COMMUNITY_MEMBER_ADD',
  'COMMUNITY_MEMBER_UPDATE',
  'COMMUNITY_MEMBER_REMOVE',
]);

interface Replay {
  sent: number;
  /** Last sequence of each partition that was read from the log. */
  through: Map<number, number>;
  changed: Set<string>;
  /** Channels that the session may see now, by community. */
  visible: Map<string, ReadonlySet<string>>;
  /** Communities that were joined while the session was resuming. */
  joined: string[];
}

/**
 * Answers Resume: sends what the session may see and has missed since its cursors, from the log, then makes it live
 * without a gap or a double at the seam, and says RESUMED.
 */
export async function resume(hub: Hub, session: Session, options: ClientFrameData<typeof Op.Resume>): Promise<void> {
  const { context } = hub;
  // Live events are put aside from before the log is read, so that none falls in between.
  session.backlog = [];
  session.replaying = true;
  hub.starting.add(session);
  try {
    if (!(await startSession(hub, session, options))) return;
    const replay: Replay = { sent: 0, through: new Map(), changed: new Set(), visible: new Map(), joined: [] };
    for (const [partition, owners] of ownersByPartition(hub, session)) {
      const after = options.cursors[String(partition)] ?? 0;
      if (!(await replayPartition(hub, session, partition, owners, after, replay))) return;
    }
    const base = await context.log.lastSequences();
    if (session.ended) return;

    // From here on nothing else runs until the session is live. What may be seen may have changed during the replay.
    replay.visible.clear();
    for (const event of session.backlog) {
      if (event.sequence > (replay.through.get(event.partition) ?? 0)) send(hub, session, event, replay);
      if (endsSession(session, event)) {
        session.close(4004);
        return;
      }
    }
    for (const id of [...session.memberships.keys()]) {
      const community = context.replica.peek(id);
      const membership = community?.memberships.get(session.actor!.user.id);
      if (!community || !membership || community.deleted) {
        session.memberships.delete(id);
        context.replica.release(id);
        continue;
      }
      hub.enter(session, id);
      if (replay.changed.has(id) || Date.now() - Date.parse(membership.joined_at) < JUST_JOINED) {
        session.dispatch('COMMUNITY_CREATE', community.snapshot(membership, session.actor!.user));
      }
    }
    for (const [partition, through] of replay.through) {
      base[String(partition)] = Math.max(through, context.replica.tail.delivered(partition));
    }
    session.state = 'live';
    session.dispatch('RESUMED', {
      connection_id: session.id,
      replayed: replay.sent,
      communities: [...session.memberships.keys()],
      cursors: base,
    });
    hub.presences.refreshLocal(session.actor!.user.id);
    for (const id of replay.joined) await joinCommunity(hub, session, id, null);
  } finally {
    hub.starting.delete(session);
    session.backlog = null;
    session.replaying = false;
  }
}

function ownersByPartition({ context: { log } }: Hub, session: Session): Map<number, Owner[]> {
  const byPartition = new Map<number, Owner[]>();
  for (const owner of ownersOf(session)) {
    const partition = partitionOf(owner.id, log.partitions);
    byPartition.set(partition, [...(byPartition.get(partition) ?? []), owner]);
  }
  return byPartition;
}

async function replayPartition(
  hub: Hub,
  session: Session,
  partition: number,
  owners: readonly Owner[],
  after: number,
  replay: Replay,
): Promise<boolean> {
  const { log, replica } = hub.context;
  const { first, last } = await log.bounds(partition);
  if (after > last || (after + 1 < first && last > 0)) {
    return invalid(session, 'The cursors are older than the log.');
  }
  let expected = 0;
  for await (const event of log.read(partition, after, last, owners)) {
    if (session.ended) return false;
    if (send(hub, session, event, replay) && replay.sent > LIMITS.resumeEvents) {
      return invalid(session, 'Too much has happened meanwhile.');
    }
    if (event.sequence > replica.knownThrough(event.owner)) expected = event.sequence;
    if ((session.backlog?.length ?? 0) > BACKLOG) {
      session.close(4016);
      return false;
    }
    while (session.waitingBytes > PAUSE_ABOVE) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
  replay.through.set(partition, last);
  // What was read may still be on its way here as a live event; it must have passed before the session is live.
  if (expected > 0) await replica.delivered([partition, expected]);
  return !session.ended;
}

function invalid(session: Session, reason: string): false {
  session.send({ op: Op.InvalidSession, d: { resumable: false, reason } });
  session.close(4000);
  return false;
}

// Replayed events are filtered by what the session may see now.
function send(hub: Hub, session: Session, event: LogEvent, replay: Replay): boolean {
  const { scope, intent } = EVENTS[event.name];
  if (event.owner.kind === 'u') {
    if (event.owner.id !== session.actor!.user.id) return false;
    if (event.name === 'COMMUNITY_CREATE') {
      const { id } = event.data<EventData<'COMMUNITY_CREATE'>>();
      const community = hub.context.replica.peek(id);
      const membership = community?.memberships.get(event.owner.id);
      if (!community || !membership || !session.memberships.has(id)) {
        replay.joined.push(id);
        return false;
      }
      session.dispatch('COMMUNITY_CREATE', community.snapshot(membership, session.actor!.user), event.place);
    } else if (event.name === 'SESSION_DELETE' && endsSession(session, event)) {
      // An earlier token of the same bot: this session was authenticated after it.
      return false;
    } else {
      session.sendBytes(dispatchEvent(session.encoding, event));
    }
    replay.sent += 1;
    return true;
  }
  if (scope === 'log' || !session.memberships.has(event.owner.id)) return false;
  if (STRUCTURAL.has(event.name)) replay.changed.add(event.owner.id);
  if (intent !== null && !(session.intents & INTENTS[intent])) return false;
  if (scope === 'channel' && !maySee(hub, session, event, replay)) return false;
  session.sendBytes(dispatchEvent(session.encoding, event));
  replay.sent += 1;
  return true;
}

function endsSession(session: Session, event: LogEvent): boolean {
  return event.name === 'SESSION_DELETE' && event.data<EventData<'SESSION_DELETE'>>().id === session.actor!.sessionId;
}

function maySee(hub: Hub, session: Session, event: LogEvent, { visible }: Replay): boolean {
  let channels = visible.get(event.owner.id);
  if (!channels) {
    const community = hub.context.replica.peek(event.owner.id);
    const membership = community?.memberships.get(session.actor!.user.id);
    channels = new Set(community && membership ? community.visibleChannels(membership) : []);
    visible.set(event.owner.id, channels);
  }
  return channels.has(event.channelId ?? event.data<EventData<'CHANNEL_CREATE'>>().id);
}
