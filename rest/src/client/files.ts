import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** An encoding that a file is kept in. */
export type ContentEncoding = 'identity' | 'gzip' | 'br';

/** A file of the client, ready to be sent. */
export interface ClientFile {
  contentType: string;
  /** Its name holds a hash of its content, so it never changes. */
  immutable: boolean;
  /** Without quotes; the same for all encodings. */
  hash: string;
  bodies: ReadonlyMap<ContentEncoding, Uint8Array>;
}

/** Content types of what Vite writes; `compress` where the format is not compressed by itself. */
const TYPES: Record<string, { type: string; compress: boolean }> = {
  '.html': { type: 'text/html; charset=utf-8', compress: true },
  '.js': { type: 'text/javascript; charset=utf-8', compress: true },
  '.css': { type: 'text/css; charset=utf-8', compress: true },
  '.json': { type: 'application/json', compress: true },
  '.map': { type: 'application/json', compress: true },
  '.webmanifest': { type: 'application/manifest+json', compress: true },
  '.svg': { type: 'image/svg+xml', compress: true },
  '.txt': { type: 'text/plain; charset=utf-8', compress: true },
  '.wasm': { type: 'application/wasm', compress: true },
  '.ico': { type: 'image/x-icon', compress: true },
  '.png': { type: 'image/png', compress: false },
  '.jpg': { type: 'image/jpeg', compress: false },
  '.webp': { type: 'image/webp', compress: false },
  '.woff2': { type: 'font/woff2', compress: false },
};
const UNKNOWN_TYPE = { type: 'application/octet-stream', compress: false };

/** Vite's names of built assets: `assets/name-Hash1234.js`. */
const HASHED = /^\/assets\/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
/** Brotli's effort: 9 of 11 takes a tenth of the time for 2 % more bytes, and a start waits for it. */
const BROTLI_QUALITY = 9;
/** Bytes below which compressing saves no packet. */
const WORTH_COMPRESSING = 1024;

/**
 * Reads all files of the built client into memory, compressed once. Paths that are asked for later are looked up among
 * their names and never reach the file system, so no path can lead out of the folder.
 *
 * @param folder of the built client. Files whose names begin with a full stop are left out.
 * @returns files by their path in the address, `/assets/index-Hash1234.js`.
 * @throws the file system's errors.
 */
export async function readClientFiles(folder: string): Promise<ReadonlyMap<string, ClientFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: `/${relative(folder, file).split(sep).join('/')}` }))
    .filter(({ path }) => !path.includes('/.'));
  return new Map(
    await Promise.all(files.map(async ({ file, path }) => [path, await readClientFile(file, path)] as const)),
  );
}

async function readClientFile(file: string, path: string): Promise<ClientFile> {
  const content = await readFile(file);
  const { type, compress } = TYPES[extname(path).toLowerCase()] ?? UNKNOWN_TYPE;
  const bodies = new Map<ContentEncoding, Uint8Array>([['identity', content]]);
  if (compress && content.length >= WORTH_COMPRESSING) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    const [br, gz] = await Promise.all([brotli(content, { params }), deflate(content)]);
    bodies.set('br', br).set('gzip', gz);
  }
  return {
    contentType: type,
    immutable: HASHED.test(path),
    hash: createHash('sha256').update(content).digest('base64url').slice(0, 22),
    bodies,
  };
}
