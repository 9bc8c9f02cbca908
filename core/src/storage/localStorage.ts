import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { CozyError } from '@cozy/protocol';
import { assertKey, type ByteRange, type FileStorage } from './storage.ts';

/** Keeps files in a folder of this machine: a folder for each attachment. */
export class LocalStorage implements FileStorage {
  readonly #folder: string;

  /** @param folder made when the first file comes. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, path: string): Promise<void> {
    const target = this.#path(key);
    const partial = `${target}.${randomUUID()}.partial`;
    await available(async () => {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      try {
        await copyFile(path, partial);
        const file = await open(partial, 'r+');
        await file.sync().finally(() => file.close());
        await rename(partial, target);
      } finally {
        await rm(partial, { force: true });
      }
    });
  }

  async size(key: string): Promise<number | null> {
    const path = this.#path(key);
    return available(async () => (await stat(path)).size);
  }

  async read(key: string, range?: ByteRange): Promise<Readable | null> {
    const path = this.#path(key);
    return available(async () => {
      const file = await open(path, 'r');
      return createReadStream('', { fd: file, ...(range && { start: range.first, end: range.last }) });
    });
  }

  async withPath<T>(key: string, use: (path: string) => Promise<T>): Promise<T | null> {
    return (await this.size(key)) === null ? null : use(this.#path(key));
  }

  async removeAll(id: string): Promise<void> {
    assertKey(`${id}/x`);
    await available(() => rm(join(this.#folder, id), { recursive: true, force: true }));
  }

  async link(): Promise<null> {
    return null;
  }

  #path(key: string): string {
    assertKey(key);
    return join(this.#folder, key);
  }
}

/** Gives what the file system gives, null for a file that is not there. */
async function available<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CozyError('STORAGE_UNAVAILABLE', { retryAfter: 5, cause });
  }
}
