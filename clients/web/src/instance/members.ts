import { type EventData, LIMITS, type Member, type Status, type User } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** Rows of one window of the member list; the same for all clients, so that the server shares its work between them. */
export const MEMBER_WINDOW = 50;

/** What is known of the members of one community. */
export interface MemberList {
  byId: Record<string, Member>;
  /** As told last. Members who are not in it are offline. */
  presences: Record<string, Status>;
  /** Who was asked for and is no member. */
  absent: Record<string, true>;
  /** User ids of the rows in view, by their index in the whole list. */
  rows: Record<number, string>;
  /** Rows of the whole list; null while that is unknown. */
  total: number | null;
  /** How many of them, the first ones, are not offline. */
  online: number;
}

const empty = (): MemberList => ({ byId: {}, presences: {}, absent: {}, rows: {}, total: null, online: 0 });

/** Members and presences per community, and the users that were seen anywhere, for names in mentions. */
export class Members {
  readonly lists: Record<string, MemberList>;
  readonly users: Record<string, User>;
  readonly #setLists;
  readonly #setUsers;
  /** First rows of the windows in view, by community. */
  readonly #windows = new Map<string, ReadonlySet<number>>();
  /** Who is known as they are now, by community; others were known once. */
  readonly #current = new Map<string, Set<string>>();
  /** Who was asked for, by community. */
  readonly #asked = new Map<string, Set<string>>();

  constructor() {
    const [lists, setLists] = createStore<Record<string, MemberList>>({});
    const [users, setUsers] = createStore<Record<string, User>>({});
    this.lists = lists;
    this.users = users;
    this.#setLists = setLists;
    this.#setUsers = setUsers;
  }

  /** Takes members that were asked for. */
  takeChunk(chunk: EventData<'COMMUNITY_MEMBERS_CHUNK'>): void {
    this.#change(chunk.community_id, (list) => {
      for (const member of chunk.members) delete list.presences[member.user.id];
      for (const { user_id, status } of chunk.presences) list.presences[user_id] = status;
      for (const id of chunk.not_found) {
        list.absent[id] = true;
        delete list.byId[id];
      }
    });
    this.#take(chunk.community_id, chunk.members);
  }

  /** Takes the rows of a window as they are now; those of one that is not in view any more are passed over. */
  takeRows(update: EventData<'COMMUNITY_MEMBER_LIST_UPDATE'>): void {
    const { community_id, from, total, online, rows, members } = update;
    this.#take(community_id, members);
    this.#change(community_id, (list) => {
      list.total = total;
      list.online = online;
      if (!this.#windows.get(community_id)?.has(from)) return;
      for (let i = 0; i < MEMBER_WINDOW; i++) {
        const row = rows[i];
        if (!row) {
          delete list.rows[from + i];
          continue;
        }
        list.rows[from + i] = row.user_id;
        list.presences[row.user_id] = row.status;
      }
    });
  }

  /** Names the windows in view by their first rows; what is known of other rows is forgotten, because it grows old. */
  show(communityId: string, windows: readonly number[]): void {
    const shown = new Set(windows);
    this.#windows.set(communityId, shown);
    this.#change(communityId, (list) => {
      for (const index of Object.keys(list.rows).map(Number)) {
        if (!shown.has(index - (index % MEMBER_WINDOW))) delete list.rows[index];
      }
    });
  }

  /** Adds or replaces a member. */
  put(member: Member): void {
    this.#take(member.community_id, [member]);
  }

  /** Forgets a member. */
  remove(communityId: string, userId: string): void {
    this.#change(communityId, (list) => {
      delete list.byId[userId];
      delete list.presences[userId];
      list.absent[userId] = true;
    });
  }

  /** Takes a role away from everyone. */
  removeRole(communityId: string, roleId: string): void {
    this.#change(communityId, (list) => {
      for (const [id, member] of Object.entries(list.byId)) {
        if (member.roles.includes(roleId)) {
          list.byId[id] = { ...member, roles: member.roles.filter((role) => role !== roleId) };
        }
      }
    });
  }

  /** Takes a presence. */
  setPresence({ community_id, user_id, status }: EventData<'PRESENCE_UPDATE'>): void {
    this.#change(community_id, (list) => {
      list.presences[user_id] = status;
    });
  }

  /** Remembers a user as they are now. */
  see(user: User): void {
    const known = this.users[user.id];
    if (known && known.display_name === user.display_name && known.hue === user.hue && known.bio === user.bio) return;
    this.#setUsers(
      produce((users) => {
        users[user.id] = { ...user };
      }),
    );
  }

  /**
   * Picks those who are not known as they are now and were not asked for yet; they count as asked for then.
   *
   * @returns each once.
   */
  claim(communityId: string, userIds: readonly string[]): string[] {
    const asked = this.#asked.get(communityId) ?? new Set();
    this.#asked.set(communityId, asked);
    return userIds.filter((id) => {
      if (asked.has(id) || this.#current.get(communityId)?.has(id)) return false;
      asked.add(id);
      return true;
    });
  }

  /** Notes that answers which have not come will not come, because the connection is another. */
  forgetAsked(): void {
    this.#asked.clear();
  }

  /**
   * Notes that changes were or will be missed: names stay to be shown until they are told again, unless they are very
   * many, and presences but of the rows in view are forgotten.
   */
  expire(communityId: string): void {
    this.#current.delete(communityId);
    this.#asked.delete(communityId);
    if (!this.lists[communityId]) return;
    this.#change(communityId, (list) => {
      const inView = new Set(Object.values(list.rows));
      for (const id of Object.keys(list.presences)) if (!inView.has(id)) delete list.presences[id];
      list.absent = {};
      if (Object.keys(list.byId).length > LIMITS.memberPage) list.byId = {};
    });
  }

  /** Notes that nobody is known to be here, because it is told anew. */
  forgetPresences(communityId: string): void {
    if (!this.lists[communityId]) return;
    this.#change(communityId, (list) => {
      list.presences = {};
    });
  }

  /** Forgets a community. */
  drop(communityId: string): void {
    this.#current.delete(communityId);
    this.#asked.delete(communityId);
    this.#windows.delete(communityId);
    this.#setLists(
      produce((lists) => {
        delete lists[communityId];
      }),
    );
  }

  /** A member, when known. */
  get(communityId: string, userId: string): Member | undefined {
    return this.lists[communityId]?.byId[userId];
  }

  /** A member's presence, as told last; offline when unknown. */
  status(communityId: string, userId: string): Status {
    return this.lists[communityId]?.presences[userId] ?? 'offline';
  }

  #take(communityId: string, members: readonly Member[]): void {
    if (members.length === 0) return;
    const current = this.#current.get(communityId) ?? new Set();
    this.#current.set(communityId, current);
    this.#change(communityId, (list) => {
      for (const member of members) {
        list.byId[member.user.id] = member;
        delete list.absent[member.user.id];
        current.add(member.user.id);
      }
    });
    for (const { user } of members) this.see(user);
  }

  #change(communityId: string, change: (list: MemberList) => void): void {
    this.#setLists(
      produce((lists) => {
        const list = lists[communityId] ?? empty();
        lists[communityId] ??= list;
        change(lists[communityId] ?? list);
      }),
    );
  }
}
