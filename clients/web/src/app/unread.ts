import { type CommunitySnapshot, holdsMessages } from '@cozy/protocol';
import { channelWaiting } from '../instance/attention.ts';
import type { Instance } from '../instance/instance.ts';

/** What waits to be read. */
export interface Unread {
  unread: boolean;
  mentions: number;
}

/** What waits in a community's text channels. */
export function communityUnread(instance: Instance, community: CommunitySnapshot): Unread {
  let unread = false;
  let mentions = 0;
  for (const channel of community.channels) {
    if (!holdsMessages(channel.type)) continue;
    const waiting = channelWaiting(instance, community, channel);
    mentions += waiting.mentions;
    unread ||= waiting.unread;
  }
  return { unread, mentions };
}

/** Whether a conversation has something unread that its reader wants to know of: no requests. */
export function conversationUnread(instance: Instance, conversation: CommunitySnapshot): boolean {
  const channel = conversation.channels[0];
  return channel !== undefined && !conversation.request && channelWaiting(instance, conversation, channel).unread;
}

/** How many conversations have something unread. */
export function unreadConversations(instance: Instance): number {
  return instance.stores.communities.conversations().filter((one) => conversationUnread(instance, one)).length;
}

/** What waits in all of the instances; an unread conversation counts as a mention. */
export function totalUnread(instances: readonly Instance[]): Unread {
  const total: Unread = { unread: false, mentions: 0 };
  for (const instance of instances) {
    for (const community of instance.stores.communities.list()) {
      const { unread, mentions } = communityUnread(instance, community);
      total.unread ||= unread;
      total.mentions += mentions;
    }
    total.mentions += unreadConversations(instance);
  }
  return total;
}
