import type { CommunitySnapshot, EventData } from '@cozy/protocol';
import type { Received } from '../client.ts';
import { Expected, type Mode } from './expected.ts';
import { isMember, type Model, misshown, visibleAt, visibleTo } from './model.ts';
import { judgeReplay } from './replay.ts';
import type { Life, Watcher } from './watcher.ts';

/** Judges what a session was sent, by the log. @returns what is wrong, in words; nothing when all is right. */
export function judge(watcher: Watcher, model: Model): string[] {
  const wrong: string[] = [];
  let known: ReadonlySet<string> = new Set();
  for (const [i, life] of watcher.lives.entries()) {
    const connection = new Connection(watcher, life, model, life.kind === 'resume' ? known : new Set());
    connection.judge(i === watcher.lives.length - 1);
    wrong.push(...connection.wrong.map((what) => `connection ${i + 1} (${life.kind}): ${what}`));
    known = connection.known;
  }
  return wrong;
}

/** One connection, judged event by event as they came. */
class Connection {
  readonly wrong: string[] = [];
  /** Channels that the client knows of. */
  known: Set<string>;
  readonly #model: Model;
  readonly #life: Life;
  readonly #watcher: Watcher;
  readonly #user: string;
  readonly #expected: Expected;
  /** Since which place, exclusive, everything must come; null while nothing may. */
  #open: { after: number; mode: Mode } | null = null;
  /** Up to where its membership may have been known when it was asked for. */
  #ahead = 0;
  readonly #came = new Set<number>();
  /** The last place of the community that came, and of its whole partition. */
  #last = 0;
  #lastOfAll = 0;
  #looks = 0;

  constructor(watcher: Watcher, life: Life, model: Model, known: ReadonlySet<string>) {
    this.#watcher = watcher;
    this.#user = watcher.user.id;
    this.#life = life;
    this.#model = model;
    this.#expected = new Expected(model, watcher);
    this.known = new Set(known);
  }

