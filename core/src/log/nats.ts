import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { Logger } from 'pino';

/** Milliseconds between two tries to reach NATS again. */
const RECONNECT_WAIT = 250;

/**
 * Connects to NATS, waiting for it as long as it takes, and stays connected.
 *
 * @param urls addresses separated by commas. A name and password, or a token, in the first count for all:
 *   `nats://user:password@host:4222`.
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
    ...credentialsOf(urls.split(',')[0]!),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    // The library would capture a stack for every publish that waits for its answer: 7 % of a busy node's time.
    noAsyncTraces: true,
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

// The client library takes them as options only, and would try again and again without them.
function credentialsOf(url: string): Pick<NodeConnectionOptions, 'user' | 'pass' | 'token'> {
  const address = new URL(url);
  const [user, pass] = [address.username, address.password].map(decodeURIComponent) as [string, string];
  if (user === '') return {};
  return pass === '' ? { token: user } : { user, pass };
}
