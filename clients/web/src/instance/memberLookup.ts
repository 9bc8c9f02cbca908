import type { ClientFrameData, Op } from '@cozy/protocol';
import type { Members } from './members.ts';

type Query = ClientFrameData<typeof Op.RequestMembers>;

/** Members that are asked for at once; no more may be named in one request. */
const AT_ONCE = 100;
/** Milliseconds for which requests are gathered. */
const GATHER = 20;
/** People that a search gives. */
const FOUND = 20;

interface MemberLookupOptions {
  request: (query: Query) => void;
  /** Whether asking makes sense now. */
  ready: () => boolean;
}

/** Asks for members outside of the member list: authors, people who are named, people who may be. */
export class MemberLookup {
  readonly #options: MemberLookupOptions;
  readonly #members: Members;
  readonly #wanted = new Map<string, string[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(members: Members, options: MemberLookupOptions) {
    this.#members = members;
    this.#options = options;
  }

  /** Asks for those who are not known as they are now, each once. Does nothing while not connected. */
  want(communityId: string, userIds: readonly string[]): void {
    if (!this.#options.ready()) return;
    const missing = this.#members.claim(communityId, userIds);
    if (missing.length === 0) return;
    this.#wanted.set(communityId, [...(this.#wanted.get(communityId) ?? []), ...missing]);
    this.#timer ??= setTimeout(() => this.#send(), GATHER);
  }

  /** Asks for a member again, because presence outside of the list is told only then. */
  refresh(communityId: string, userId: string): void {
    this.#options.request({ community_id: communityId, user_ids: [userId] });
  }

  /** Asks for people whose names begin with a text. */
  find(communityId: string, query: string): void {
    this.#options.request({ community_id: communityId, query, limit: FOUND });
  }

  /** Ends all timers. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #send(): void {
    this.#timer = undefined;
    for (const [community_id, ids] of this.#wanted) {
      for (let i = 0; i < ids.length; i += AT_ONCE) {
        this.#options.request({ community_id, user_ids: ids.slice(i, i + AT_ONCE) });
      }
    }
    this.#wanted.clear();
  }
}
