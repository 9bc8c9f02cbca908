import { type Options, Packr, Unpackr } from 'msgpackr';
import { DecodeError, scanFrames } from './msgpack-scan.ts';

export { DecodeError } from './msgpack-scan.ts';

/** How frames are written on a connection (`/gateway?encoding=`). */
export type Encoding = 'msgpack' | 'json';

// Plain maps, so that any MessagePack library reads them; 64-bit integers as numbers, because no field needs more than 53.
// Undefined fields are left out, as in JSON: msgpackr would write them as an extension that other libraries do not know.
// `skipValues` is missing in msgpackr's own types.
const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  skipValues: [undefined],
  int64AsType: 'number',
} as Options);
const unpackr = new Unpackr({ useRecords: false, int64AsType: 'number', mapsAsObjects: true });
const utf8 = new TextDecoder('utf-8', { fatal: true });

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
 * @returns the frames as they were written, each a map, not checked against any schema; at least one.
 * @throws DecodeError when the message is empty, ends early, is not of this encoding, or nests too deep.
 */
export function decodeFrames(encoding: Encoding, data: string | ArrayBuffer | Uint8Array, maxDepth = 64): object[] {
  try {
    return encoding === 'json' ? decodeLines(data, maxDepth) : decodePacked(data, maxDepth);
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    throw new DecodeError(`Not valid ${encoding}`, { cause: error });
  }
}

function decodeLines(data: string | ArrayBuffer | Uint8Array, maxDepth: number): object[] {
  const text = typeof data === 'string' ? data : utf8.decode(data);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new DecodeError('An empty message');
  return lines.map((line) => {
    const frame: unknown = JSON.parse(line);
    if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) throw new DecodeError('A frame is a map');
    if (!withinDepth(frame, maxDepth)) throw new DecodeError('Nested too deep');
    return frame;
  });
}

function decodePacked(data: string | ArrayBuffer | Uint8Array, maxDepth: number): object[] {
  if (typeof data === 'string') throw new DecodeError('MessagePack comes in binary messages');
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  if (bytes.length === 0) throw new DecodeError('An empty message');
  scanFrames(bytes, maxDepth);
  return unpackr.unpackMultiple(bytes) as object[];
}

function withinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((child) => withinDepth(child, depth - 1));
}
