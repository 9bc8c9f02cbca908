import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

// Reads a stream with an ordered consumer and does nothing with it: `consume.ts NATS_URL STREAM SUBJECT AFTER COUNT`.
// Prints the CPU seconds that it took.
const [, , servers, stream, subject, after, count] = process.argv as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const nats = await connect({ servers });
const consumer = await jetstream(nats).consumers.get(stream, {
  filter_subjects: subject,
  opt_start_seq: Number(after) + 1,
});
const before = process.cpuUsage();
const messages = await consumer.consume({ max_messages: 1_000 });
let received = 0;
for await (const _ of messages) if (++received === Number(count)) break;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpu: (user + system) / 1e6 }));
await nats.close();
