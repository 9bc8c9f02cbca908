import { MongoClient } from 'mongodb';
import { percentile } from '../measure.ts';

// Finds messages by one query of the index of words each, with the driver alone:
// `search.ts MONGODB_URI DATABASE CHANNEL LIMIT MS WORDS`, where WORDS are sets of words, as JSON, that are asked for in
// turn. Prints p50 and p99 in ms.
const [uri, name, channel] = process.argv.slice(2) as [string, string, string];
const [limit, ms] = process.argv.slice(5, 7).map(Number) as [number, number];
const queries = JSON.parse(process.argv[7]!) as string[][];
const client = await new MongoClient(uri).connect();
const collection = client
  .db(name)
  .collection<{ _id: string; key: string; words: string[]; channel_id: string }>('search_messages');
const times: number[] = [];

async function find(words: readonly string[]): Promise<void> {
  const since = performance.now();
  const conditions = words.map((word) => ({ words: word }));
  const query = { $and: [...conditions, { channel_id: channel }] };
  await collection
    .find(query, { projection: { key: 1 } })
    .sort({ _id: -1 })
    .limit(limit)
    .toArray();
  times.push(performance.now() - since);
}

/** Not measured: until the code is compiled and the pages are in the database's memory. */
const WARM_UP = 10;
for (let i = 0; i < WARM_UP; i++) await find(queries[i % queries.length]!);
times.length = 0;

const end = performance.now() + ms;
for (let i = 0; performance.now() < end; i++) await find(queries[i % queries.length]!);
console.log(JSON.stringify({ p50: percentile(times, 0.5), p99: percentile(times, 0.99) }));
await client.close();
