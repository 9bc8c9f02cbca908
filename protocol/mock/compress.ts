import { deflateRawSync } from 'node:zlib';
import { DICTIONARIES, DICTIONARY_VERSION } from '../src/index.ts';

/**
 * Wraps the frames of a message for a connection with `compress=dict`.
 *
 * @param frames as they would be sent without.
 * @param how `dict` compresses them if that makes them smaller, `plain` never.
 */
export function wrapMessage(frames: Uint8Array, how: 'dict' | 'plain'): Buffer {
  const plain = Buffer.concat([Uint8Array.of(0), frames]);
  if (how === 'plain') return plain;
  const dictionary = DICTIONARIES.get(DICTIONARY_VERSION)!;
  const compressed = Buffer.concat([Uint8Array.of(DICTIONARY_VERSION), deflateRawSync(frames, { dictionary })]);
  return compressed.length < plain.length ? compressed : plain;
}
