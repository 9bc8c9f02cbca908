import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { percentile } from '../measure.ts';

// Publishes to a stream and waits for each acknowledgement, as bare as it can be:
// `publish.ts NATS_URL BYTES PER_SECOND MS IN_FLIGHT`. PER_SECOND 0 publishes whenever fewer than IN_FLIGHT are under way.
// Prints acknowledgements per second, p50 and p99 in ms, and the CPU seconds that it took.
const [bytes, perSecond, ms, inFlight] = process.argv.slice(3).map(Number) as [number, number, number, number];
const nats = await connect({ servers: process.argv[2]! });
const manager = await jetstreamManager(nats);
await manager.streams.add({ name: 'BARE', subjects: ['bare'] });
const log = manager.jetstream();
const payload = new Uint8Array(bytes);
const times: number[] = [];
let number = 0;

async function publish(): Promise<void> {
  const since = performance.now();
  // With an id, as every event of Cozy has one, by which repeats are recognized.
  await log.publish('bare', payload, { msgID: `${process.pid}:${++number}` });
  times.push(performance.now() - since);
}

/** Not measured: until the code is compiled. */
const WARM_UP = 500;
for (let i = 0; i < WARM_UP; i++) await publish();
times.length = 0;

const before = process.cpuUsage();
const start = performance.now();
const until = start + ms;
if (perSecond > 0) {
  const pending = new Set<Promise<void>>();
  const count = (perSecond * ms) / 1_000;
  for (let i = 0; i < count; i++) {
    const wait = start + (i / perSecond) * 1_000 - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const one = publish().finally(() => pending.delete(one));
    pending.add(one);
  }
  await Promise.all(pending);
} else {
  const work = async () => {
    while (performance.now() < until) await publish();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    perSecond: (times.length / (performance.now() - start)) * 1_000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    cpu: (user + system) / 1e6,
  }),
);
await nats.close();
