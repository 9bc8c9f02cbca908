import type { Channel, CommunitySnapshot, EventData, Member, Role, User } from '@cozy/protocol';
import { compareIds } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** The communities that the account is in, each with its visible channels, its roles and the own membership. */
export class Communities {
  readonly byId: Record<string, CommunitySnapshot>;
  readonly #set;

  constructor() {
    const [byId, set] = createStore<Record<string, CommunitySnapshot>>({});
    this.byId = byId;
    this.#set = set;
  }

  /** All communities, oldest membership first, which is the order of the rail. */
  list(): CommunitySnapshot[] {
    return Object.values(this.byId)
      .filter(({ kind }) => !kind)
      .sort((a, b) => a.member.joined_at.localeCompare(b.member.joined_at) || compareIds(a.id, b.id));
  }

  /** All direct conversations and groups, the one with the newest message first. */
  conversations(): CommunitySnapshot[] {
    return Object.values(this.byId)
      .filter(({ kind }) => kind)
      .sort((a, b) => compareIds(lastActivity(b), lastActivity(a)));
  }

  /** The direct conversation with someone, when there is one. */
  directWith(userId: string): CommunitySnapshot | undefined {
    return Object.values(this.byId).find(({ kind, recipients }) => kind === 'direct' && recipients?.[0]?.id === userId);
  }

  /** Finds a channel in any community. */
  channel(id: string): Channel | undefined {
    for (const community of Object.values(this.byId)) {
      const channel = community.channels.find((one) => one.id === id);
      if (channel) return channel;
    }
    return undefined;
  }

  /** Takes a community's present state in place of what was known. */
  put(snapshot: CommunitySnapshot): void {
    this.#set(
      produce((byId) => {
        byId[snapshot.id] = { ...snapshot, channels: [...snapshot.channels], roles: [...snapshot.roles] };
      }),
    );
  }

  /** Forgets a community. */
  remove(id: string): void {
    this.#set(
      produce((byId) => {
        delete byId[id];
      }),
    );
  }

  /** Takes over name, description, mark and owner. */
  update(changed: EventData<'COMMUNITY_UPDATE'>): void {
    this.#change(changed.id, (community) => {
      delete community.privacy;
      delete community.join;
      Object.assign(community, changed);
    });
  }

  /** Adds or replaces a channel. The newest known last message stays, because updates may have been made before it. */
  putChannel(channel: Channel): void {
    this.#change(channel.community_id, (community) => {
      const known = community.channels.find(({ id }) => id === channel.id);
      if (known) {
        const last = newest(known.last_message_id, channel.last_message_id);
        Object.assign(known, channel, { last_message_id: last });
      } else community.channels.push({ ...channel });
    });
  }

  /** Forgets a channel. */
  removeChannel(communityId: string, channelId: string): void {
    this.#change(communityId, (community) => {
      community.channels = community.channels.filter(({ id }) => id !== channelId);
      // What was inside a deleted category stands on its own, as the server has it.
      for (const channel of community.channels) if (channel.parent_id === channelId) channel.parent_id = null;
    });
  }

  /** Remembers the newest message of a channel. */
  touchChannel(communityId: string, channelId: string, messageId: string): void {
    this.#change(communityId, (community) => {
      const channel = community.channels.find(({ id }) => id === channelId);
      if (channel) channel.last_message_id = newest(channel.last_message_id, messageId);
    });
  }

  /** Adds or replaces a role. */
  putRole(role: Role): void {
    this.#change(role.community_id, (community) => {
      const known = community.roles.find(({ id }) => id === role.id);
      if (known) Object.assign(known, role);
      else community.roles.push({ ...role });
    });
  }

  /** Forgets a role; the own membership loses it. */
  removeRole(communityId: string, roleId: string): void {
    this.#change(communityId, (community) => {
      community.roles = community.roles.filter(({ id }) => id !== roleId);
      community.member.roles = community.member.roles.filter((id) => id !== roleId);
    });
  }

  /** Takes over the own membership. */
  setMember(member: Member): void {
    this.#change(member.community_id, (community) => {
      community.member = { ...member };
    });
  }

  /** Adds or replaces someone in a conversation. */
  putRecipient(communityId: string, user: User): void {
    this.#change(communityId, (community) => {
      if (!community.recipients || user.id === community.member.user.id) return;
      community.recipients = [...community.recipients.filter(({ id }) => id !== user.id), user];
    });
  }

  /** Someone has left a conversation. */
  removeRecipient(communityId: string, userId: string): void {
    this.#change(communityId, (community) => {
      if (community.recipients) community.recipients = community.recipients.filter(({ id }) => id !== userId);
    });
  }

  /** Counts members that have come (+1) or gone (-1). */
  countMembers(communityId: string, by: 1 | -1): void {
    this.#change(communityId, (community) => {
      community.member_count = Math.max(0, community.member_count + by);
    });
  }

  /** Takes the number of members. */
  setMemberCount(communityId: string, count: number): void {
    this.#change(communityId, (community) => {
      community.member_count = count;
    });
  }

  #change(id: string, change: (community: CommunitySnapshot) => void): void {
    this.#set(
      produce((byId) => {
        const community = byId[id];
        if (community) change(community);
      }),
    );
  }
}

/** The id that says when something last happened in a conversation: of its newest message, or its own. */
export function lastActivity({ id, channels }: CommunitySnapshot): string {
  return channels[0]?.last_message_id ?? id;
}

function newest(a: string | null, b: string | null): string | null {
  if (!a || !b) return a ?? b;
  return compareIds(a, b) >= 0 ? a : b;
}
