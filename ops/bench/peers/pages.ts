import type { MessageDocument } from '@cozy/core';
import { MongoClient } from 'mongodb';
import { percentile } from '../measure.ts';

// Reads pages of messages at random places by one query each, with the driver alone:
// `pages.ts MONGODB_URI DATABASE CHANNEL MESSAGES LIMIT MS IN_FLIGHT`. Prints pages per second, and p50 and p99 in ms.
const [uri, name, channel] = process.argv.slice(2) as [string, string, string];
const [messages, limit, ms, inFlight] = process.argv.slice(5).map(Number) as [number, number, number, number];
const client = await new MongoClient(uri, { maxPoolSize: 20 }).connect();
const collection = client.db(name).collection<MessageDocument>('channel_messages');
/** As messageKey writes them; written out, so that nothing but the driver is loaded. */
const keyOf = (sequence: number) => `${channel}:${String(sequence).padStart(16, '0')}`;
const times: number[] = [];

async function page(): Promise<void> {
  const since = performance.now();
  const before = keyOf(limit + Math.floor(Math.random() * (messages - limit)));
  const range = { _id: { $gte: `${channel}:`, $lt: before }, deleted: false };
  const found = await collection.find(range).sort({ _id: -1 }).limit(limit).toArray();
  if (found.length !== limit) throw new Error(`A page has ${found.length} messages, not ${limit}.`);
  times.push(performance.now() - since);
}

/** Not measured: until the code is compiled and the pages are in the database's memory. */
const WARM_UP = 200;
for (let i = 0; i < WARM_UP; i++) await page();
times.length = 0;

const start = performance.now();
const work = async () => {
  while (performance.now() < start + ms) await page();
};
await Promise.all(Array.from({ length: inFlight }, work));
console.log(
  JSON.stringify({
    perSecond: (times.length / (performance.now() - start)) * 1_000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  }),
);
await client.close();
