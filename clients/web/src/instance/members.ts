import { type EventData, LIMITS, type Member, type Status, type User } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** The known members of one community. */
export interface MemberList {
  byId: Record<string, Member>;
  /** Members who are not in it are offline. */
  presences: Record<string, Status>;
  /** The last member of the last page, from which the next goes on; null when all are known. */
  next: string | null;
  loaded: boolean;
}

const empty = (): MemberList => ({ byId: {}, presences: {}, next: null, loaded: false });

/** Members and presences per community, and the users that were seen anywhere, for names in mentions. */
export class Members {
  readonly lists: Record<string, MemberList>;
  readonly users: Record<string, User>;
  readonly #setLists;
  readonly #setUsers;

  constructor() {
    const [lists, setLists] = createStore<Record<string, MemberList>>({});
    const [users, setUsers] = createStore<Record<string, User>>({});
    this.lists = lists;
    this.users = users;
    this.#setLists = setLists;
    this.#setUsers = setUsers;
  }

  /** Takes a page that was asked for. */
  takeChunk(chunk: EventData<'COMMUNITY_MEMBERS_CHUNK'>, limit: number = LIMITS.memberPage): void {
    this.#change(chunk.community_id, (list) => {
      for (const member of chunk.members) {
        list.byId[member.user.id] = member;
        delete list.presences[member.user.id];
      }
      for (const { user_id, status } of chunk.presences) list.presences[user_id] = status;
      list.next = chunk.members.length >= limit ? (chunk.members.at(-1)?.user.id ?? null) : null;
      list.loaded = true;
    });
    for (const { user } of chunk.members) this.see(user);
  }

  /** Adds or replaces a member. */
  put(member: Member): void {
    this.#change(member.community_id, (list) => {
      list.byId[member.user.id] = member;
    });
    this.see(member.user);
  }

  /** Forgets a member. */
  remove(communityId: string, userId: string): void {
    this.#change(communityId, (list) => {
      delete list.byId[userId];
      delete list.presences[userId];
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
      if (status === 'offline') delete list.presences[user_id];
      else list.presences[user_id] = status;
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

  /** Forgets all lists, because the events in between are lost; users keep their names. */
  clear(): void {
    for (const communityId of Object.keys(this.lists)) this.drop(communityId);
  }

  /** Forgets a community. */
  drop(communityId: string): void {
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

  /** A member's presence; offline when unknown. */
  status(communityId: string, userId: string): Status {
    return this.lists[communityId]?.presences[userId] ?? 'offline';
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
