import { joinFrames, type Outgoing } from './frames.ts';
import type { Session } from './session.ts';
import { type Wire, wrap } from './wire.ts';

let made = 0;

/** Events of one topic that are sent as one message. */
export interface Batch {
  topic: Topic;
  events: Outgoing[];
  /** Which owner's turn in a partition it belongs to; see `Flusher`. */
  turn: number;
}

/** Sessions that are sent the same events, by native topics of uWebSockets, one for each way to write a message. */
export class Topic {
  readonly #name = (made++).toString(36);
  /** How many sessions there are of each wire. */
  readonly #wires = new Map<Wire, number>();
  /** What waits for the next flush and can still take more events; null when nothing can. */
  batch: Batch | null = null;

  /** How many sessions receive it. */
  get size(): number {
    let size = 0;
    for (const count of this.#wires.values()) size += count;
    return size;
  }

  /** Makes a session receive what is published from now on. */
  add(session: Session): void {
    this.#wires.set(session.wire, (this.#wires.get(session.wire) ?? 0) + 1);
    session.subscribe(`${this.#name}${session.wire.key}`);
  }

  /** Ends an `add`. */
  remove(session: Session): void {
    const left = (this.#wires.get(session.wire) ?? 0) - 1;
    if (left > 0) this.#wires.set(session.wire, left);
    else this.#wires.delete(session.wire);
    session.unsubscribe(`${this.#name}${session.wire.key}`);
  }

  /**
   * Publishes events as one message for each wire.
   *
   * @param events in order; at least one.
   * @param publish gives a message to everyone who has subscribed to a native topic.
   * @param written messages that were made of the same events in the same flush, by wire and first event.
   */
  send(
    events: readonly Outgoing[],
    publish: (topic: string, message: Uint8Array, isBinary: boolean) => void,
    written: WrittenMessages,
  ): void {
    for (const wire of this.#wires.keys()) {
      publish(`${this.#name}${wire.key}`, written.get(wire, events), wire.encoding === 'msgpack');
    }
  }
}

/** Messages of one flush: audiences of one community often get the same events, which are then written once. */
export class WrittenMessages {
  readonly #messages = new Map<Outgoing, { wire: Wire; events: readonly Outgoing[]; message: Uint8Array }[]>();

  /** Gives the message that holds these events, one at least. */
  get(wire: Wire, events: readonly Outgoing[]): Uint8Array {
    const first = events[0]!;
    let known = this.#messages.get(first);
    if (!known) {
      known = [];
      this.#messages.set(first, known);
    }
    const same = known.find((one) => one.wire === wire && isSame(one.events, events));
    if (same) return same.message;
    const message = wrap(wire, joinFrames(events, wire.encoding));
    known.push({ wire, events, message });
    return message;
  }
}

function isSame(a: readonly Outgoing[], b: readonly Outgoing[]): boolean {
  return a.length === b.length && a.every((event, i) => event === b[i]);
}
