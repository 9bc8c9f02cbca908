import type { TemplatedApp } from 'uWebSockets.js';
import { MadeEvent, type Outgoing } from './frames.ts';
import { flushedEvents, flushMessages, flushWindow } from './metrics.ts';
import { type Batch, type Topic, WrittenMessages } from './topic.ts';

/**
 * CPU seconds of one delivery on its own: a system call. Measured with bare uWebSockets, 8.8 to 11 per million.
 */
const DELIVERY_COST = 9e-6;
/** Part of a core that deliveries one by one may take before events are gathered, and from which the window is whole. */
const QUIET = 0.05;
const BUSY = 0.25;
/** The longest window, in milliseconds. */
const LONGEST = 8;
/** Milliseconds over which the load is smoothed. */
const SMOOTHED = 250;

/**
 * Brings events to topics, as few system calls as it can. A quiet node sends at the end of the turn of the event loop in
 * which events came. A busy one gathers them, over all topics, and flushes at intervals; the interval adapts to what
 * deliveries one by one would cost. All that is flushed together leaves each socket in one system call.
 *
 * Events of a topic are gathered into one message for as long as no other community of its partition has its turn:
 * someone may be in both, and on one connection the sequences of a partition only grow [GW-17].
 */
export class Flusher {
  readonly #app: TemplatedApp;
  #batches: Batch[] = [];
  /** Of each partition, whose turn it is, and the turn's number. */
  readonly #turns = new Map<number, { owner: string; number: number }>();
  #turnsMade = 0;
  #deliveries = 0;
  #scheduled: NodeJS.Immediate | NodeJS.Timeout | undefined;
  #isLate = false;
  #flushedAt = 0;
  /** Deliveries per millisecond, smoothed. */
  #rate = 0;

  constructor(app: TemplatedApp) {
    this.#app = app;
  }

  /** Milliseconds between two flushes, as the load is now. */
  get window(): number {
    const load = this.#rate * 1_000 * DELIVERY_COST;
    return LONGEST * Math.min(1, Math.max(0, (load - QUIET) / (BUSY - QUIET)));
  }

  /** Sends an event to a topic with the next flush. */
  publish(topic: Topic, event: Outgoing): void {
    const { size } = topic;
    if (size === 0) return;
    const turn = this.#turnOf(event) ?? topic.batch?.turn ?? 0;
    if (topic.batch?.turn !== turn) {
      topic.batch = { topic, events: [], turn };
      this.#batches.push(topic.batch);
    }
    topic.batch.events.push(event);
    this.#deliveries += size;
    if (!this.#scheduled) this.#schedule();
  }

  // Events without a place have no order to keep.
  #turnOf(event: Outgoing): number | null {
    if (event instanceof MadeEvent || event.sequence === 0) return null;
    const { partition, owner } = event;
    let turn = this.#turns.get(partition);
    if (turn?.owner !== owner.id) {
      turn = { owner: owner.id, number: ++this.#turnsMade };
      this.#turns.set(partition, turn);
    }
    return turn.number;
  }

  #schedule(): void {
    const wait = this.#flushedAt + this.window - performance.now();
    this.#isLate = wait > 0.5;
    this.#scheduled = this.#isLate ? setTimeout(this.flush, wait) : setImmediate(this.flush);
  }

  /**
   * Sends everything now. To be called before anything that must come after it: a frame for one session, or a change of
   * who receives a topic.
   */
  readonly flush = (): void => {
    if (this.#batches.length === 0) return;
    if (this.#isLate) clearTimeout(this.#scheduled as NodeJS.Timeout);
    else clearImmediate(this.#scheduled as NodeJS.Immediate);
    this.#scheduled = undefined;
    const batches = this.#batches;
    this.#batches = [];
    const written = new WrittenMessages();
    let messages = 0;
    const publish = (topic: string, message: Uint8Array, isBinary: boolean) => {
      messages += 1;
      this.#app.publish(topic, message, isBinary);
    };
    for (const { topic, events } of batches) {
      topic.batch = null;
      topic.send(events, publish, written);
    }
    flushMessages.observe(messages);
    this.#measure();
  };

  #measure(): void {
    const now = performance.now();
    const passed = Math.max(now - this.#flushedAt, 0.1);
    const kept = Math.exp(-passed / SMOOTHED);
    this.#rate = this.#rate * kept + (this.#deliveries / passed) * (1 - kept);
    flushedEvents.inc(this.#deliveries);
    flushWindow.set(this.window / 1_000);
    this.#deliveries = 0;
    this.#flushedAt = now;
  }

  /** Sends what waits, and nothing afterwards. */
  close(): void {
    this.flush();
  }
}
