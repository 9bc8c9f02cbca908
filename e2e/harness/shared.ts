import { after } from 'mocha';
import { Cluster } from './cluster.ts';

let started: Promise<Cluster> | undefined;

/**
 * The cluster of two nodes and a worker that the tests of a run share, started by the first that asks. Who kills a part
 * of it starts it again; who stops engines takes a cluster of its own.
 */
export function sharedCluster(): Promise<Cluster> {
  started ??= Cluster.start({ nodes: 2 });
  return started;
}

// Outside of every suite: after all files of the run.
after(async function () {
  this.timeout(30_000);
  // A start that failed has left nothing, and was reported by the test that asked.
  const cluster = await started?.catch(() => undefined);
  await cluster?.end();
});
