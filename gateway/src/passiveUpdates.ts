import { type EventData, LIMITS } from '@cozy/protocol';
import { joinFrames, MadeEvent, type Outgoing } from './frames.ts';
import type { Hub } from './hub.ts';
import { passiveUpdates } from './metrics.ts';
import type { Room, View } from './room.ts';
import type { Session } from './session.ts';
import type { ThreadNewsItem } from './threadNews.ts';

/** Turns in which all sessions have been looked at once, so that not all are written to at the same moment. */
const TURNS = 20;

/**
 * Tells passive sessions what is unread where they are not looking. Each is looked at once in
 * `LIMITS.passiveInterval`, and is told in one message what has changed in all its communities. What a session has not
 * been told follows from two numbers, its `told` and the room's `changed`, so nothing is kept for each pair of them.
 */
export class PassiveUpdates {
  readonly #hub: Hub;
  readonly #timer: NodeJS.Timeout;
  readonly #turns: Session[][] = Array.from({ length: TURNS }, () => []);
  #turn = 0;

  constructor(hub: Hub) {
    this.#hub = hub;
    this.#timer = setInterval(() => this.#next(), LIMITS.passiveInterval / TURNS);
  }

  #next(): void {
    // Once round, the live passive sessions are dealt out anew; so each keeps its distance of one interval.
    if (this.#turn === 0) this.#deal();
    const events = new Map<Room, Map<string, Outgoing>>();
    for (const session of this.#turns[this.#turn]!) {
      if (session.state === 'live' && session.told < this.#hub.changes) tell(this.#hub, session, events);
    }
    this.#turn = (this.#turn + 1) % TURNS;
  }

  #deal(): void {
    for (const turn of this.#turns) turn.length = 0;
    for (const session of this.#hub.sessions) {
      if (session.passive && session.state === 'live') this.#turns[session.turn % TURNS]!.push(session);
    }
  }

  /** Stops telling. */
  close(): void {
    clearInterval(this.#timer);
  }
}

// `events` holds what was made for others in this turn, by view and by what they had been told.
function tell(hub: Hub, session: Session, events: Map<Room, Map<string, Outgoing>>): void {
  const news: Outgoing[] = [];
  for (const [i, room] of session.rooms.entries()) {
    if (room.changed <= session.told || room.isSeated(session)) continue;
    const view = session.views[i]!;
    const key = `${session.told} ${view.key}`;
    let made = events.get(room);
    if (!made) {
      made = new Map();
      events.set(room, made);
    }
    let event = made.get(key);
    if (!event) {
      event = passiveUpdate(room, view, session.told);
      made.set(key, event);
    }
    news.push(event);
  }
  session.told = hub.changes;
  if (news.length === 0) return;
  passiveUpdates.inc(news.length);
  hub.flusher.flush();
  session.sendFrames(joinFrames(news, session.wire.encoding));
}

/** PASSIVE_UPDATE of a room: what is new in it since a count of the hub's changes, for those with a view. */
export function passiveUpdate(room: Room, view: View, told: number): MadeEvent {
  return passiveUpdateOf(room, room.newsSince(told, view), room.threadsSince(told, view));
}

/** PASSIVE_UPDATE of a room, with the channels and threads that have something new. */
export function passiveUpdateOf(
  room: Room,
  channels: EventData<'PASSIVE_UPDATE'>['channels'],
  threads: readonly ThreadNewsItem[],
): MadeEvent {
  return new MadeEvent('PASSIVE_UPDATE', {
    community_id: room.id,
    channels,
    ...(threads.length > 0 && { threads }),
    member_count: room.community.memberCount,
  });
}
