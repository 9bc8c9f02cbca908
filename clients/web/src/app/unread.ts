import { type CommunitySnapshot, holdsMessages } from '@cozy/protocol';
import type { Instance } from '../instance/instance.ts';

/** What waits to be read. */
export interface Unread {
  unread: boolean;
  mentions: number;
}

/** What waits in a community's text channels. */
export function communityUnread(instance: Instance, community: CommunitySnapshot): Unread {
  const { readStates } = instance.stores;
  let unread = false;
  let mentions = 0;
  for (const channel of community.channels) {
    if (!holdsMessages(channel.type)) continue;
    mentions += readStates.mentionCount(channel.id);
    unread ||= readStates.isUnread(channel, community.member.joined_at);
  }
  return { unread, mentions };
}

/** What waits in all of the instances. */
export function totalUnread(instances: readonly Instance[]): Unread {
  const total: Unread = { unread: false, mentions: 0 };
  for (const instance of instances) {
    for (const community of instance.stores.communities.list()) {
      const { unread, mentions } = communityUnread(instance, community);
      total.unread ||= unread;
      total.mentions += mentions;
    }
  }
  return total;
}
