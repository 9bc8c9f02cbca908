import { type Channel, type CommunitySnapshot, snowflakeTime, type User } from '@cozy/protocol';
import { lastActivity } from '../instance/communities.ts';
import type { Stores } from '../instance/stores.ts';

/** The other of a direct conversation. */
export function partnerOf({ kind, recipients }: CommunitySnapshot): User | undefined {
  return kind === 'direct' ? recipients?.[0] : undefined;
}

/** What a conversation is called: the other one's name, or the group's. */
export function conversationName(community: CommunitySnapshot): string {
  return partnerOf(community)?.display_name ?? community.name;
}

/** How a channel is named in a sentence: `#general`, or who is written to. */
export function placeName(community: CommunitySnapshot, channel: Pick<Channel, 'name'>): string {
  return community.kind ? conversationName(community) : `#${channel.name}`;
}

/** When something last happened in a conversation, in Unix milliseconds. */
export function activityTime(community: CommunitySnapshot): number {
  return snowflakeTime(lastActivity(community));
}

/** Whether a direct conversation was closed, and nothing was written since; one without a message is not listed, too. */
export function isClosed({ kind, closed, channels }: CommunitySnapshot): boolean {
  const last = channels[0]?.last_message_id;
  if (kind !== 'direct') return false;
  return !last || closed === last;
}

/** The conversations that are listed, the one with the newest message first: no requests, none that is closed. */
export function listedConversations({ communities }: Stores, openId: string | undefined): CommunitySnapshot[] {
  return communities.conversations().filter((one) => one.id === openId || (!one.request && !isClosed(one)));
}

/** Conversations that wait to be accepted and hold something to read. */
export function messageRequests({ communities }: Stores): CommunitySnapshot[] {
  return communities.conversations().filter((one) => one.request === 'pending' && one.channels[0]?.last_message_id);
}
