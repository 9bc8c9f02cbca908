import type { Channel, CommunitySnapshot, Member } from '@cozy/protocol';
import { may } from '../instance/permissions.ts';
import { textChannels } from './channels.ts';
import type { Mentionable } from './mentions.ts';

/**
 * What the account can name in a channel's messages: members, roles that it may notify, everyone if it may, and channels.
 *
 * @param members those of the community that are known.
 */
export function mentionables(
  community: CommunitySnapshot,
  channel: Channel,
  members: readonly Pick<Member, 'user' | 'nick'>[],
): Mentionable[] {
  const all = may(community, 'MENTION_EVERYONE', channel);
  const people = members.map(({ user, nick }) => ({
    id: user.id,
    username: user.username,
    name: nick ?? user.display_name,
  }));
  const roles = community.roles
    .filter(({ id, mentionable }) => id !== community.id && (all || mentionable))
    .map(({ id, name }) => ({ kind: 'role' as const, id, username: '', name }));
  const everyone = all ? [{ kind: 'everyone' as const, id: community.id, username: '', name: 'everyone' }] : [];
  const channels = textChannels(community.channels).map(({ id, name }) => ({
    kind: 'channel' as const,
    id,
    username: '',
    name,
  }));
  return [...people, ...roles, ...everyone, ...channels];
}
