import type { CommunitySnapshot } from '@cozy/protocol';
import { channelLines, placed, placeOf } from '../conversation/channelOrder.ts';
import type { Instance } from './instance.ts';

/**
 * Puts a channel or category where another one stands; shown at once, and taken back when the server says no.
 *
 * @throws CozyError when it does.
 */
export async function moveChannel(
  { stores, commands }: Instance,
  { channels }: CommunitySnapshot,
  id: string,
  overId: string,
): Promise<void> {
  const place = placeOf(channelLines(channels), id, overId);
  if (!place) return;
  const changed = placed(channels, id, place);
  const before = channels.filter((channel) => changed.some((one) => one.id === channel.id)).map((one) => ({ ...one }));
  for (const channel of changed) stores.communities.putChannel(channel);
  try {
    await commands.channel.move({ channel_id: id, ...place });
  } catch (error) {
    for (const channel of before) stores.communities.putChannel(channel);
    throw error;
  }
}
