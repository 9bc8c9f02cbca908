import type { ByteRange } from '@cozy/core';
import parseRange from 'range-parser';

/**
 * Reads a Range field. Several ranges are answered as none, which RFC 9110 (14.2) allows: no player asks for them.
 *
 * @param field of the request; empty when it was not sent.
 * @param size of the whole in bytes.
 * @returns the range; null when the whole is to be sent; `unsatisfiable` when there are no such bytes.
 */
export function readRange(field: string, size: number): ByteRange | null | 'unsatisfiable' {
  if (field === '') return null;
  const ranges = parseRange(size, field);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  return { first: ranges[0]!.start, last: ranges[0]!.end };
}
