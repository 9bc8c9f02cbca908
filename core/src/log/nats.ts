import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';

/** Milliseconds between two tries to reach NATS again. */
const RECONNECT_WAIT = 250;

/**
 * Connects to NATS, waiting for it as long as it takes, and stays connected.
 *
 * @param urls addresses separated by commas.
 * @param logger told when the connection is lost and back.
 * @param onState called with false when the connection is lost, with true when it is back.
 */
export async function connectNats(
  urls: string,
  logger: Logger,
  onState: (connected: boolean) => void,
): Promise<NatsConnection> {
  const nats = await connect({
    servers: urls.split(','),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT,
    pingInterval: 5_000,
    maxPingOut: 2,
  });
  void (async () => {
    for await (const status of nats.status()) {
      if (status.type === 'disconnect') {
        logger.warn('NATS connection lost');
        onState(false);
      } else if (status.type === 'reconnect') {
        logger.info('NATS connection back');
        onState(true);
      }
    }
  })();
  return nats;
}
