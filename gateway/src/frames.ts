import type { LogEvent } from '@cozy/core';
import { type Encoding, type EventName, encodeFrame, Op } from '@cozy/protocol';
import { Packr } from 'msgpackr';

const packr = new Packr({ useRecords: false, variableMapSize: true });
const KEY_D = Uint8Array.of(0xa1, 0x64);

/**
 * A Dispatch frame of an event, in an encoding. In MessagePack the event's data is put in as it came from the log,
 * neither decoded nor encoded again.
 *
 * @param event as it came from the log or another node.
 */
export function dispatchEvent(encoding: Encoding, event: LogEvent): Uint8Array {
  const { name, place, raw } = event;
  if (encoding === 'json') return dispatch(encoding, name, event.data(), place);
  const head = packr.pack(place ? { op: Op.Dispatch, t: name, s: place } : { op: Op.Dispatch, t: name });
  // With variableMapSize a small map of n entries begins with 0x80 + n; one more entry follows, `d`.
  head[0] = head[0]! + 1;
  return Buffer.concat([head, KEY_D, raw]);
}

/** A Dispatch frame of data that is made here; without `place` it is not a stored event. */
export function dispatch(
  encoding: Encoding,
  name: EventName,
  data: unknown,
  place: readonly [number, number] | null = null,
): Uint8Array {
  return encodeFrame(encoding, { op: Op.Dispatch, t: name, s: place ?? undefined, d: data });
}