  /** @param whole whether nothing cut the connection off before the end. */
  judge(whole: boolean): void {
    const { events, kind } = this.#life;
    const begin = events.findIndex(({ name }) => name === 'READY' || name === 'RESUMED');
    if (kind === 'identify') this.#ready(events[begin]!.data as EventData<'READY'>);
    else this.#resumed(events.slice(0, begin + 1), events[begin]!.data as EventData<'RESUMED'>);
    for (let i = begin + 1; i < events.length; i++) this.#take(events[i]!, i);
    const end = this.#model.moment(this.#model.end);
    if (whole && isMember(end, this.#user) !== (this.#open !== null)) {
      this.#say(this.#open ? 'keeps a community that was left' : 'was never given the community');
    }
    if (whole && this.#open) this.#expectKnown([visibleAt(end, this.#user)], 'at the end');
    this.#close(whole ? this.#model.end : this.#last);
  }

  #say(what: string): void {
    this.wrong.push(what);
  }

  #ready({ communities, cursors }: EventData<'READY'>): void {
    const place = cursors[String(this.#watcher.partition)] ?? 0;
    const snapshot = communities.find(({ id }) => id === this.#model.id);
    this.#lastOfAll = place;
    if (!snapshot) return;
    this.#show(snapshot);
    this.#ahead = this.#model.ahead(place);
    const misses = this.#misses(snapshot, place);
    if (misses.length > 0) this.#say(`READY, as of ${place}, shows ${misses.join(', ')}`);
    this.#last = place;
    this.#open = { after: place, mode: this.#watcher.options.passive ? 'passive' : 'full' };
  }

  // What a snapshot shows wrongly as of a place, with whatever membership was known there.
  #misses(snapshot: CommunitySnapshot, place: number): string[] {
    const moment = this.#model.moment(place);
    const held = this.#model.held(this.#user, place, this.#model.ahead(place));
    const misses = held.map((one) => misshown(snapshot, moment, this.#user, one));
    return misses.find((list) => list.length === 0) ?? misses[0]!;
  }

  #resumed(events: readonly Received[], { communities, cursors }: EventData<'RESUMED'>): void {
    const place = cursors[String(this.#watcher.partition)] ?? 0;
    const { wrong, known } = judgeReplay(this.#expected, this.#life, events, place, this.known);
    this.wrong.push(...wrong);
    this.known = known;
    this.#last = place;
    this.#lastOfAll = place;
    if (!communities.includes(this.#model.id)) {
      this.known = new Set();
      return;
    }
    this.#open = { after: place, mode: this.#watcher.options.passive && !this.#life.inView ? 'passive' : 'full' };
    this.#ahead = this.#model.ahead(place);
    const moment = this.#model.moment(place);
    const held = this.#model.held(this.#user, place, this.#ahead);
    this.#expectKnown(
      held.map((one) => visibleTo(moment, this.#user, one)),
      'after RESUMED',
    );
  }

  #show({ channels }: CommunitySnapshot): void {
    this.known = new Set(channels.map(({ id }) => id));
  }

  #expectKnown(allowed: string[][], when: string): void {
    // Who does not want to hear of channels does not know them.
    if (!this.#expected.wants('CHANNEL_CREATE')) return;
    const known = [...this.known].sort().join();
    if (allowed.some((ids) => [...ids].sort().join() === known)) return;
    this.#say(`knows the channels ${known || 'none'} ${when}, not ${allowed.map((ids) => ids.join()).join(' or ')}`);
  }

  #take(event: Received, index: number): void {
    const { name, data, place } = event;
    if (place?.[0] === this.#watcher.partition) {
      if (place[1] <= this.#lastOfAll) this.#say(`${name} at ${place[1]} came after ${this.#lastOfAll}`);
      this.#lastOfAll = place[1];
    }
    if (name === 'SUBSCRIBED') this.#subscribed(data as EventData<'SUBSCRIBED'>);
    else if (!belongs(data, this.#model.id)) return;
    else if (name === 'COMMUNITY_CREATE') this.#joined(data as CommunitySnapshot, index);
    else if (name === 'COMMUNITY_DELETE') this.#left();
    else if (!this.#open) this.#say(`${name} at ${place} came although the community was left`);
    else if (name === 'PASSIVE_UPDATE') this.#unread(data as EventData<'PASSIVE_UPDATE'>);
    else if (place) this.#live(event, place[1]);
    else this.#announced(event);
  }

  // Since when it is in the community is not told, but what it is shown tells it.
  #joined(snapshot: CommunitySnapshot, index: number): void {
    const later = this.#life.events.slice(index + 1).find(({ name, place, data }) => {
      return place?.[0] === this.#watcher.partition && name !== 'COMMUNITY_DELETE' && belongs(data, this.#model.id);
    });
    const before = later?.place?.[1] ?? Number.POSITIVE_INFINITY;
    const places = this.#model.events.map((past) => past.event.sequence).filter((at) => at < before);
    const shown = places.filter((at) => {
      return at >= this.#last && this.#misses(snapshot, at).length === 0;
    });
    this.#show(snapshot);
    if (shown.length === 0) {
      this.#say(`COMMUNITY_CREATE shows what never was between ${this.#last} and ${before}`);
      return;
    }
    if (this.#open) return;
    this.#open = { after: shown.at(-1)!, mode: this.#watcher.options.passive ? 'passive' : 'full' };
    this.#ahead = this.#model.ahead(this.#open.after);
    this.#last = this.#open.after;
  }

  // It may be told of its end a little before the community's own events have come so far, and is sent none of them then.
  #left(): void {
    this.#close(this.#last);
    this.known = new Set();
  }

  #subscribed({ communities, cursors }: EventData<'SUBSCRIBED'>): void {
    const look = this.#life.looks[this.#looks++];
    if (!this.#open || !look) return;
    if (look.inView && !communities.includes(this.#model.id)) this.#say('SUBSCRIBED leaves the community out');
    if (look.inView && this.#open.mode === 'passive') {
      const place = cursors[String(this.#watcher.partition)] ?? 0;
      this.#reopen(place, place, 'full');
    } else if (!look.inView && this.#open.mode === 'full') this.#reopen(this.#last, look.through, 'passive');
  }

  #reopen(through: number, after: number, mode: Mode): void {
    this.#close(through);
    this.#open = { after, mode };
  }

  #unread({ channels }: EventData<'PASSIVE_UPDATE'>): void {
    if (this.#open?.mode !== 'passive') this.#say('PASSIVE_UPDATE came of a community in view');
    for (const { id, last_message_id } of channels) {
      if (this.#expected.wants('CHANNEL_CREATE') && !this.known.has(id)) this.#say(`PASSIVE_UPDATE names ${id}`);
      if (!this.#expected.isMessage(id, last_message_id)) this.#say(`PASSIVE_UPDATE names no message of ${id}`);
    }
  }

  #live(event: Received, at: number): void {
    this.wrong.push(...this.#expected.faults(event, at, this.#ahead));
    const past = this.#model.at(at);
    const { after, mode } = this.#open!;
    if (past && at > after) {
      if (!this.#expected.isFor(past, mode)) this.#say(`${event.name} at ${at} came to a ${mode} session`);
      this.#expectKnown(this.#expected.known(past, this.#ahead), `at ${event.name} at ${at}`);
    }
    if (event.name === 'CHANNEL_CREATE') this.known.add((event.data as EventData<'CHANNEL_CREATE'>).id);
    if (event.name === 'CHANNEL_DELETE') this.known.delete((event.data as EventData<'CHANNEL_DELETE'>).id);
    this.#came.add(at);
    this.#last = at;
  }

  // What appears or is hidden because something else has changed has no place of its own.
  #announced({ name, data }: Received): void {
    const { id } = data as { id: string };
    if (name === 'PRESENCE_UPDATE' && !this.#watcher.options.passive && this.#expected.wants(name)) return;
    if (name !== 'CHANNEL_CREATE' && name !== 'CHANNEL_DELETE') this.#say(`${name} came without a place`);
    else if (!this.#expected.wants(name)) this.#say(`${name} was not asked for`);
    else if (name === 'CHANNEL_CREATE') this.known.add(id);
    else this.known.delete(id);
  }

  // What must have come since it is open, must have.
  #close(through: number): void {
    if (!this.#open) return;
    const { after, mode } = this.#open;
    this.#open = null;
    for (const past of this.#expected.between(after, through, mode, this.#ahead)) {
      if (!this.#came.has(past.event.sequence)) this.#say(`missed ${past.event.name} at ${past.event.sequence}`);
    }
  }
}

function belongs(data: unknown, communityId: string): boolean {
  const { community_id, id } = data as { community_id?: string; id?: string };
  return (community_id ?? id) === communityId;
}
