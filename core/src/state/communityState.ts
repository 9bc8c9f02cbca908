import {
  type Channel,
  type Community,
  type CommunitySnapshot,
  type CustomEmoji,
  compareIds,
  type EventData,
  hasPermission,
  type Installation,
  isTimedOut,
  type JoinForm,
  type Member,
  memberPermissions,
  type Privacy,
  pendingPermissions,
  type Role,
  type Scope,
  type Sticker,
  scopeIn,
  type User,
} from '@cozy/protocol';
import type { CommunityDocument, DirectSide, MemberDocument, WideMentionDocument } from '../database/documents.ts';
import type { LogEvent } from '../log/logEvent.ts';
import { usableScopes } from './installations.ts';
import { MemberRecord } from './memberRecord.ts';
import { WideMentions } from './wideMentions.ts';

/** What is known of a membership without asking the database. */
export type Membership = Readonly<
  Pick<MemberDocument, 'user_id' | 'nick' | 'joined_at' | 'pending' | 'communication_disabled_until'>
> & {
  readonly roles: readonly string[];
};

/**
 * A community as it stands at a place in the log, in memory: roles, channels, and the memberships of those who are
 * connected here or have just acted. It is changed by the log's events only.
 */
export class CommunityState {
  readonly id: string;
  name: string;
  description: string;
  hue: number;
  owner_id: string;
  privacy: Privacy | undefined;
  join: JoinForm | undefined;
  memberCount: number;
  deleted = false;
  readonly roles = new Map<string, Role>();
  readonly channels = new Map<string, Channel>();
  readonly wideMentions: WideMentions;
  emojis: readonly CustomEmoji[];
  stickers: readonly Sticker[];
  readonly kind: Community['kind'];
  /** Of a conversation: everyone in it. */
  readonly recipients = new Map<string, User>();
  /** Of a direct conversation: what each of the two has made of it. */
  readonly sides: Map<string, DirectSide>;
  /** Counts the membership events that were taken in; what the database said before one of them may be old. */
  membershipChanges = 0;
  /** Memberships that were asked for; null for those that are known not to be members. */
  readonly memberships = new Map<string, Membership | null>();
  /** What bots were granted, of those whose memberships are known, by their ids. Others' memberships have none. */
  readonly installations = new Map<string, Installation>();

  /**
   * @param document as committed.
   * @param heads newest message of each channel.
   * @param wideMentions newest messages that mention roles or everyone, oldest first.
   * @param recipients everyone in a conversation; nobody of a community.
   */
  constructor(
    document: CommunityDocument,
    heads: ReadonlyMap<string, string>,
    memberCount: number,
    wideMentions: readonly WideMentionDocument[] = [],
    recipients: Iterable<User> = [],
  ) {
    this.id = document._id;
    this.kind = document.kind;
    this.sides = new Map(Object.entries(document.sides ?? {}));
    for (const user of recipients) this.recipients.set(user.id, user);
    this.name = document.name;
    this.description = document.description;
    this.hue = document.hue;
    this.owner_id = document.owner_id;
    this.privacy = document.privacy;
    this.emojis = document.emojis ?? [];
    this.stickers = document.stickers ?? [];
    this.join = document.join ?? undefined;
    this.memberCount = memberCount;
    this.wideMentions = new WideMentions(this.id, wideMentions);
    for (const role of document.roles) this.roles.set(role.id, role);
    for (const channel of document.channels) {
      this.channels.set(channel.id, { ...channel, last_message_id: heads.get(channel.id) ?? null });
    }
  }

  /** What a member may do, on the community or in a channel. */
  permissions(membership: Membership, channel?: Channel): bigint {
    const bits = this.#permissions(membership, channel);
    return isTimedOut(membership) || this.awaitsRules(membership) ? pendingPermissions(bits) : bits;
  }

