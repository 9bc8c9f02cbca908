import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** Which way of writing backups this is; a restore refuses another. */
export const FORMAT = 1;
/** Written last, so that a folder without it is no backup. */
export const MANIFEST = 'manifest.json';

const Count = Type.Integer({ minimum: 0 });

const ManifestSchema = Type.Object({
  format: Type.Literal(FORMAT),
  /** Version of the Cozy that wrote it. */
  version: Type.String(),
  /** ISO time at which it was begun. */
  began_at: Type.String(),
  /** Documents by collection. */
  documents: Type.Record(Type.String(), Count),
  /** By partition: the place that the documents reach, and the last event that is in the backup. */
  log: Type.Array(Type.Object({ projected: Count, end: Count, events: Count }), { minItems: 1, maxItems: 256 }),
});

/** What a backup says of itself. */
export type Manifest = Static<typeof ManifestSchema>;

/** The file of a collection in a backup: BSON documents one after another, as mongodump writes them. */
export function collectionFile(folder: string, name: string): string {
  return join(folder, `${name}.bson.gz`);
}

/** The file of the log in a backup: one JSON object in each line. */
export function logFile(folder: string): string {
  return join(folder, 'log.jsonl.gz');
}

/** The folder of uploaded files in a backup; there is none without files, or where an S3 server has them. */
export function filesOf(folder: string): string {
  return join(folder, 'files');
}

/**
 * Reads a backup's manifest.
 *
 * @throws {Error} a sentence when the folder is no backup, or one that this Cozy cannot read.
 */
export function readManifest(folder: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'));
  } catch (error) {
    throw new Error(`${folder} is not a complete backup: its ${MANIFEST} cannot be read.`, { cause: error });
  }
  if (Value.Check(ManifestSchema, value)) return value;
  throw new Error(`${folder} is not a backup that this version of Cozy can read.`);
}
