import type { LogEvent } from '@cozy/core';
import { type ClientFrameData, CozyError, type Cursors, LIMITS, Op } from '@cozy/protocol';
import { joinFrames, MadeEvent, type Outgoing } from './frames.ts';
import type { Hub } from './hub.ts';
import { joinCommunity } from './joinCommunity.ts';
import { eventsReplayed } from './metrics.ts';
import { Missed } from './missed.ts';
import { tellReadStates } from './readStates.ts';
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import { abandon, enter, prepare, type Start } from './start.ts';

/** Bytes waiting in a socket above which the replay waits for its reader, and milliseconds between two looks. */
const PAUSE_ABOVE = 256 * 1024;
const LOOK_AGAIN = 10;
/** Milliseconds that a slow reader is waited for. */
const READER_TIMEOUT = 30_000;
/** Events that are replayed in one turn of the event loop, in one message. */
const TURN = 500;
/** Milliseconds that a client which has seen more than this node is waited for. */
const CATCH_UP = 2_000;

/** How a resume ended, for the metrics; `refused` means that `prepare` has ended it. */
export type ResumeOutcome = 'started' | 'too_old' | 'too_much' | 'too_slow' | 'refused' | 'left';

/**
 * Answers Resume: sends what the session may see and has missed since its cursors, from memory, or from the log for what
 * lies further back; then makes it live without a gap or a double at the seam, and says RESUMED.
 *
 * @throws CozyError that may be retried.
 */
export async function resume(
  hub: Hub,
  session: Session,
  options: ClientFrameData<typeof Op.Resume>,
): Promise<ResumeOutcome> {
  const start = await prepare(hub, session, options);
  if (!start) return session.ended ? 'left' : 'refused';
  try {
    await hub.turns.next();
    if (session.ended) return 'left';
    const missed = new Missed(hub, session, start.communities, options.subscribe?.communities ?? []);
    const cursors: Cursors = {};
    for (const partition of missed.partitions) cursors[String(partition)] = options.cursors[String(partition)] ?? 0;
    missed.lookBack(cursors);
    for (const partition of missed.partitions) {
      const outcome = await replayOld(hub, session, partition, cursors, missed);
      if (outcome) return outcome;
    }
    const outcome = await replayRecent(hub, session, cursors, missed);
    if (outcome) return outcome;
    return goLive(hub, session, start, cursors, missed, options);
  } finally {
    abandon(hub, start);
  }
}

// What memory does not hold any more is read from the stream, until the rest is in memory.
async function replayOld(
  hub: Hub,
  session: Session,
  partition: number,
  cursors: Cursors,
  missed: Missed,
): Promise<ResumeOutcome | null> {
  const { log, replica } = hub.context;
  const { recent } = replica.tail;
  const key = String(partition);
  if (cursors[key]! > replica.tail.position(partition)) {
    // It has seen more than this node: from another node that is ahead, or from a log that is no more.
    if (cursors[key]! > (await log.bounds(partition)).last) return tooOld(session);
    if (!(await replica.tail.reached([partition, cursors[key]!], CATCH_UP))) throw new CozyError('UNAVAILABLE');
  }
  while (cursors[key]! < recent.from(partition)) {
    const { first } = await log.bounds(partition);
    if (cursors[key]! + 1 < first) return tooOld(session);
    const through = replica.tail.position(partition);
    let gathered: Outgoing[] = [];
    for await (const event of log.read(partition, cursors[key]!, through, missed.owners(partition))) {
      gathered.push(...missed.take(event));
      if (missed.sent > LIMITS.resumeEvents) return tooMuch(session);
      if (gathered.length < TURN) continue;
      const outcome = await send(session, gathered, 'stream');
      if (outcome) return outcome;
      gathered = [];
    }
    const outcome = await send(session, gathered, 'stream');
    if (outcome) return outcome;
    missed.readThrough(partition);
    cursors[key] = through;
  }
  return null;
}

