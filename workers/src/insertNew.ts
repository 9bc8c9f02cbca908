import { isDuplicateKey } from '@cozy/core';
import type { Collection } from 'mongodb';

/** Inserts the documents that are not there yet: a repeated batch finds its own there already. */
export async function insertNew<D extends { _id: string }>(
  collection: Collection<D>,
  documents: readonly D[],
): Promise<void> {
  if (documents.length === 0) return;
  try {
    await collection.insertMany(documents as never, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const found = await collection
      .find({ _id: { $in: documents.map(({ _id }) => _id) } } as never, { projection: { _id: 1 } })
      .toArray();
    const present = new Set(found.map(({ _id }) => _id as string));
    const missing = documents.filter(({ _id }) => !present.has(_id));
    if (missing.length > 0) await collection.insertMany(missing as never, { ordered: false });
  }
}
