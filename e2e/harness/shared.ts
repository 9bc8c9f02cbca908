import { freePorts } from '@cozy/ops/ports';
import { after } from 'mocha';
import { Cluster } from './cluster.ts';

let started: Promise<Cluster> | undefined;
let site: Promise<number> | undefined;

/** A port of this machine whose pages the shared cluster may preview. Whoever serves there ends it. */
export function sitePort(): Promise<number> {
  site ??= freePorts(1).then(([port]) => port!);
  return site;
}

/**
 * The cluster of two nodes and a worker that the tests of a run share, started by the first that asks. Who kills a part
 * of it starts it again; who stops engines takes a cluster of its own.
 */
export function sharedCluster(): Promise<Cluster> {
  started ??= sitePort().then((port) =>
    Cluster.start({ nodes: 2, settings: { COZY_PREVIEW_PRIVATE_HOSTS: `127.0.0.1:${port}` } }),
  );
  return started;
}

// Outside of every suite: after all files of the run.
after(async function () {
  this.timeout(30_000);
  // A start that failed has left nothing, and was reported by the test that asked.
  const cluster = await started?.catch(() => undefined);
  await cluster?.end();
});
