import type { LogEvent } from '@cozy/core';
import type { MemberWindow, Status } from '@cozy/protocol';
import type { Hub } from './hub.ts';
import { MemberList } from './memberList.ts';
import { isOpen } from './scoped.ts';
import type { Session } from './session.ts';

/** How often a session may look elsewhere, since a window that was not in view may mean 200 members to read. */
const LOOKS = { burst: 30, perSecond: 5 };

/**
 * The member lists that sessions of this node look at (SPEC [GW-57]), one for each community, for as long as somebody
 * looks. One list holds 143 bytes a member, 29 MB at most.
 */
export class MemberLists {
  readonly #hub: Hub;
  readonly #lists = new Map<string, MemberList>();
  /** When the list of a community that nobody looks at may be read again, in monotonic milliseconds. */
  readonly #restUntil = new Map<string, number>();
  /** Sessions that look elsewhere too often: the last look waits. */
  readonly #waiting = new Map<Session, NodeJS.Timeout>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /**
   * Shows a session these windows in place of those before. Each is answered with COMMUNITY_MEMBER_LIST_UPDATE once the
   * list is there, and told again when it changes.
   *
   * @param windows none to end them all. Those of communities that the session is not in are passed over.
   */
  view(session: Session, windows: readonly MemberWindow[]): void {
    clearTimeout(this.#waiting.get(session));
    this.#waiting.delete(session);
    const wait = windows.length > 0 ? this.#hub.context.rates.take(`windows ${session.actor!.user.id}`, LOOKS) : 0;
    if (wait === 0) this.#show(session, windows);
    else
      this.#waiting.set(
        session,
        setTimeout(() => this.view(session, windows), wait * 1_000),
      );
  }

  #show(session: Session, windows: readonly MemberWindow[]): void {
    const byCommunity = new Map<string, MemberWindow[]>();
    for (const window of windows) {
      const room = session.rooms.find(({ id }) => id === window.community_id);
      // Two need no list, and one of them may not show yet whether they are here.
      if (!room || room.community.kind === 'direct') continue;
      if (!isOpen('COMMUNITY_MEMBER_LIST_UPDATE', room.view(session)!.scopes)) continue;
      const known = byCommunity.get(window.community_id);
      if (known) known.push(window);
      else byCommunity.set(window.community_id, [window]);
    }
    for (const [communityId, list] of this.#lists) {
      if (byCommunity.has(communityId)) continue;
      list.drop(session);
      if (list.isUnseen) this.#end(communityId, list);
    }
    for (const [communityId, wanted] of byCommunity) this.#listOf(communityId).view(session, wanted);
  }

  #listOf(communityId: string): MemberList {
    let list = this.#lists.get(communityId);
    if (!list) {
      list = new MemberList(this.#hub, communityId, this.#restUntil.get(communityId) ?? 0);
      this.#lists.set(communityId, list);
      this.#restUntil.delete(communityId);
    }
    return list;
  }

  #end(communityId: string, list: MemberList): void {
    list.close();
    this.#lists.delete(communityId);
    const now = performance.now();
    for (const [id, until] of this.#restUntil) if (until <= now) this.#restUntil.delete(id);
    if (list.restUntil > now) this.#restUntil.set(communityId, list.restUntil);
  }

  /** How many windows are open. */
  get windows(): number {
    return [...this.#lists.values()].reduce((sum, list) => sum + list.windows, 0);
  }

  /** Ends a session's windows of a community that it is not in any more; of all, when it has ended. */
  drop(session: Session, communityId?: string): void {
    if (communityId === undefined) {
      this.view(session, []);
      return;
    }
    const list = this.#lists.get(communityId);
    list?.drop(session);
    if (list?.isUnseen) this.#end(communityId, list);
  }

  /** Takes in COMMUNITY_MEMBER_ADD, UPDATE or REMOVE of a community that is followed. */
  memberEvent(event: LogEvent): void {
    this.#lists.get(event.owner.id)?.memberEvent(event);
  }

  /** Takes in how present a member is now, on all nodes together. */
  presence(communityId: string, userId: string, status: Status): void {
    this.#lists.get(communityId)?.presence(userId, status);
  }

  /** Ends all lists. */
  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    for (const [communityId, list] of this.#lists) this.#end(communityId, list);
  }
}
