import type { Channel } from '@cozy/protocol';
import type { Context } from '../context.ts';

/**
 * Pins a message, or takes its pin away, by one event.
 *
 * @param pin which message, and who does it.
 * @param pinned_at ISO 8601; null takes the pin away.
 * @throws CozyError LOG_UNAVAILABLE.
 */
export async function setPin(
  { log, nextId }: Context,
  { id: channel_id, community_id }: Channel,
  pin: { message_id: string; user_id: string },
  pinned_at: string | null,
): Promise<void> {
  await log.append(
    {
      owner: { kind: 'c', id: community_id },
      channelId: channel_id,
      name: 'CHANNEL_PINS_UPDATE',
      data: { community_id, channel_id, ...pin, pinned_at },
    },
    nextId(),
  );
}
