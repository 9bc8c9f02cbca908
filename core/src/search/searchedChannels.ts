import { type Channel, CozyError } from '@cozy/protocol';
import { authorize } from '../commands/authorize.ts';
import type { Caller } from '../commands/command.ts';
import type { Context } from '../context.ts';
import { readableChannels, readableIn } from '../state/readableChannels.ts';

/** Where a search looks: one channel, one community, or everywhere. */
export interface SearchPlace {
  community_id?: string | undefined;
  channel_id?: string | undefined;
}

/**
 * The channels whose history an account may read at this moment.
 *
 * @throws CozyError UNKNOWN_COMMUNITY, UNKNOWN_CHANNEL or MISSING_PERMISSION when the one place is closed to it.
 */
export async function searchedChannels(context: Context, place: SearchPlace, caller: Caller): Promise<Channel[]> {
  const { channel_id, community_id } = place;
  if (channel_id) {
    // To look for what messages say is to read it.
    const { channel } = await authorize(context, 'message.edits', { channel_id }, caller);
    if (community_id && channel.community_id !== community_id) throw new CozyError('UNKNOWN_CHANNEL');
    return [channel];
  }
  const { actor } = caller;
  if (!actor) throw new CozyError('UNAUTHENTICATED');
  if (community_id) {
    const channels = await readableIn(context, community_id, actor, 'read:message-content');
    if (!channels) throw new CozyError('UNKNOWN_COMMUNITY');
    return channels;
  }
  return [...(await readableChannels(context, actor, 'read:message-content')).values()];
}
