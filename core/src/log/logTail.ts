import type { Cursors, Place } from '@cozy/protocol';
import type { EventLog, Following } from './eventLog.ts';
import type { LogEvent } from './logEvent.ts';
import { RecentEvents } from './recentEvents.ts';

/** Events of each partition that are read back at the start, so that those who come back then need no replay. */
const READ_BACK = 2_000;

interface Waiter {
  sequence: number;
  resolve: (reached: boolean) => void;
}

/** Gets every event of the log, each once, those of a partition in their order. */
export type EventHandler = (event: LogEvent) => void;

/**
 * The live end of the log in this process: every partition is read by an ordered consumer, so nothing is lost, doubled
 * or swapped across lost connections and dying NATS nodes (see docs/decisions/007). The last events stay in memory.
 */
export class LogTail {
  readonly recent: RecentEvents;
  readonly #positions: number[];
  readonly #waiters: Waiter[][];
  readonly #handler: EventHandler;
  #readers: Following[] = [];

  private constructor(positions: number[], from: number[], handler: EventHandler, recentBytes: number) {
    this.#positions = positions;
    this.#waiters = positions.map(() => []);
    this.#handler = handler;
    this.recent = new RecentEvents(from, recentBytes);
  }

  /**
   * Starts reading at the end of the log.
   *
   * @param handler gets what is stored from now on.
   * @param recentBytes bytes of memory for the last events.
   */
  static async open(log: EventLog, handler: EventHandler, recentBytes: number): Promise<LogTail> {
    const bounds = await Promise.all(Array.from({ length: log.partitions }, (_, partition) => log.bounds(partition)));
    const positions = bounds.map(({ last }) => last);
    const from = bounds.map(({ first, last }) => Math.max(first - 1, last - READ_BACK));
    const tail = new LogTail(positions, from, handler, recentBytes);
    await Promise.all(
      from.map(async (after, partition) => {
        const { last } = bounds[partition]!;
        let readBack: () => void = () => undefined;
        const done = new Promise<void>((resolve) => {
          readBack = resolve;
        });
        const onEvent = (event: LogEvent) => {
          tail.#receive(event, last);
          if (event.sequence >= last) readBack();
        };
        tail.#readers.push(await log.follow(partition, after, onEvent));
        if (last > after) await done;
      }),
    );
    return tail;
  }

  #receive(event: LogEvent, end: number): void {
    this.recent.add(event);
    // Whoever starts now reads the state of the end from the documents.
    if (event.sequence <= end) return;
    const { partition, sequence } = event;
    this.#positions[partition] = sequence;
    this.#handler(event);
    event.settle();
    const waiters = this.#waiters[partition]!;
    if (waiters.length === 0) return;
    this.#waiters[partition] = waiters.filter((waiter) => waiter.sequence > sequence);
    for (const waiter of waiters) if (waiter.sequence <= sequence) waiter.resolve(true);
  }

  /** The last sequence of a partition that was handled here. Everything up to it is known; everything after it comes. */
  position(partition: number): number {
    return this.#positions[partition]!;
  }

  /** The positions of all partitions, as cursors. */
  positions(): Cursors {
    return Object.fromEntries(this.#positions.map((sequence, partition) => [String(partition), sequence]));
  }

  /**
   * Waits until a place has been handled here.
   *
   * @param timeout milliseconds.
   * @returns false when it took longer.
   */
  async reached([partition, sequence]: Place, timeout: number): Promise<boolean> {
    if (this.position(partition) >= sequence) return true;
    let timer: NodeJS.Timeout | undefined;
    const reached = await new Promise<boolean>((resolve) => {
      const waiter = { sequence, resolve };
      this.#waiters[partition]!.push(waiter);
      timer = setTimeout(() => {
        this.#waiters[partition] = this.#waiters[partition]!.filter((one) => one !== waiter);
        resolve(false);
      }, timeout);
    });
    clearTimeout(timer);
    return reached;
  }

  /** Stops reading. */
  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.stop()));
    this.#readers = [];
  }
}
