import type { Readable } from 'node:stream';

/** A stretch of bytes, both ends included, as HTTP's Range counts. */
export interface ByteRange {
  first: number;
  last: number;
}

/** How a browser is to take a file that it is sent to. */
export interface LinkOptions {
  contentType: string;
  /** Content-Disposition. */
  disposition: string;
}

/**
 * Where files are kept. A key is an attachment's id, a slash and a name of letters, digits, dots and hyphens. Everything
 * fails with CozyError STORAGE_UNAVAILABLE when the store cannot be reached.
 */
export interface FileStorage {
  /** Keeps a file of this machine under a key, in place of what is there. It is there in whole, or not at all. */
  put(key: string, path: string, contentType: string): Promise<void>;
  /** How many bytes a file has; null when there is none. */
  size(key: string): Promise<number | null>;
  /** Reads a file, or a stretch that it has; null when there is none. Who stops early must destroy the stream. */
  read(key: string, range?: ByteRange): Promise<Readable | null>;
  /**
   * Gives a file to a program that needs a path. The path holds until `use` is done, and may be the file itself: it may
   * only be read.
   *
   * @returns what `use` gives; null when there is no such file.
   */
  withPath<T>(key: string, use: (path: string) => Promise<T>): Promise<T | null>;
  /** Removes all files of an attachment, and what an unfinished upload has left. Repeating it changes nothing. */
  removeAll(id: string): Promise<void>;
  /** An address at which a browser finds the file by itself, for an hour; null where there is none. */
  link(key: string, options: LinkOptions): Promise<string | null>;
}

const KEY = /^[0-9]+\/[A-Za-z0-9][A-Za-z0-9.-]*$/;

/** Checks a key before it becomes a path. @throws RangeError for what is none: keys are never taken from outside. */
export function assertKey(key: string): void {
  if (!KEY.test(key)) throw new RangeError(`Not the key of a file: ${key}`);
}
