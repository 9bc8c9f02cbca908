import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BSON, type Collection, type Document } from 'mongodb';

/** Documents that are written to the database together, and the bytes at which fewer are. */
const BATCH = 1_000;
const BATCH_BYTES = 8 * 1024 * 1024;
/** Types stay as they are: a 64-bit number must not come back as a float. */
const EXACT = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const;

/**
 * Writes a collection's documents to a file.
 *
 * @param isKept asked for each document, decoded; all by default, which then need not be decoded.
 * @returns how many were written.
 */
export async function writeDocuments(
  collection: Collection,
  file: string,
  isKept?: (document: Document) => boolean,
): Promise<number> {
  let count = 0;
  async function* documents(): AsyncGenerator<Uint8Array> {
    const cursor = collection.find({}, { raw: true });
    for await (const raw of cursor) {
      const bytes = raw as unknown as Uint8Array;
      if (isKept && !isKept(BSON.deserialize(bytes))) continue;
      count += 1;
      yield bytes;
    }
  }
  await pipeline(documents, createGzip(), createWriteStream(file, { mode: 0o600 }));
  return count;
}

/**
 * Puts a file's documents into a collection that has none of them.
 *
 * @returns how many.
 */
export async function readDocuments(file: string, collection: Collection): Promise<number> {
  let count = 0;
  let batch: Document[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length > 0) await collection.insertMany(batch, { ordered: false });
    count += batch.length;
    batch = [];
    bytes = 0;
  };
  await pipeline(createReadStream(file), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const raw of split(chunks)) {
      batch.push(BSON.deserialize(raw, EXACT));
      bytes += raw.length;
      if (batch.length >= BATCH || bytes >= BATCH_BYTES) await flush();
    }
    await flush();
  });
  return count;
}

// Each document begins with its length, itself included (https://bsonspec.org/spec.html).
async function* split(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    while (rest.length >= 4) {
      const length = rest.readInt32LE(0);
      if (rest.length < length) break;
      yield rest.subarray(0, length);
      rest = rest.subarray(length);
    }
  }
  if (rest.length > 0) throw new Error('The file of a collection ends within a document.');
}
