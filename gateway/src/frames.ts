import type { LogEvent } from '@cozy/core';
import { type Encoding, type EventName, encodeFrame, Op, type Place } from '@cozy/protocol';

/** An event that can be sent: one of the log or of another node, or one that is made here. */
export type Outgoing = LogEvent | MadeEvent;

/** An event that is made here, for one session or for several. It is encoded when it is first sent, and only once. */
export class MadeEvent {
  readonly name: EventName;
  readonly place: Place | null;
  readonly #data: unknown;
  #frame: Uint8Array | undefined;

  /** @param place where a client's cursor stands after it; none for events that are not stored. */
  constructor(name: EventName, data: unknown, place: Place | null = null) {
    this.name = name;
    this.place = place;
    this.#data = data;
  }

  /** The event as a Dispatch frame in MessagePack. */
  get frame(): Uint8Array {
    this.#frame ??= encodeFrame('msgpack', this.#dispatch);
    return this.#frame;
  }

  /** The event as a Dispatch frame in JSON, a line. */
  get line(): Uint8Array {
    return encodeFrame('json', this.#dispatch);
  }

  get #dispatch(): object {
    return { op: Op.Dispatch, t: this.name, s: this.place ?? undefined, d: this.#data };
  }
}

/**
 * The Dispatch frame of an event in an encoding. In MessagePack it is encoded once for everybody; JSON is for looking at
 * the wire, and is written each time.
 */
export function frameOf(event: Outgoing, encoding: Encoding): Uint8Array {
  if (encoding === 'msgpack') return event.frame;
  if (event instanceof MadeEvent) return event.line;
  return encodeFrame('json', { op: Op.Dispatch, t: event.name, s: event.place ?? undefined, d: event.data() });
}

/** Frames one after another, as one message holds them. */
export function joinFrames(events: readonly Outgoing[], encoding: Encoding): Uint8Array {
  if (events.length === 1) return frameOf(events[0]!, encoding);
  return Buffer.concat(events.map((event) => frameOf(event, encoding)));
}
