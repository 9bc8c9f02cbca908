import { type ClientFrameData, LIMITS, type Op } from '@cozy/protocol';
import { MEMBER_WINDOW, type Members } from './members.ts';

type Subscription = ClientFrameData<typeof Op.Subscribe>;

/** Communities besides the one in view whose events come in full too, so that going back to them is instant. */
const RECENT = 2;
/** Rows of the member list that are known beyond those in view. */
const MARGIN = 25;
/** Milliseconds between two changes of the member windows, at least, while somebody scrolls. */
const SETTLE = 200;

/** What the person has in view, as the server is told by Subscribe. */
export class View {
  readonly #subscribe: (subscription: Subscription) => void;
  readonly #members: Members;
  /** The community in view, or that was last, and those before it. */
  #communities: string[] = [];
  #channel: string | null = null;
  #list: { communityId: string; windows: number[] } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next: number[] = [];
  #telling = false;
  /** Communities that are followed live as well, for the page that is open. */
  #followed: readonly string[] = [];
  /** Conversations of which it is shown who is here. */
  #presences: readonly string[] = [];

  constructor(members: Members, subscribe: (subscription: Subscription) => void) {
    this.#members = members;
    this.#subscribe = subscribe;
  }

  /** Looks at a community, and at one of its channels or none. */
  look(communityId: string, channelId: string | null): void {
    this.#communities = [communityId, ...this.#communities.filter((id) => id !== communityId)].slice(0, 1 + RECENT);
    this.#channel = channelId;
    this.#tell();
  }

  /** Looks at no community; what was in view last is still told in full. */
  lookAway(): void {
    this.#channel = null;
    this.#tell();
  }

  /** Follows communities live besides those in view, until it is called with others. */
  follow(ids: readonly string[]): void {
    if (ids.join() === this.#followed.join()) return;
    this.#followed = ids;
    this.#tell();
  }

  /** Looks at who is here of these conversations. */
  showPresences(ids: readonly string[]): void {
    const next = ids.slice(0, LIMITS.subscriptions);
    if (next.join() === this.#presences.join()) return;
    this.#presences = next;
    this.#tell();
  }

  /**
   * Looks at rows of a community's member list.
   *
   * @param first index of the first row in view, from 0.
   * @param last index of the last one.
   */
  showMembers(communityId: string, first: number, last: number): void {
    const windows = windowsAround(first, last);
    if (this.#list?.communityId !== communityId) {
      this.hideMembers();
      this.#show(communityId, windows);
      return;
    }
    this.#next = windows;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (String(this.#next) !== String(this.#list?.windows)) this.#show(communityId, this.#next);
    }, SETTLE);
  }

  /** Looks at no member list. */
  hideMembers(): void {
    this.close();
    if (!this.#list) return;
    this.#members.show(this.#list.communityId, []);
    this.#list = null;
    this.#tell();
  }

  /** Ends all timers. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #show(communityId: string, windows: number[]): void {
    this.#list = { communityId, windows };
    this.#members.show(communityId, windows);
    this.#tell();
  }

  // What changes together is told once.
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      const { communityId, windows } = this.#list ?? { communityId: '', windows: [] };
      this.#subscribe({
        communities: [...new Set([...this.#communities, ...this.#followed])],
        channels: this.#channel ? [this.#channel] : [],
        members: windows.map((from) => ({ community_id: communityId, from, limit: MEMBER_WINDOW })),
        ...(this.#presences.length > 0 && { presences: [...this.#presences] }),
      });
    });
  }
}

function windowsAround(first: number, last: number): number[] {
  const from = Math.max(0, first - MARGIN);
  const windows: number[] = [];
  for (let at = from - (from % MEMBER_WINDOW); at <= last + MARGIN; at += MEMBER_WINDOW) windows.push(at);
  return windows.slice(0, LIMITS.memberWindows);
}
