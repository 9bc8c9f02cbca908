import { Packr } from 'msgpackr';

const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  skipValues: [undefined],
  int64AsType: 'number',
} as object);

/**
 * Writes an event's `d` as it stands in the log and in frames.
 *
 * @param data a plain value; undefined fields are left out.
 */
export function packData(data: unknown): Uint8Array {
  return packr.pack(data);
}
