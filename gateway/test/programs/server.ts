import { startNode } from '../harness.ts';
import type { Memory } from '../serverProcess.ts';

/** A gateway by itself, for `serverProcess.ts`: says its port, then how much memory it holds whenever it is asked. */
const node = await startNode(JSON.parse(process.argv[2]!), JSON.parse(process.argv[3]!));

process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send!({ heap: heapUsed + external, resident: rss } satisfies Memory);
});
process.on('disconnect', () => process.exit());
process.send!(node.port);
