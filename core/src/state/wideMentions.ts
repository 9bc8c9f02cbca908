import {
  compareIds,
  hasPermission,
  LIMITS,
  type Message,
  type Named,
  NOTHING_READ,
  type ReadState,
  snowflakeTime,
} from '@cozy/protocol';
import type { WideMentionDocument } from '../database/documents.ts';
import type { CommunityState, Membership } from './communityState.ts';

/**
 * What a message carries so that roles and everyone are notified: those roles of the community that are mentionable, or
 * all of them and everyone with MENTION_EVERYONE. Whom the author may not mention is shown in the text, but not notified.
 *
 * @param permissions of the author in the channel.
 */
export function wideMentions(
  community: Pick<CommunityState, 'id' | 'roles'>,
  permissions: bigint,
  { roles, everyone }: Named,
): Pick<Message, 'mention_roles' | 'mention_everyone'> {
  const all = hasPermission(permissions, 'MENTION_EVERYONE');
  const notified = roles.filter((id) => {
    const role = community.roles.get(id);
    return role && id !== community.id && (all || role.mentionable);
  });
  return {
    ...(notified.length > 0 && { mention_roles: notified }),
    ...(everyone && all && { mention_everyone: true }),
  };
}

/**
 * A message in the form in which its mentions of roles and everyone are counted; null when it has none. Everyone is the
 * member role, whose id is the community's.
 */
export function wideMention(message: Message): WideMentionDocument | null {
  const { id, community_id, channel_id, author, mentions, mention_roles, mention_everyone } = message;
  if (!mention_roles && !mention_everyone) return null;
  const roles = [...(mention_roles ?? []), ...(mention_everyone ? [community_id] : [])];
  return { _id: id, community_id, channel_id, author_id: author.id, roles, users: mentions };
}

/**
 * The newest messages of a community that mention roles or everyone. Who has how many of them unread is worked out from
 * roles and read marker when it is asked for, so that one message costs one document, however many it notifies.
 */
export class WideMentions {
  readonly #communityId: string;
  /** By message, oldest first. */
  readonly #known = new Map<string, WideMentionDocument>();

  /** @param known oldest first. */
  constructor(communityId: string, known: readonly WideMentionDocument[]) {
    this.#communityId = communityId;
    for (const one of known) this.#known.set(one._id, one);
  }

  /** Takes a message in, if it mentions so many. A repeat changes nothing. */
  add(message: Message): void {
    const mention = wideMention(message);
    if (!mention) return;
    this.#known.set(mention._id, mention);
    if (this.#known.size <= LIMITS.wideMentions) return;
    const [oldest] = this.#known.keys();
    this.#known.delete(oldest!);
  }

  /** Forgets a deleted message. */
  delete(messageId: string): void {
    this.#known.delete(messageId);
  }

  /** Channels with such messages. */
  get channels(): ReadonlySet<string> {
    return new Set([...this.#known.values()].map(({ channel_id }) => channel_id));
  }

  /** What of a message mentions roles and everyone, as far as it counts. */
  of(messageId: string): Pick<Message, 'mention_roles' | 'mention_everyone'> {
    const { roles = [] } = this.#known.get(messageId) ?? {};
    const named = roles.filter((id) => id !== this.#communityId);
    return {
      ...(named.length > 0 && { mention_roles: named }),
      ...(named.length < roles.length && { mention_everyone: true }),
    };
  }

  /**
   * Those in a channel that are unread by a member: of others, after the marker, and sent since the member joined. Those
   * that name the member, too, are left out, because they are kept as mentions of their own.
   *
   * @param after newest message that the member has read.
   * @returns ids of messages, oldest first.
   */
  unread(membership: Membership, channelId: string, after: string): string[] {
    const joined = Date.parse(membership.joined_at);
    const unread: string[] = [];
    for (const { _id, channel_id, author_id, roles, users } of this.#known.values()) {
      if (channel_id !== channelId || author_id === membership.user_id || users.includes(membership.user_id)) continue;
      if (compareIds(_id, after) <= 0 || snowflakeTime(_id) < joined) continue;
      if (roles.some((id) => id === this.#communityId || membership.roles.includes(id))) unread.push(_id);
    }
    return unread;
  }
}

/**
 * Adds a member's unread mentions of roles and everyone in a community to their read states.
 *
 * @param states as `loadReadStates` gives them; changed in place.
 */
export function addWideMentions(
  states: ReadState[],
  { wideMentions: known }: CommunityState,
  membership: Membership,
): void {
  for (const channel_id of known.channels) {
    const index = states.findIndex((state) => state.channel_id === channel_id);
    const state = states[index] ?? { channel_id, last_message_id: NOTHING_READ, mention_count: 0 };
    const unread = known.unread(membership, channel_id, state.last_message_id);
    if (unread.length === 0) continue;
    const mentions = [...(state.mentions ?? []), ...unread].sort(compareIds).slice(-LIMITS.mentionsListed);
    const after = { ...state, mention_count: state.mention_count + unread.length, mentions };
    if (index < 0) states.push(after);
    else states[index] = after;
  }
}
