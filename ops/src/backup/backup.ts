import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { partitionOf } from '@cozy/core';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Db, Document } from 'mongodb';
import pkg from '../../../package.json' with { type: 'json' };
import type { Progress } from '../setup/progress.ts';
import { writeDocuments } from './documents.ts';
import { countPartitions, endOf, readEvents } from './log.ts';
import { collectionFile, FORMAT, filesOf, logFile, MANIFEST, type Manifest } from './manifest.ts';

/**
 * Collections that commands write. They are read after the log: a document is committed before its events, so whatever
 * the log's events speak of is in them.
 */
const COMMITTED = ['attachments', 'sessions', 'invites', 'relationships', 'members', 'communities', 'users', 'keys'];
/** Where the projector keeps its place; read first and kept in the manifest. */
const PROGRESS = 'progress';
/** The search index, which is built from the messages when it is missing. */
const DERIVED = ['search_messages', 'search_state'];
/** Fields of users that no two may share. */
const UNIQUE = ['username', 'email'] as const;
/** How often the accounts are read again because names changed hands meanwhile. */
const TRIES = 5;

/**
 * Writes everything that a running Cozy holds to a folder, in an order that makes it whole (see docs/operations.md):
 * the projector's place; the documents that it writes; the events of the log after that place; the documents that
 * commands write; the files that they speak of.
 *
 * @param folder which must not exist, or be empty. It appears once the backup is complete.
 * @param files folder of uploaded files; null where an S3 server has them.
 * @throws {Error} a sentence when the folder is in use or there is no log.
 */
export async function backUp(
  folder: string,
  { database, nats }: { database: Db; nats: NatsConnection },
  progress: Progress,
  files: string | null = null,
): Promise<Manifest> {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty.`);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  // It holds password hashes and signing keys.
  mkdirSync(partial, { recursive: true, mode: 0o700 });

  const began_at = new Date().toISOString();
  const partitions = await countPartitions(nats);
  const places = await projectedPlaces(database, partitions);
  const documents: Record<string, number> = {};
  const write = (name: string, isKept?: (document: Document) => boolean) =>
    progress.step(name, async () => {
      const count = await writeDocuments(database.collection(name), collectionFile(partial, name), isKept);
      documents[name] = count;
      return `${count} documents`;
    });

  const all = (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
  for (const name of all) {
    if ([...COMMITTED, ...DERIVED, PROGRESS].includes(name) || name.startsWith('system.')) continue;
    // A message stands in its community's partition at its sequence. One that was projected meanwhile follows with the log;
    // without those before it, it would be out of order.
    await write(name, ({ community_id, sequence }) => {
      if (typeof community_id !== 'string' || typeof sequence !== 'number') return true;
      return sequence <= places[partitionOf(community_id, partitions)]!;
    });
  }
  let log: Manifest['log'] = [];
  await progress.step('log', async () => {
    log = await writeLog(nats, places, logFile(partial));
    return `${log.reduce((sum, { events }) => sum + events, 0)} events`;
  });
  for (const name of COMMITTED) {
    if (!all.includes(name)) continue;
    if (name !== 'users') await write(name);
    else await writeUsers(write);
  }

  if (files !== null && existsSync(files)) {
    await progress.step('files', async () => {
      await cp(files, filesOf(partial), { recursive: true });
      return 'copied';
    });
  }

  const lost = log.reduce((sum, { projected, end, events }) => sum + (end - projected - events), 0);
  if (lost > 0) progress.say(`${lost} events were removed by retention before they were projected; they are lost.`);
  const manifest: Manifest = { format: FORMAT, version: pkg.version, began_at, documents, log };
  writeFileSync(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  return manifest;
}

async function projectedPlaces(database: Db, partitions: number): Promise<number[]> {
  const documents = await database.collection<{ _id: string; sequence: number }>(PROGRESS).find().toArray();
  const places = new Map(documents.map(({ _id, sequence }) => [_id, sequence]));
  return Array.from({ length: partitions }, (_, partition) => places.get(String(partition)) ?? 0);
}

async function writeLog(nats: NatsConnection, places: readonly number[], file: string): Promise<Manifest['log']> {
  const log: Manifest['log'] = [];
  async function* lines(): AsyncGenerator<string> {
    for (const [partition, projected] of places.entries()) {
      const end = await endOf(nats, partition);
      let events = 0;
      for await (const event of readEvents(nats, partition, projected, end)) {
        events += 1;
        yield `${JSON.stringify(event)}\n`;
      }
      log.push({ projected, end: Math.max(end, projected), events });
    }
  }
  await pipeline(lines, createGzip(), createWriteStream(file, { mode: 0o600 }));
  return log;
}

// Who takes a name that another has just given up would be read with it beside them, and no database would take both.
async function writeUsers(
  write: (name: string, isKept: (document: Document) => boolean) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const seen = new Set<string>();
    let isTorn = false;
    await write('users', (user) => {
      for (const field of UNIQUE) {
        const value = user[field] === undefined ? undefined : `${field} ${user[field]}`;
        if (value === undefined) continue;
        if (seen.has(value)) isTorn = true;
        seen.add(value);
      }
      return true;
    });
    if (!isTorn) return;
  }
  throw new Error('Accounts exchanged their names all the time while they were read. Try again.');
}
