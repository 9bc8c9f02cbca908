import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, LogEvent, SEARCH_VERSION, type SearchState, searchDocument } from '@cozy/core';
import type { JsMsg } from '@nats-io/jetstream';
import { IndexChanges } from './indexChanges.ts';
import { Lane } from './lane.ts';

/** Events of one batch. */
const BATCH = 1_000;
/** Messages of the history that are taken in at once. */
const PAGE = 500;
/** Milliseconds until a failed batch is tried again. */
const RETRY = 1_000;
/** Milliseconds to wait for the projection to reach a batch, before that is tried again. */
const WAIT = 10_000;

/** Events of one partition, one at least. */
interface Part {
  partition: number;
  messages: JsMsg[];
}

/**
 * Keeps the search index: a reader of the log with its own place in it, that stands in the index. Events only tell which
 * messages have changed; what they are now is read from the history, so a batch may be repeated. An index that is new, of
 * another form, or has missed more than the log holds, is built anew from the history, page by page beside the log.
 */
export class Indexer {
  readonly #context: Context;
  #lanes: Lane[] = [];
  #state: SearchState | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = true;
  #wake: () => void = () => undefined;
  /** What a failed try has taken, for the next. */
  #taken: Part[] | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Events that wait to be taken in, as far as is known. */
  get behind(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.behind, 0);
  }

  /** Whether older messages are still to be taken in from the history. */
  get isBuilding(): boolean {
    return typeof this.#state?.history === 'string';
  }

  /** Begins where the last indexer stopped. */
  async start(): Promise<void> {
    this.#isStopped = false;
    this.#running = this.#run();
  }

  /** Finishes the batch that was begun, and stops. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#running;
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
    this.#lanes = [];
    this.#state = undefined;
    this.#taken = undefined;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        this.#state ??= await this.#begin();
        if (this.#lanes.length === 0) this.#follow(this.#state);
        if (await this.#step(this.#state)) continue;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          if (this.#isStopped || this.#lanes.some((lane) => lane.waiting > 0)) resolve();
        });
      } catch (error) {
        if (this.#isStopped) return;
        this.#context.logger.warn({ error }, 'The search index could not be written; trying again');
        await sleep(RETRY);
      }
    }
  }

  /** Takes in what waits of the log, and a page of the history. Gives whether there was anything. */
  async #step(state: SearchState): Promise<boolean> {
    const parts = this.#taken ?? this.#take();
    this.#taken = parts;
    if (parts.length > 0) await this.#index(state, parts);
    this.#taken = undefined;
    if (state.history !== null) await this.#takeHistory(state, state.history);
    return parts.length > 0 || state.history !== null;
  }

  #take(): Part[] {
    const parts: Part[] = [];
    let room = BATCH;
    for (const lane of this.#lanes) {
      if (room === 0) break;
      if (lane.waiting === 0) continue;
      const messages = lane.take(room);
      room -= messages.length;
      parts.push({ partition: lane.partition, messages });
    }
    return parts;
  }

  async #index(state: SearchState, parts: readonly Part[]): Promise<void> {
    const { search, progress } = this.#context;
    const changes = new IndexChanges();
    const places = { ...state.places };
    for (const { partition, messages } of parts) {
      for (const { subject, seq, data } of messages) changes.add(new LogEvent(subject, seq, data));
      places[partition] = messages.at(-1)!.seq;
      await progress.reach(partition, places[partition], WAIT);
    }
    await search.apply(await changes.read(this.#context));
    await search.saveState({ ...state, places });
    state.places = places;
  }

  async #takeHistory(state: SearchState, after: string): Promise<void> {
    const { database, search, logger } = this.#context;
    const page = await database.messages
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(PAGE)
      .toArray();
    await search.apply({ put: page.filter(({ deleted }) => !deleted).map(searchDocument) });
    const history = page.length < PAGE ? null : page.at(-1)!._id;
    await search.saveState({ ...state, history });
    state.history = history;
    if (history === null) logger.info({ engine: search.engine }, 'All messages can be searched');
  }

  async #begin(): Promise<SearchState> {
    const { database, search, log, logger } = this.#context;
    const known = await search.state();
    if (known?.version === SEARCH_VERSION && (await this.#isGapless(known))) return known;
    logger.info({ engine: search.engine }, 'Building the search index from the history');
    await search.clear();
    const places: Record<string, number> = {};
    // What the projection holds now is taken from the history; the log goes on from there.
    for (let partition = 0; partition < log.partitions; partition++) {
      const projected = (await database.progress.findOne({ _id: String(partition) }))?.sequence ?? 0;
      // A place beyond the log's end is of a log that is no more.
      places[partition] = Math.min(projected, (await log.bounds(partition)).last);
    }
    const state: SearchState = { version: SEARCH_VERSION, places, history: '' };
    await search.saveState(state);
    return state;
  }

  // Whether the log still holds all that comes after the index's places.
  async #isGapless({ places }: SearchState): Promise<boolean> {
    const { log } = this.#context;
    for (let partition = 0; partition < log.partitions; partition++) {
      const { first, last } = await log.bounds(partition);
      const place = places[partition] ?? 0;
      if (place < first - 1 || place > last) return false;
    }
    return true;
  }

  #follow(state: SearchState): void {
    const { partitions } = this.#context.log;
    this.#lanes = Array.from(
      { length: partitions },
      (_, partition) =>
        new Lane(
          this.#context,
          partition,
          () => this.#wake(),
          async () => state.places[partition] ?? 0,
        ),
    );
    for (const lane of this.#lanes) lane.start();
  }
}