// While much is in memory it is sent in turns, so that others are not kept waiting; the last turn is that of `goLive`.
async function replayRecent(
  hub: Hub,
  session: Session,
  cursors: Cursors,
  missed: Missed,
): Promise<ResumeOutcome | null> {
  for (const partition of missed.partitions) {
    const key = String(partition);
    for (;;) {
      const events = recentOf(hub, partition, cursors, missed);
      if (events.length <= TURN) break;
      const turn = events.slice(0, TURN);
      const gathered = turn.flatMap((event) => missed.take(event));
      if (missed.sent > LIMITS.resumeEvents) return tooMuch(session);
      const outcome = await send(session, gathered, 'memory');
      if (outcome) return outcome;
      cursors[key] = turn.at(-1)!.sequence;
    }
  }
  return null;
}

function recentOf({ context }: Hub, partition: number, cursors: Cursors, missed: Missed): LogEvent[] {
  const after = cursors[String(partition)]!;
  const events = context.replica.tail.recent.since(partition, after, missed.owners(partition));
  // More has happened while this session was waited for than memory holds.
  if (!events) throw new CozyError('UNAVAILABLE', { retryAfter: 1 });
  return events;
}

// From here on nothing else runs until the session is live. What may be seen may have changed during the replay.
function goLive(
  hub: Hub,
  session: Session,
  start: Start,
  cursors: Cursors,
  missed: Missed,
  { subscribe }: ClientFrameData<typeof Op.Resume>,
): ResumeOutcome {
  const { replica } = hub.context;
  const { id } = session.actor!.user;
  missed.lookAgain();
  const gathered = missed.partitions.flatMap((partition) =>
    recentOf(hub, partition, cursors, missed).flatMap((event) => missed.take(event)),
  );
  if (missed.sent > LIMITS.resumeEvents) return tooMuch(session);
  if (!enter(hub, session, start)) return 'refused';
  hub.flusher.flush();
  const shownAfresh: Room[] = [];
  for (const room of session.rooms) {
    const membership = room.community.memberships.get(id)!;
    if (missed.isChanged(room.id, membership)) {
      gathered.push(new MadeEvent('COMMUNITY_CREATE', room.community.snapshot(membership, session.actor!.user)));
      shownAfresh.push(room);
    } else gathered.push(...missed.unread(room));
    if (session.passive && subscribe?.communities.includes(room.id)) room.seat(session);
  }
  gathered.push(
    new MadeEvent('RESUMED', {
      connection_id: session.id,
      replayed: missed.sent,
      communities: session.rooms.map((room) => room.id),
      cursors: replica.tail.positions(),
    }),
  );
  eventsReplayed.inc({ from: 'memory' }, gathered.length);
  session.sendFrames(joinFrames(gathered, session.wire.encoding));
  hub.presences.arrive(session);
  // Not waited for: what the client names in view meanwhile must not be answered before what Resume named.
  for (const joined of missed.joined) void joinCommunity(hub, session, joined, null);
  for (const room of shownAfresh) void tellReadStates(hub, session, room.id, [...room.view(session)!.channels]);
  return 'started';
}

async function send(
  session: Session,
  events: readonly Outgoing[],
  from: 'memory' | 'stream',
): Promise<ResumeOutcome | null> {
  if (session.ended) return 'left';
  if (events.length > 0) session.sendFrames(joinFrames(events, session.wire.encoding));
  eventsReplayed.inc({ from }, events.length);
  const until = performance.now() + READER_TIMEOUT;
  do {
    // Also where nobody has to be waited for: others have their turn between two of this session.
    await new Promise((resolve) =>
      session.waitingBytes > PAUSE_ABOVE ? setTimeout(resolve, LOOK_AGAIN) : setImmediate(resolve),
    );
    if (session.ended) return 'left';
    if (performance.now() > until) {
      session.close(4016);
      return 'too_slow';
    }
  } while (session.waitingBytes > PAUSE_ABOVE);
  return null;
}

function tooOld(session: Session): ResumeOutcome {
  return invalid(session, 'The cursors are older than the log.', 'too_old');
}

function tooMuch(session: Session): ResumeOutcome {
  return invalid(session, 'Too much has happened meanwhile.', 'too_much');
}

function invalid(session: Session, reason: string, outcome: ResumeOutcome): ResumeOutcome {
  session.send({ op: Op.InvalidSession, d: { resumable: false, reason } });
  session.close(4000);
  return outcome;
}
