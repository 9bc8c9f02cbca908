import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileStorage } from './storage.ts';

/**
 * Keeps bytes under a key, as `FileStorage.put` keeps a file.
 *
 * @throws CozyError STORAGE_UNAVAILABLE.
 */
export async function putBytes(
  storage: Pick<FileStorage, 'put'>,
  key: string,
  bytes: Uint8Array,
  contentType: string,
): Promise<void> {
  const path = join(tmpdir(), `cozy-${randomUUID()}`);
  try {
    await writeFile(path, bytes, { mode: 0o600 });
    await storage.put(key, path, contentType);
  } finally {
    await rm(path, { force: true });
  }
}