  // As if they had accepted the rules.
  #permissions(membership: Membership, channel?: Channel): bigint {
    const bits = this.#ofRoles(membership, channel);
    const installation = this.installations.get(membership.user_id);
    return installation ? bits & this.#lent(installation, channel) : bits;
  }

  // An installed bot may do no more than who has installed it, as they are now, and only where it was let in.
  #lent({ installer_id, channels, suspended }: Installation, channel?: Channel): bigint {
    if (suspended) return 0n;
    if (channel && channels && ![channel.id, channel.parent_id].some((id) => id !== null && channels.includes(id))) {
      return 0n;
    }
    const installer = this.memberships.get(installer_id);
    return installer ? this.permissions(installer, channel) : 0n;
  }

  #ofRoles({ user_id, roles }: Membership, channel?: Channel): bigint {
    const { id, owner_id, kind } = this;
    const scope = { id, owner_id, kind, request: this.requestTo(user_id), roles: [...this.roles.values()] };
    return memberPermissions(scope, user_id, roles, channel?.overwrites, channel?.type);
  }

  /** The scopes that someone has; null for people, and for bots that were added before there were scopes: all. */
  scopesOf(userId: string): readonly Scope[] | null {
    const installation = this.installations.get(userId);
    return installation ? usableScopes(installation) : null;
  }

  /** Whether someone was granted a scope in a channel. */
  isGranted(userId: string, scope: Scope, channel: Channel | undefined): boolean {
    return this.scopesOf(userId)?.includes(scopeIn(scope, channel?.type)) ?? true;
  }

  /** Whether someone is told what a bot was granted: who manages the community, and the bot itself. */
  hearsOfInstallation(userId: string, botId: string): boolean {
    if (userId === botId) return true;
    const membership = this.memberships.get(userId);
    return (
      !!membership &&
      hasPermission(this.permissions(membership), 'MANAGE_COMMUNITY') &&
      (this.scopesOf(userId)?.includes('manage:community') ?? true)
    );
  }

  /** Whether a member has yet to accept rules that they can read. */
  awaitsRules(membership: Membership): boolean {
    if (!membership.pending) return false;
    return [...this.channels.values()].some(
      (channel) => channel.type === 'rules' && hasPermission(this.#permissions(membership, channel), 'VIEW_CHANNEL'),
    );
  }

  /** Whether there is anything that new members have to accept. */
  hasRules(): boolean {
    return [...this.channels.values()].some(({ type }) => type === 'rules');
  }

  /** Whether someone has yet to accept the conversation, or has refused it: nobody else is told whether they are here. */
  requestTo(userId: string): Community['request'] {
    return this.sides.get(userId)?.request;
  }

  /** Ids of the channels that a member may see, in the order of the list. */
  visibleChannels(membership: Membership): string[] {
    return this.#sortedChannels()
      .filter((channel) => hasPermission(this.permissions(membership, channel), 'VIEW_CHANNEL'))
      .map((channel) => channel.id);
  }

  /**
   * The channels that a member may see and read the past of.
   *
   * @param scope that a bot needs for it.
   */
  readableChannels(membership: Membership, scope: Scope = 'read:messages'): Channel[] {
    return [...this.channels.values()].filter((channel) => {
      if (!this.isGranted(membership.user_id, scope, channel)) return false;
      const permissions = this.permissions(membership, channel);
      return hasPermission(permissions, 'VIEW_CHANNEL') && hasPermission(permissions, 'READ_MESSAGE_HISTORY');
    });
  }

  /** Position of a member's highest role; the owner stands above all. */
  rank(membership: Membership): number {
    if (membership.user_id === this.owner_id) return Number.POSITIVE_INFINITY;
    return Math.max(0, ...membership.roles.map((id) => this.roles.get(id)?.position ?? 0));
  }

  /** The community as a member sees it. */
  view(membership: Membership): Community {
    const community = this.#view(membership);
    if (!this.kind) return community;
    const recipients = [...this.recipients.values()].filter(({ id }) => id !== membership.user_id);
    return { ...community, kind: this.kind, recipients, ...this.sides.get(membership.user_id) };
  }

  #view(membership: Membership): Community {
    const visible = new Set(this.visibleChannels(membership));
    return {
      id: this.id,
      name: this.name,
      description: this.description,
      hue: this.hue,
      owner_id: this.owner_id,
      ...(this.privacy && { privacy: this.privacy }),
      ...(this.join && { join: this.join }),
      roles: [...this.roles.values()].sort((a, b) => b.position - a.position || compareIds(a.id, b.id)),
      channels: this.#sortedChannels().filter((channel) => visible.has(channel.id)),
      member_count: this.memberCount,
    };
  }

  /** The community as a member sees it, with their own membership. */
  snapshot(membership: Membership, user: User): CommunitySnapshot {
    const installation = this.installations.get(user.id);
    return { ...this.view(membership), member: this.member(membership, user), ...(installation && { installation }) };
  }

  /** A membership as it goes over the wire. */
  member(membership: Membership, user: User): Member {
    const { nick, joined_at, pending, communication_disabled_until: until } = membership;
    // A role that was deleted may still be named by a document for a moment.
    const roles = membership.roles.filter((id) => this.roles.has(id));
    return {
      community_id: this.id,
      user,
      nick,
      roles,
      joined_at,
      ...(pending && { pending }),
      ...(until && { communication_disabled_until: until }),
    };
  }

  #sortedChannels(): Channel[] {
    return [...this.channels.values()].sort((a, b) => a.position - b.position || compareIds(a.id, b.id));
  }

  /** Takes an event of this community into the state. Events come in the log's order, each at least once. */
  apply(event: LogEvent): void {
    switch (event.name) {
      case 'COMMUNITY_UPDATE': {
        const { name, description, hue, owner_id, privacy, join } = event.data<EventData<'COMMUNITY_UPDATE'>>();
        Object.assign(this, { name, description, hue, owner_id, privacy, join });
        return;
      }
      case 'COMMUNITY_DELETE':
        this.deleted = true;
        return;
      case 'CHANNEL_CREATE':
      case 'CHANNEL_UPDATE': {
        const channel = event.data<EventData<'CHANNEL_UPDATE'>>();
        const known = this.channels.get(channel.id);
        this.channels.set(channel.id, { ...channel, last_message_id: known?.last_message_id ?? null });
        return;
      }
      case 'CHANNEL_DELETE':
        this.channels.delete(event.data<EventData<'CHANNEL_DELETE'>>().id);
        return;
      case 'COMMUNITY_ROLE_CREATE':
      case 'COMMUNITY_ROLE_UPDATE': {
        const role = event.data<EventData<'COMMUNITY_ROLE_UPDATE'>>();
        this.roles.set(role.id, role);
        return;
      }
      case 'COMMUNITY_ROLE_DELETE': {
        const { id } = event.data<EventData<'COMMUNITY_ROLE_DELETE'>>();
        this.roles.delete(id);
        for (const [userId, membership] of this.memberships) {
          if (membership?.roles.includes(id)) {
            const { user_id, nick, joined_at, pending, communication_disabled_until } = membership;
            const roles = membership.roles.filter((role) => role !== id);
            const changed = { user_id, nick, joined_at, roles, pending, communication_disabled_until };
            this.memberships.set(userId, new MemberRecord(changed));
          }
        }
        return;
      }
      case 'COMMUNITY_EMOJIS_UPDATE':
        this.emojis = event.data<EventData<'COMMUNITY_EMOJIS_UPDATE'>>().emojis;
        return;
      case 'COMMUNITY_STICKERS_UPDATE':
        this.stickers = event.data<EventData<'COMMUNITY_STICKERS_UPDATE'>>().stickers;
        return;
      case 'COMMUNITY_MEMBER_ADD':
      case 'COMMUNITY_MEMBER_UPDATE': {
        const { user, ...fields } = event.data<EventData<'COMMUNITY_MEMBER_UPDATE'>>();
        this.membershipChanges += 1;
        if (event.name === 'COMMUNITY_MEMBER_ADD') this.memberCount += 1;
        if (this.kind) this.recipients.set(user.id, user);
        const known = this.memberships.get(user.id);
        if (known !== undefined) {
          const user_id = known?.user_id ?? user.id;
          this.memberships.set(user.id, new MemberRecord({ user_id, ...fields }));
        }
        return;
      }
      case 'COMMUNITY_MEMBER_REMOVE': {
        const { user_id } = event.data<EventData<'COMMUNITY_MEMBER_REMOVE'>>();
        this.membershipChanges += 1;
        this.memberCount -= 1;
        this.recipients.delete(user_id);
        if (this.memberships.has(user_id)) this.memberships.set(user_id, null);
        return;
      }
      case 'INSTALLATION_CREATE':
      case 'INSTALLATION_UPDATE': {
        const installation = event.data<EventData<'INSTALLATION_UPDATE'>>();
        this.membershipChanges += 1;
        this.installations.set(installation.user_id, installation);
        return;
      }
      case 'INSTALLATION_DELETE':
        this.membershipChanges += 1;
        this.installations.delete(event.data<EventData<'INSTALLATION_DELETE'>>().user_id);
        return;
      case 'DIRECT_UPDATE': {
        const { user_id, request, closed } = event.data<EventData<'DIRECT_UPDATE'>>();
        this.sides.set(user_id, { ...(request && { request }), ...(closed && { closed }) });
        return;
      }
      case 'MESSAGE_CREATE': {
        const message = event.data<EventData<'MESSAGE_CREATE'>>();
        if (message.thread_id) return;
        const channel = this.channels.get(message.channel_id);
        if (channel && (!channel.last_message_id || compareIds(channel.last_message_id, message.id) < 0)) {
          channel.last_message_id = message.id;
        }
        this.wideMentions.add(message);
        return;
      }
      case 'MESSAGE_DELETE':
        this.wideMentions.delete(event.data<EventData<'MESSAGE_DELETE'>>().id);
        return;
      case 'MESSAGE_DELETE_BULK':
        for (const id of event.data<EventData<'MESSAGE_DELETE_BULK'>>().ids) this.wideMentions.delete(id);
        return;
      default:
        return;
    }
  }
}
