import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** An encoding that a file is kept in. */
export type ContentEncoding = 'identity' | 'gzip' | 'br';

/** A file that is ready to be sent. */
export interface PreparedFile {
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
export async function readClientFiles(folder: string): Promise<ReadonlyMap<string, PreparedFile>> {
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

async function readClientFile(file: string, path: string): Promise<PreparedFile> {
  const { type, compress } = TYPES[extname(path).toLowerCase()] ?? UNKNOWN_TYPE;
  return { ...(await prepareFile(await readFile(file), type, compress)), immutable: HASHED.test(path) };
}

/**
 * Makes a file ready to be sent: hashed, and compressed once instead of for every reader.
 *
 * @param compress where the format is not compressed by itself.
 */
export async function prepareFile(
  content: string | Uint8Array,
  contentType: string,
  compress = true,
): Promise<PreparedFile> {
  const plain = Buffer.from(content);
  const bodies = new Map<ContentEncoding, Uint8Array>([['identity', plain]]);
  if (compress && plain.length >= WORTH_COMPRESSING) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    const [br, gz] = await Promise.all([brotli(plain, { params }), deflate(plain)]);
    bodies.set('br', br).set('gzip', gz);
  }
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return { contentType, immutable: false, hash, bodies };
}
