import { Op } from '@cozy/protocol';

const KEY_D = 0x64;
const FIXSTR = 0xa0;
const UINT16 = 0xcd;
const UINT32 = 0xce;
const FLOAT64 = 0xcb;
const LARGEST_UINT32 = 0xffff_ffff;

/** The beginning of a frame by event name and partition: they repeat, and writing texts is most of the work. */
const beginnings = new Map<string, Uint8Array>();

/**
 * Writes a Dispatch frame in MessagePack, `{op: 0, t, s?, d}`, around data that is packed already. The bytes are those
 * that `encodeFrame` gives for the same frame.
 * Source: https://github.com/msgpack/msgpack/blob/master/spec.md
 *
 * @param name of the event; at most 31 ASCII characters.
 * @param partition of its place, 0 to 255.
 * @param sequence of its place; 0 for an event without one.
 * @param raw its `d` as MessagePack.
 * @returns the frame, whose last `raw.length` bytes are `raw`; memory of its own.
 */
export function dispatchFrame(name: string, partition: number, sequence: number, raw: Uint8Array): Uint8Array {
  const key = sequence > 0 ? `${name} ${partition}` : name;
  let beginning = beginnings.get(key);
  if (!beginning) {
    beginning = writeBeginning(name, sequence > 0 ? partition : null);
    beginnings.set(key, beginning);
  }
  const frame = Buffer.allocUnsafe(beginning.length + (sequence > 0 ? sequenceBytes(sequence) : 0) + 2 + raw.length);
  frame.set(beginning);
  let at = beginning.length;
  if (sequence > 0) at = writeSequence(frame, at, sequence);
  frame[at++] = FIXSTR + 1;
  frame[at++] = KEY_D;
  frame.set(raw, at);
  return frame;
}

function writeBeginning(name: string, partition: number | null): Uint8Array {
  const text = (value: string) => [FIXSTR + value.length, ...Buffer.from(value, 'latin1')];
  const entries = [...text('op'), Op.Dispatch, ...text('t'), ...text(name)];
  if (partition === null) return Uint8Array.from([0x83, ...entries]);
  const number = partition < 0x80 ? [partition] : [0xcc, partition];
  return Uint8Array.from([0x84, ...entries, ...text('s'), 0x92, ...number]);
}

function sequenceBytes(sequence: number): number {
  if (sequence < 0x80) return 1;
  if (sequence < 0x100) return 2;
  if (sequence < 0x1_0000) return 3;
  return sequence <= LARGEST_UINT32 ? 5 : 9;
}

function writeSequence(frame: Buffer, at: number, sequence: number): number {
  if (sequence < 0x80) return frame.writeUInt8(sequence, at);
  if (sequence < 0x100) return frame.writeUInt8(sequence, frame.writeUInt8(0xcc, at));
  if (sequence < 0x1_0000) return frame.writeUInt16BE(sequence, frame.writeUInt8(UINT16, at));
  if (sequence <= LARGEST_UINT32) return frame.writeUInt32BE(sequence, frame.writeUInt8(UINT32, at));
  return frame.writeDoubleBE(sequence, frame.writeUInt8(FLOAT64, at));
}
