import { partitionOf, streamName } from '@cozy/core';
import { connect } from '@nats-io/transport-node';

/** Partitions of the log, as the settings have it. */
const PARTITIONS = 16;

/**
 * Does to the log what retention does after a day: everything that communities have in it is gone.
 *
 * @param natsUrl the cluster's log.
 */
export async function forgetLog(natsUrl: string, communityIds: readonly string[]): Promise<void> {
  const nats = await connect({ servers: natsUrl });
  try {
    for (const id of communityIds) {
      await nats.request(`$JS.API.STREAM.PURGE.${streamName(partitionOf(id, PARTITIONS))}`);
    }
  } finally {
    await nats.close();
  }
}
