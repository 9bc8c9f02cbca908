import { resolve } from 'node:path';
import { connectNats, filesFolder, s3Settings } from '@cozy/core';
import { failClosedWrites } from '@cozy/core/closed-writes';
import { createLogger } from '@cozy/core/logging';
import type { Settings } from '@cozy/core/settings';
import { MongoClient } from 'mongodb';
import { startEngines } from '../engines/index.ts';
import { mongoUri } from '../engines/mongo-ready.ts';
import { natsUrl } from '../engines/nats.ts';
import { knownPorts } from '../engines/ports.ts';
import { installEngines } from '../setup/index.ts';
import { Progress } from '../setup/progress.ts';
import { backUp } from './backup.ts';
import { readManifest } from './manifest.ts';
import { restore } from './restore.ts';

interface Addresses {
  mongodbUri: string;
  natsUrl: string;
}

/** Milliseconds to look for the database. */
const FIND_WITHIN = 5_000;

/**
 * `cozy backup FOLDER`: backs a running Cozy up, whose engines are those of MONGODB_URI and NATS_URL, or the private ones of
 * COZY_DATA.
 *
 * @throws {Error} a sentence about what is missing.
 */
export async function runBackup(folder: string, settings: Settings): Promise<void> {
  const ports = knownPorts(settings.data);
  const addresses = {
    mongodbUri: settings.mongodbUri ?? (ports && mongoUri(ports.mongodb)),
    natsUrl: settings.natsUrl ?? (ports && natsUrl(ports.nats)),
  };
  if (!addresses.mongodbUri || !addresses.natsUrl) {
    throw new Error(
      `No Cozy has run in ${settings.data}. Name its folder by COZY_DATA, or set MONGODB_URI and NATS_URL.`,
    );
  }
  const progress = new Progress();
  await withEngines(addresses as Addresses, settings, ({ database, nats }) =>
    backUp(resolve(folder), { database, nats }, progress, s3Settings(settings) ? null : filesFolder(settings.data)),
  );
  progress.say(
    `\nThe backup is in ${resolve(folder)}. It holds password hashes and signing keys: keep it where nobody else reads.`,
  );
}

/**
 * `cozy restore FOLDER`: restores a backup into empty engines: those of MONGODB_URI and NATS_URL, or private ones in COZY_DATA,
 * which run only meanwhile.
 *
 * @throws {Error} a sentence about what is wrong.
 */
export async function runRestore(folder: string, settings: Settings): Promise<void> {
  const progress = new Progress();
  const manifest = readManifest(resolve(folder));
  const into = (addresses: Addresses) =>
    withEngines(addresses, settings, (engines) =>
      restore(resolve(folder), manifest, { ...settings, ...addresses }, engines, progress),
    );
  const { mongodbUri, natsUrl } = settings;
  if (mongodbUri && natsUrl) await into({ mongodbUri, natsUrl });
  else {
    await installEngines(settings, progress);
    const engines = await startEngines({
      dataDir: settings.data,
      cacheDir: settings.cache,
      mongodbUri,
      natsUrl,
      logSync: settings.logSync,
    });
    await into(engines).finally(() => engines.stop());
  }
  progress.say('\nThe backup is restored. Start Cozy; its projector goes on where the backup ended.');
}

async function withEngines<T>(
  { mongodbUri, natsUrl }: Addresses,
  settings: Settings,
  use: (engines: Parameters<typeof restore>[3]) => Promise<T>,
): Promise<T> {
  const logger = createLogger({ logLevel: 'warn' }, 'cozy');
  failClosedWrites();
  const client = new MongoClient(mongodbUri, { serverSelectionTimeoutMS: FIND_WITHIN });
  try {
    await client.connect();
  } catch (error) {
    throw new Error('The database does not answer. Does Cozy run?', { cause: error });
  }
  try {
    const nats = await connectNats(natsUrl, logger, () => undefined);
    try {
      return await use({ database: client.db(settings.mongodbDb), nats, logger });
    } finally {
      await nats.close();
    }
  } finally {
    await client.close();
  }
}
