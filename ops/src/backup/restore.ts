import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { EventLog, filesFolder, s3Settings } from '@cozy/core';
import { openDatabase } from '@cozy/core/database';
import type { Settings } from '@cozy/core/settings';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import type { Progress } from '../setup/progress.ts';
import { readDocuments } from './documents.ts';
import { appendEvents, beginAt, endOf, savedEvents } from './log.ts';
import { collectionFile, filesOf, logFile, type Manifest } from './manifest.ts';

/**
 * Events of one partition that can have been stored in a second at most. 19,600 a second were measured for a whole
 * nats-server at its laxest (DESIGN, "Parts"), which has many partitions.
 */
const STORED_PER_SECOND = 20_000;
/** Sequences that are left out at least, should clocks differ. */
const LEFT_OUT = 1_000_000;

/**
 * Restores a backup into engines that are empty.
 *
 * Every partition goes on at a sequence that no client can have seen, however long the lost Cozy ran on after the
 * backup: a cursor of before is older than the log then, and its client resynchronizes. The events after the
 * projector's place get new sequences there, and the projector applies them when Cozy starts.
 *
 * @param manifest of the backup in `folder`.
 * @param settings of the Cozy that will run on it.
 * @throws {Error} a sentence when the engines are not empty, a file of the backup is not whole, or COZY_PARTITIONS differs.
 */
export async function restore(
  folder: string,
  manifest: Manifest,
  settings: Settings & { mongodbUri: string },
  { database, nats, logger }: { database: Db; nats: NatsConnection; logger: Logger },
  progress: Progress,
): Promise<void> {
  const partitions = manifest.log.length;
  if (settings.partitions !== partitions) {
    throw new Error(`The backup's log has ${partitions} partitions: set COZY_PARTITIONS=${partitions}.`);
  }
  await requireEmpty(database, nats);
  for (const [name, expected] of Object.entries(manifest.documents)) {
    await progress.step(name, async () => {
      const count = await readDocuments(collectionFile(folder, name), database.collection(name));
      if (count !== expected) throw new Error(`The backup has ${count} of ${expected} documents of ${name}.`);
      return `${count} documents`;
    });
  }
  await progress.step('log', async () => {
    await EventLog.open(nats, { ...settings, replicas: settings.natsReplicas }, logger);
    return `${await restoreLog(folder, manifest, database, nats)} events`;
  });
  const files = filesOf(folder);
  if (existsSync(files)) {
    await progress.step('files', async () => {
      if (s3Settings(settings)) throw new Error('The backup has files: restore it without S3_ENDPOINT.');
      await cp(files, filesFolder(settings.data), { recursive: true });
      return 'copied';
    });
  }
  await progress.step('indexes', async () => {
    const opened = await openDatabase(settings.mongodbUri, settings.mongodbDb, logger);
    await opened.close();
    return 'made';
  });
}

async function requireEmpty(database: Db, nats: NatsConnection): Promise<void> {
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
    if (name.startsWith('system.') || !(await database.collection(name).findOne())) continue;
    throw new Error(
      `The database ${database.databaseName} is not empty. Restore into an empty one, while no Cozy runs on it.`,
    );
  }
  for await (const name of (await jetstreamManager(nats)).streams.names('ev.>')) {
    const partition = Number(name.slice('EV_'.length));
    if (Number.isInteger(partition) && (await endOf(nats, partition)) === 0) continue;
    throw new Error('The log on this NATS is not empty. Restore into an empty one, while no Cozy runs on it.');
  }
}

async function restoreLog(folder: string, manifest: Manifest, database: Db, nats: NatsConnection): Promise<number> {
  const seconds = Math.max(0, (Date.now() - Date.parse(manifest.began_at)) / 1000);
  const leftOut = Math.max(LEFT_OUT, Math.ceil(seconds * STORED_PER_SECOND));
  const next = manifest.log.map(({ end }) => end + leftOut + 1);
  for (const [partition, first] of next.entries()) await beginAt(nats, partition, first);
  // The documents reach up to the events that follow.
  const places = next.map((first, partition) => ({ _id: String(partition), sequence: first - 1 }));
  const appended = await appendEvents(nats, savedEvents(logFile(folder)), next);
  for (const [partition, { events }] of manifest.log.entries()) {
    if (appended[partition] === events) continue;
    throw new Error(`The backup has ${appended[partition]} of ${events} events of partition ${partition}.`);
  }
  await database.collection<{ _id: string }>('progress').insertMany(places);
  return appended.reduce((sum, count) => sum + count, 0);
}
