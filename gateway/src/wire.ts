import { deflateRawSync } from 'node:zlib';
import { DICTIONARIES, type Encoding } from '@cozy/protocol';
import { bytesBeforeCompression, bytesCompressed } from './metrics.ts';

/** How messages are written for a connection: its encoding, and the version of its dictionary, 0 without compression. */
export interface Wire {
  readonly encoding: Encoding;
  readonly dictionary: number;
  /** Tells wires apart in the names of topics. */
  readonly key: string;
}

/** Bytes below which a message is not compressed: an acknowledgement or an answer of nothing. */
const WORTH_IT = 48;

/**
 * Measured on recorded traffic: 9 is no smaller, 4 takes 2 to 3 % more bytes; of the CPU, level 6 takes as much as 4 for
 * one event, and a fifth more for eight together.
 */
const LEVEL = 6;

const wires = new Map<string, Wire>();
for (const encoding of ['msgpack', 'json'] as const) add(encoding, 0);
for (const version of DICTIONARIES.keys()) add('msgpack', version);

function add(encoding: Encoding, dictionary: number): void {
  const key = `${encoding}${dictionary || ''}`;
  wires.set(key, { encoding, dictionary, key });
}

/**
 * Finds the way to write for a connection.
 *
 * @param dictionary version of the dictionary, 0 for no compression.
 * @returns undefined when there is none: an unknown version, or compressed JSON.
 */
export function wireFor(encoding: Encoding, dictionary: number): Wire | undefined {
  return wires.get(`${encoding}${dictionary || ''}`);
}

/**
 * Makes a message of frames. With a dictionary it begins with a byte: 0, and the frames follow as they are; or the
 * dictionary's version, and they follow compressed, if that is smaller (SPEC [GW-49]).
 */
export function wrap({ dictionary }: Wire, frames: Uint8Array): Uint8Array {
  if (dictionary === 0) return frames;
  return compress(dictionary, frames) ?? tagged(0, frames);
}

function compress(dictionary: number, frames: Uint8Array): Uint8Array | null {
  if (frames.length < WORTH_IT) return null;
  const compressed = deflateRawSync(frames, { level: LEVEL, dictionary: DICTIONARIES.get(dictionary)! });
  if (compressed.length >= frames.length) return null;
  bytesBeforeCompression.inc(frames.length);
  bytesCompressed.inc(compressed.length);
  return tagged(dictionary, compressed);
}

function tagged(tag: number, bytes: Uint8Array): Uint8Array {
  const message = Buffer.allocUnsafe(bytes.length + 1);
  message[0] = tag;
  message.set(bytes, 1);
  return message;
}
