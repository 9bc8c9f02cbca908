/** Raised for bytes that are not frames in the connection's encoding. */
export class DecodeError extends Error {
  override name = 'DecodeError';
}

/** Bytes that follow the tokens 0xca to 0xd3: floats, unsigned and signed integers. */
const NUMBER_BYTES = [4, 8, 1, 2, 4, 8, 1, 2, 4, 8];

/**
 * Checks that bytes are maps in MessagePack, one after another, and nothing else, before a decoder makes anything of
 * them: a decoder takes room for the lengths that a message claims, recurses as deep as it nests, and makes dates,
 * patterns and records of extension types, none of which a stranger may ask for.
 * Source: https://github.com/msgpack/msgpack/blob/master/spec.md
 *
 * @param bytes one WebSocket message.
 * @param maxDepth of arrays and maps inside one another.
 * @throws DecodeError when the bytes end early, nest too deep, hold something that JSON cannot say (binary values and
 *   extension types), or a map has a key that is no text.
 */
export function scanFrames(bytes: Uint8Array, maxDepth: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // For each open array or map: how many values it still waits for, and whether it is a map.
  const waiting: number[] = [];
  const maps: boolean[] = [];
  let position = 0;

  const length = (size: 1 | 2 | 4): number => {
    if (position + size > bytes.length) throw new DecodeError('Ends early');
    const value =
      size === 1 ? view.getUint8(position) : size === 2 ? view.getUint16(position) : view.getUint32(position);
    position += size;
    return value;
  };
  const skip = (size: number): void => {
    position += size;
  };
  const open = (values: number, map: boolean): void => {
    // Each value takes a byte at least.
    if (values > bytes.length - position) throw new DecodeError('Ends early');
    if (waiting.length === maxDepth) throw new DecodeError('Nested too deep');
    waiting.push(values);
    maps.push(map);
  };

  while (position < bytes.length) {
    const token = view.getUint8(position++);
    const isMap = (token & 0xf0) === 0x80 || token === 0xde || token === 0xdf;
    const isText = (token & 0xe0) === 0xa0 || (token >= 0xd9 && token <= 0xdb);
    const level = waiting.length - 1;
    if (level < 0) {
      if (!isMap) throw new DecodeError('A frame is a map');
    } else {
      const left = waiting[level]!;
      if (maps[level] && left % 2 === 0 && !isText) throw new DecodeError("A map's keys are text");
      waiting[level] = left - 1;
    }

    if (token < 0x80 || token >= 0xe0) {
      // A small integer is its own token.
    } else if (token < 0x90) open((token & 0x0f) * 2, true);
    else if (token < 0xa0) open(token & 0x0f, false);
    else if (token < 0xc0) skip(token & 0x1f);
    else if (token >= 0xca && token <= 0xd3) skip(NUMBER_BYTES[token - 0xca]!);
    else if (token === 0xd9) skip(length(1));
    else if (token === 0xda) skip(length(2));
    else if (token === 0xdb) skip(length(4));
    else if (token === 0xdc) open(length(2), false);
    else if (token === 0xdd) open(length(4), false);
    else if (token === 0xde) open(length(2) * 2, true);
    else if (token === 0xdf) open(length(4) * 2, true);
    else if (token !== 0xc0 && token !== 0xc2 && token !== 0xc3) {
      throw new DecodeError('Only what JSON can say: no binary values, no extension types');
    }

    while (waiting.at(-1) === 0) {
      waiting.pop();
      maps.pop();
    }
  }
  if (position > bytes.length || waiting.length > 0) throw new DecodeError('Ends early');
}
