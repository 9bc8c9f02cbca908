import { type LogEvent, readMembers } from '@cozy/core';
import { type EventData, LIMITS, type Member, type MemberWindow, type Presence, type Status } from '@cozy/protocol';
import { MadeEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import { MemberRoster } from './memberRoster.ts';
import type { Session } from './session.ts';

/** Milliseconds between two looks at what has changed, at least, so that a storm of changes is looked at as one. */
const GATHER = 50;
/** Members that are read from the database at once. */
const PAGE = 1_000;
/** Members of a list that a session is remembered to have been given: as many as its windows hold. */
const REMEMBERED = LIMITS.memberWindow * LIMITS.memberWindows;

/** What a window shows at one moment. */
interface Shown {
  rows: Presence[];
  total: number;
  online: number;
  /** Counts changes of `rows`, and of the members in them. */
  version: number;
  /** The event for those who have been given all members, once it is needed. */
  plain?: MadeEvent;
}

/** A part of the list that somebody looks at. Sessions with the same window share it. */
interface Window {
  key: string;
  from: number;
  limit: number;
  shown: Shown;
  /** The roster's version that `shown` was taken from. */
  seen: number;
  viewers: number;
}

/** One session's look at a window. */
interface View {
  window: Window;
  /** The window's version that was told last, 0 before. */
  told: number;
  /** When that was, in monotonic milliseconds. */
  toldAt: number;
  /** The rows were told without members, because the database was away. */
  isOwed: boolean;
}

interface Viewer {
  session: Session;
  views: Map<string, View>;
  /** Ids of those whose members were given, oldest first. */
  given: Set<string>;
}

/** What is to be told to one session. */
interface Due {
  viewer: Viewer;
  view: View;
  shown: Shown;
}

/**
 * Shows the member list of one community to those who look at it. A window's rows are worked out once for all who share
 * it; each session is told when they have changed, at most once in `LIMITS.memberListInterval` for each of its windows,
 * at once when the last time is longer ago.
 */
export class MemberList {
  readonly #hub: Hub;
  readonly #communityId: string;
  readonly #roster: MemberRoster;
  readonly #viewers = new Map<Session, Viewer>();
  readonly #windows = new Map<string, Window>();
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #flushedAt = Number.NEGATIVE_INFINITY;
  #isFlushing = false;

  /** @param restUntil monotonic milliseconds before which the members are not read. */
  constructor(hub: Hub, communityId: string, restUntil: number) {
    this.#hub = hub;
    this.#communityId = communityId;
    this.#roster = new MemberRoster(hub, communityId, restUntil, (userId) => this.#changed(userId));
  }

  /** When a list of this community may be read again, in monotonic milliseconds. */
  get restUntil(): number {
    return this.#roster.restUntil;
  }

  /** How many windows are open; those that sessions share count for each. */
  get windows(): number {
    return [...this.#windows.values()].reduce((sum, window) => sum + window.viewers, 0);
  }

  /** Whether nobody looks at it. */
  get isUnseen(): boolean {
    return this.#viewers.size === 0;
  }

  /** Shows a session windows, one at least, in place of those before; each is answered. */
  view(session: Session, windows: readonly MemberWindow[]): void {
    let viewer = this.#viewers.get(session);
    if (!viewer) {
      viewer = { session, views: new Map(), given: new Set() };
      this.#viewers.set(session, viewer);
    }
    const before = viewer.views;
    viewer.views = new Map();
    for (const { from, limit } of windows) {
      const key = `${from} ${limit}`;
      if (viewer.views.has(key)) continue;
      const toldAt = before.get(key)?.toldAt ?? Number.NEGATIVE_INFINITY;
      viewer.views.set(key, { window: this.#openWindow(key, from, limit), told: 0, toldAt, isOwed: false });
    }
    for (const { window } of before.values()) this.#closeWindow(window);
    this.#wake(0);
  }

  /** Shows a session nothing any more. */
  drop(session: Session): void {
    const viewer = this.#viewers.get(session);
    if (!viewer) return;
    this.#viewers.delete(session);
    for (const { window } of viewer.views.values()) this.#closeWindow(window);
  }

  #openWindow(key: string, from: number, limit: number): Window {
    let window = this.#windows.get(key);
    if (!window) {
      const shown = { rows: [], total: 0, online: 0, version: 0 };
      window = { key, from, limit, shown, seen: -1, viewers: 0 };
      this.#windows.set(key, window);
    }
    window.viewers += 1;
    return window;
  }

  #closeWindow(window: Window): void {
    window.viewers -= 1;
    if (window.viewers === 0) this.#windows.delete(window.key);
  }

  /** Takes in that someone has joined, changed or left. */
  memberEvent(event: LogEvent): void {
    this.#roster.memberEvent(event);
  }

  /** Takes in how present someone is now. */
  presence(userId: string, status: Status): void {
    this.#roster.presence(userId, status);
  }

  #changed(userId: string | null): void {
    if (userId !== null) {
      // What was given of them is old: it is given again with the rows that hold them.
      for (const { given } of this.#viewers.values()) given.delete(userId);
      for (const window of this.#windows.values()) {
        const { shown } = window;
        if (shown.rows.some((row) => row.user_id === userId)) window.shown = { ...shown, version: shown.version + 1 };
      }
    }
    this.#wake(0);
  }

  /** Looks at what has changed at a time, in monotonic milliseconds, or as soon as may be. */
  #wake(time: number): void {
    if (time >= this.#dueAt) return;
    this.#dueAt = time;
    if (!this.#isFlushing) this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const wait = Math.ceil(Math.max(this.#dueAt, this.#flushedAt + GATHER) - now);
    this.#timer = setTimeout(() => void this.#flush(), wait);
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true;
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#flushedAt = performance.now();
    if (this.#roster.isReady) {
      await this.#nameUnnamed();
      const due = this.#findDue();
      if (due.length > 0) this.#tell(due, await this.#readMembers(due));
    }
    this.#isFlushing = false;
    if (this.#dueAt < Number.POSITIVE_INFINITY && !this.isUnseen) this.#schedule();
  }

  async #nameUnnamed(): Promise<void> {
    try {
      await this.#roster.nameUnnamed();
    } catch (error) {
      const { logger } = this.#hub.context;
      logger.warn({ error, community: this.#communityId }, 'Names of a list could not be read; trying again');
      this.#wake(this.#flushedAt + LIMITS.memberListInterval);
    }
  }

  #findDue(): Due[] {
    const now = performance.now();
    const due: Due[] = [];
    for (const viewer of this.#viewers.values()) {
      for (const view of viewer.views.values()) {
        const shown = this.#refresh(view.window);
        if (view.told === shown.version && !view.isOwed) continue;
        const time = view.toldAt + LIMITS.memberListInterval;
        if (time > now) this.#wake(time);
        else due.push({ viewer, view, shown });
      }
    }
    return due;
  }

  #refresh(window: Window): Shown {
    if (window.seen === this.#roster.version) return window.shown;
    window.seen = this.#roster.version;
    const { shown } = window;
    const now = this.#roster.slice(window.from, window.limit);
    const isNews = shown.version === 0 || !isSame(now.rows, shown.rows);
    window.shown = { ...now, version: isNews ? shown.version + 1 : shown.version };
    return window.shown;
  }

  /** Members in what is due that somebody has not been given; null when the database is away. */
  async #readMembers(due: readonly Due[]): Promise<Map<string, Member> | null> {
    const { context } = this.#hub;
    const wanted = new Set<string>();
    for (const { viewer, shown } of due) {
      for (const { user_id } of shown.rows) if (!viewer.given.has(user_id)) wanted.add(user_id);
    }
    const members = new Map<string, Member>();
    const community = context.replica.peek(this.#communityId);
    if (!community) return members;
    try {
      const ids = [...wanted];
      for (let i = 0; i < ids.length; i += PAGE) {
        const page = ids.slice(i, i + PAGE);
        for (const member of await readMembers(context, community, { ids: page }, PAGE)) {
          members.set(member.user.id, member);
        }
      }
      return members;
    } catch (error) {
      context.logger.warn({ error, community: this.#communityId }, 'Members of a list could not be read; trying again');
      return null;
    }
  }

  #tell(due: readonly Due[], members: ReadonlyMap<string, Member> | null): void {
    const now = performance.now();
    for (const { viewer, view, shown } of due) {
      // The session may have looked away meanwhile.
      if (this.#viewers.get(viewer.session)?.views.get(view.window.key) !== view) continue;
      const isNews = view.told !== shown.version || members !== null;
      view.toldAt = now;
      view.told = shown.version;
      view.isOwed = members === null;
      if (view.isOwed) this.#wake(now + LIMITS.memberListInterval);
      if (isNews) this.#hub.dispatch(viewer.session, this.#eventFor(viewer, view.window, shown, members));
    }
  }

  #eventFor({ given }: Viewer, { from }: Window, shown: Shown, members: ReadonlyMap<string, Member> | null): MadeEvent {
    const { rows, total, online } = shown;
    const news = rows.flatMap(({ user_id }) => (given.has(user_id) ? [] : (members?.get(user_id) ?? [])));
    for (const { user } of news) given.add(user.id);
    for (const id of given) {
      if (given.size <= REMEMBERED) break;
      given.delete(id);
    }
    if (news.length === 0 && shown.plain) return shown.plain;
    const data: EventData<'COMMUNITY_MEMBER_LIST_UPDATE'> = {
      community_id: this.#communityId,
      from,
      total,
      online,
      rows,
      members: news,
    };
    const event = new MadeEvent('COMMUNITY_MEMBER_LIST_UPDATE', data);
    if (news.length === 0) shown.plain = event;
    return event;
  }

  /** Ends it. */
  close(): void {
    clearTimeout(this.#timer);
    this.#dueAt = Number.NEGATIVE_INFINITY;
    this.#roster.close();
  }
}

function isSame(a: readonly Presence[], b: readonly Presence[]): boolean {
  return a.length === b.length && a.every((row, i) => row.user_id === b[i]!.user_id && row.status === b[i]!.status);
}
