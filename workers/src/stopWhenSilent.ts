import type { ConsumerMessages } from '@nats-io/jetstream';

/**
 * Stops reading when the server has given no sign of life for two heartbeats. A reader lives on one server of a cluster;
 * when that dies, the library would wait for half a minute, as core's Follower tells.
 */
export async function stopWhenSilent(messages: ConsumerMessages): Promise<void> {
  for await (const { type } of messages.status()) if (type === 'heartbeats_missed') messages.stop();
}
