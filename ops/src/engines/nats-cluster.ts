import { join } from 'node:path';
import type { Settings } from '@cozy/core/settings';
import { Supervised } from '../process/supervised.ts';
import { enginePaths } from '../setup/versions.ts';
import type { Engine } from './index.ts';
import { launchNats, natsUrl } from './nats.ts';
import { freePorts } from './ports.ts';

/** What `startNatsCluster` needs to know. */
export interface NatsClusterOptions {
  /** Folder for the servers' data and logs. */
  dataDir: string;
  /** Folder where `npm start` installed nats-server. */
  cacheDir: string;
  /** How many servers; the log can then be kept as many times. */
  size: number;
  /** When each server writes the log through to disk. */
  logSync: Settings['logSync'];
  /** Told, in sentences, when a server died and when it is back. */
  report: (sentence: string) => void;
}

/** One server of a cluster, under supervision. */
export interface NatsNode extends Engine {
  readonly name: string;
  /** Whether it runs, knows the cluster's leader, and its copies of all streams are up to date. */
  isHealthy(): Promise<boolean>;
}

/** A running NATS cluster on loopback. */
export interface NatsCluster {
  readonly nodes: readonly NatsNode[];
  /** The addresses of all servers, separated by commas. */
  readonly url: string;
  /** Stops all servers. */
  stop(): Promise<void>;
}

/** Milliseconds that a server gets to tell how it is. */
const HEALTH_WITHIN = 2_000;

/**
 * Starts several nats-servers with JetStream as one cluster, each supervised, on free ports.
 * @returns once each greets clients; the cluster may still be choosing its leader then, which `isHealthy` tells.
 * @throws {Error} when one does not come up; none is left running then.
 */
export async function startNatsCluster(options: NatsClusterOptions): Promise<NatsCluster> {
  const { size, dataDir, cacheDir, logSync, report } = options;
  const ports = await freePorts(3 * size);
  const [clientPorts, routePorts, healthPorts] = [0, 1, 2].map((i) => ports.slice(i * size, (i + 1) * size));
  const nodes = clientPorts!.map((port, i) => {
    const server = `nats-${i + 1}`;
    const healthPort = healthPorts![i]!;
    const others = routePorts!.filter((_, k) => k !== i);
    const supervised = new Supervised({
      name: server,
      report,
      launch: () =>
        launchNats({
          binary: enginePaths(cacheDir).natsServer,
          dataDir: join(dataDir, server),
          port,
          logSync,
          logFile: join(dataDir, 'logs', `${server}.log`),
          cluster: { server, ports: [routePorts![i]!, ...others], healthPort },
        }),
    });
    return Object.assign(supervised, { isHealthy: () => answersHealthy(healthPort) });
  });
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  // Each waits for the others before it knows a leader, so they start together.
  const results = await Promise.allSettled(nodes.map((node) => node.start()));
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    await stop();
    throw result.reason;
  }
  return { nodes, url: clientPorts!.map(natsUrl).join(','), stop };
}

async function answersHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(HEALTH_WITHIN) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // It is down, or too busy to answer.
    return false;
  }
}
