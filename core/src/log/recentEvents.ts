import type { LogEvent } from './logEvent.ts';
import { type Owner, ownerKey } from './subjects.ts';

/** What an event takes in memory besides its frame: the object, its texts, and its places in the lists. Measured. */
const EVENT_OVERHEAD = 400;

interface Ring {
  /** Every event of the partition after this sequence is here. */
  from: number;
  events: LogEvent[];
  byOwner: Map<string, LogEvent[]>;
  bytes: number;
}

/**
 * The last events of the log in memory, of all owners: what a session that comes back after a moment has missed is
 * here. Bounded in bytes over all partitions; the partition that takes the most gives up its oldest events first.
 */
export class RecentEvents {
  readonly #rings: Ring[];
  readonly #capacity: number;
  #bytes = 0;

  /**
   * @param from for each partition the sequence after which events will be added, without a gap.
   * @param capacity bytes.
   */
  constructor(from: readonly number[], capacity: number) {
    this.#rings = from.map((sequence) => ({ from: sequence, events: [], byOwner: new Map(), bytes: 0 }));
    this.#capacity = capacity;
  }

  /** Bytes that the events take, as far as is known. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The sequence after which every event of a partition is here. */
  from(partition: number): number {
    return this.#rings[partition]!.from;
  }

  /** Keeps an event. Those of a partition come in its order. */
  add(event: LogEvent): void {
    const ring = this.#rings[event.partition]!;
    const key = ownerKey(event.owner);
    const ofOwner = ring.byOwner.get(key);
    if (ofOwner) ofOwner.push(event);
    else ring.byOwner.set(key, [event]);
    ring.events.push(event);
    this.#count(ring, sizeOf(event));
    while (this.#bytes > this.#capacity) this.#evict();
  }

  /**
   * Gives the events of some owners after a place, in the order of the partition.
   *
   * @returns null when not all of them are here any more.
   */
  since(partition: number, after: number, owners: readonly Owner[]): LogEvent[] | null {
    const ring = this.#rings[partition]!;
    if (after < ring.from) return null;
    const found: LogEvent[] = [];
    let lists = 0;
    for (const owner of owners) {
      const events = ring.byOwner.get(ownerKey(owner));
      const first = events ? firstAfter(events, after) : 0;
      if (!events || first === events.length) continue;
      lists += 1;
      for (let i = first; i < events.length; i++) found.push(events[i]!);
    }
    return lists > 1 ? found.sort((a, b) => a.sequence - b.sequence) : found;
  }

  #evict(): void {
    const ring = this.#rings.reduce((most, one) => (one.bytes > most.bytes ? one : most));
    const event = ring.events.shift()!;
    const key = ownerKey(event.owner);
    const ofOwner = ring.byOwner.get(key)!;
    ofOwner.shift();
    if (ofOwner.length === 0) ring.byOwner.delete(key);
    ring.from = event.sequence;
    this.#count(ring, -sizeOf(event));
  }

  #count(ring: Ring, bytes: number): void {
    ring.bytes += bytes;
    this.#bytes += bytes;
  }
}

function sizeOf(event: LogEvent): number {
  return event.frame.length + EVENT_OVERHEAD;
}

// The index of the first event after a sequence, by bisection.
function firstAfter(events: readonly LogEvent[], after: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.sequence > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
