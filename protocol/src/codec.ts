import { type Options, Packr, Unpackr } from 'msgpackr';

/** How frames are written on a connection (`/gateway?encoding=`). */
export type Encoding = 'msgpack' | 'json';

// Plain maps, so that any MessagePack library reads them; 64-bit integers as numbers, because no field needs more than 53.
// Undefined fields are left out, as in JSON: msgpackr would write them as an extension that other libraries do not know.
// `skipValues` is missing in msgpackr's own types.
const packr = new Packr({ useRecords: false, skipValues: [undefined], int64AsType: 'number' } as Options);
const unpackr = new Unpackr({ useRecords: false, int64AsType: 'number', mapsAsObjects: true });
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Raised for bytes that are not frames in the connection's encoding. */
export class DecodeError extends Error {
  override name = 'DecodeError';
}

/**
 * Writes one frame.
 *
 * @param encoding of the connection.
 * @param frame a plain value; undefined fields are left out.
 * @returns bytes that stay valid; a JSON frame ends with a line feed, so that frames can stand one after another.
 */
export function encodeFrame(encoding: Encoding, frame: object): Uint8Array {
  if (encoding === 'json') return new TextEncoder().encode(`${JSON.stringify(frame)}\n`);
  return packr.pack(frame);
}

/**
 * Reads all frames of one WebSocket message.
 *
 * @param encoding of the connection.
 * @param data the message: text is taken for JSON only, bytes for both.
 * @param maxDepth of arrays and maps inside one another; deeper is an error.
 * @returns the frames as they were written, not checked against any schema.
 * @throws DecodeError when the bytes end early, are not of this encoding, or nest too deep.
 */
export function decodeFrames(encoding: Encoding, data: string | ArrayBuffer | Uint8Array, maxDepth = 64): unknown[] {
  try {
    const frames = encoding === 'json' ? decodeLines(data) : decodePacked(data);
    for (const frame of frames) if (!withinDepth(frame, maxDepth)) throw new DecodeError('Nested too deep');
    return frames;
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    throw new DecodeError(`Not valid ${encoding}`, { cause: error });
  }
}

function decodeLines(data: string | ArrayBuffer | Uint8Array): unknown[] {
  const text = typeof data === 'string' ? data : utf8.decode(data);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown);
}

function decodePacked(data: string | ArrayBuffer | Uint8Array): unknown[] {
  if (typeof data === 'string') throw new DecodeError('MessagePack comes in binary messages');
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  if (bytes.length === 0) throw new DecodeError('An empty message');
  return unpackr.unpackMultiple(bytes) as unknown[];
}

function withinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  for (const child of Array.isArray(value) ? value : Object.values(value))
    if (!withinDepth(child, depth - 1)) return false;
  return true;
}
