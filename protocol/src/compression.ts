import { Inflate, inflateSync } from 'fflate';
import { DICTIONARIES } from './dictionary.ts';
import { LIMITS } from './limits.ts';
import { DecodeError } from './msgpack-scan.ts';

/** What a connection asks to be done to messages from the server (`/gateway?compress=`). */
export type Compression = 'none' | 'dict';

/** Compressed bytes that are inflated in one go. Each gives at most 1032, four matches of 258 in two bits. */
const SLICE = 4096;

/**
 * Room for a usual message, used again and again: fflate takes 128 KB for each, however small, when it is given none,
 * which was measured to take 280 µs against 8.
 */
const room = new Uint8Array(64 * 1024);

/**
 * Takes the frames out of a message on a connection with `compress=dict` (SPEC [GW-49]).
 *
 * @param data one WebSocket message from the server.
 * @returns the frames, bytes that stay valid.
 * @throws DecodeError when it names a dictionary that is not known, is no raw deflate or ends early, or would be larger
 *   than 16 MiB; no more than a quarter above that is inflated before.
 */
export function unwrapMessage(data: string | ArrayBuffer | Uint8Array): Uint8Array {
  if (typeof data === 'string') throw new DecodeError('Compressed frames come in binary messages');
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  const body = bytes.subarray(1);
  if (bytes.length === 0) throw new DecodeError('An empty message');
  if (bytes[0] === 0) return body;
  const dictionary = DICTIONARIES.get(bytes[0]!);
  if (!dictionary) throw new DecodeError(`No dictionary ${bytes[0]}`);
  try {
    return inflate(body, dictionary);
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    throw new DecodeError('Not valid deflate', { cause: error });
  }
}

function inflate(body: Uint8Array, dictionary: Uint8Array): Uint8Array {
  if (body.length === 0) throw new DecodeError('Ends early');
  if (body.length <= SLICE) {
    const inflated = inflateSync(body, { dictionary, out: room });
    // What fills the room may not have fitted in.
    if (inflated.length < room.length) return inflated.slice();
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate({ dictionary }, (part) => {
    length += part.length;
    if (length > LIMITS.inflatedBytes) throw new DecodeError('Too large');
    parts.push(part);
  });
  for (let at = 0; at < body.length; at += SLICE) {
    stream.push(body.subarray(at, at + SLICE), at + SLICE >= body.length);
  }
  return joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
