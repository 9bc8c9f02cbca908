import { failClosedWrites } from '@cozy/core/closed-writes';
import { MongoClient } from 'mongodb';
import { waitUntilReady } from '../process/native.ts';

/**
 * Waits until a MongoDB server on loopback answers a ping, at most 60 s.
 * @throws {Error} when the process ended before or the time is over.
 */
export async function awaitMongo(
  port: number,
  process: { name: string; exited: Promise<string>; logFile: string },
): Promise<void> {
  failClosedWrites();
  const client = new MongoClient(mongoUri(port), { serverSelectionTimeoutMS: 1000, heartbeatFrequencyMS: 500 });
  try {
    await waitUntilReady(async () => (await client.db('admin').command({ ping: 1 })).ok === 1, {
      ...process,
      withinMs: 60_000,
    });
  } finally {
    await client.close();
  }
}

/** Address of a private database. */
export function mongoUri(port: number): string {
  return `mongodb://127.0.0.1:${port}/`;
}
