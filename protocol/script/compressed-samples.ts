import { constants, deflateRawSync } from 'node:zlib';
import { DICTIONARIES, encodeFrame, LIMITS, Op } from '../src/index.ts';
import { EVENT_SAMPLES, SERVER_SAMPLES } from './samples.ts';

const dictionary = DICTIONARIES.get(1)!;
const message = { op: Op.Dispatch, t: 'MESSAGE_CREATE', s: [3, 101], d: EVENT_SAMPLES.MESSAGE_CREATE };
const ready = { op: Op.Dispatch, t: 'READY', d: EVENT_SAMPLES.READY };
const hello = SERVER_SAMPLES.hello!;

const packed = (...frames: object[]) => Buffer.concat(frames.map((frame) => encodeFrame('msgpack', frame)));
const tagged = (version: number, body: Uint8Array) => Buffer.concat([Uint8Array.of(version), body]);
const compressed = (body: Uint8Array, options: object = {}) =>
  tagged(1, deflateRawSync(body, { dictionary, level: 9, ...options }));

const long = 'x'.repeat(70_000);

/** Bytes that lie before the dictionary of who writes, where who reads has nothing. */
const beyond = Buffer.from('something that is in no dictionary of this protocol');

/** Messages of a connection with `compress=dict` and the frames that they hold. */
export const COMPRESSED: Record<string, { message: Buffer; frames: object[] }> = {
  'plain, one frame': { message: tagged(0, packed(hello)), frames: [hello] },
  'plain, two frames': { message: tagged(0, packed(hello, message)), frames: [hello, message] },
  'compressed, one frame': { message: compressed(packed(message)), frames: [message] },
  'compressed, READY': { message: compressed(packed(ready)), frames: [ready] },
  'compressed, three frames': {
    message: compressed(packed(message, hello, message)),
    frames: [message, hello, message],
  },
  'compressed with fixed codes': {
    message: compressed(packed(message), { strategy: constants.Z_FIXED }),
    frames: [message],
  },
  'compressed without matches': {
    message: compressed(packed(message), { strategy: constants.Z_HUFFMAN_ONLY }),
    frames: [message],
  },
  'stored in deflate': { message: compressed(packed(message), { level: 0 }), frames: [message] },
  'compressed, more than 64 KiB': {
    message: compressed(packed({ op: Op.Dispatch, t: 'X', d: long })),
    frames: [{ op: Op.Dispatch, t: 'X', d: long }],
  },
};

/** Messages that a client with `compress=dict` refuses. */
export const UNREADABLE: Record<string, Buffer> = {
  nothing: Buffer.of(),
  'plain, nothing': Buffer.of(0),
  'plain, bytes that are no frame': Buffer.of(0, 0xc1),
  'compressed, nothing': Buffer.of(1),
  'a dictionary that does not exist yet': tagged(2, compressed(packed(hello)).subarray(1)),
  'the last dictionary that could be': tagged(255, compressed(packed(hello)).subarray(1)),
  'compressed, bytes that are no frame': compressed(Buffer.of(0xc1)),
  'compressed, a block of no type': Buffer.of(1, 0xff, 0xff, 0xff),
  'compressed, ends early': compressed(packed(message)).subarray(0, -2),
  'compressed, ends after its first byte': compressed(packed(message)).subarray(0, 2),
  'compressed, reaches back beyond the dictionary': compressed(
    packed({ op: Op.Dispatch, t: beyond.toString(), d: 0 }),
    {
      dictionary: Buffer.concat([beyond, dictionary]),
    },
  ),
  // As many frames `{}` as there are bytes, so that nothing but its size is wrong.
  'compressed, a byte more than 16 MiB': compressed(Buffer.alloc(LIMITS.inflatedBytes + 1, 0x80)),
};
