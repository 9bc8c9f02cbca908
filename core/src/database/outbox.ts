import type { Place } from '@cozy/protocol';
import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import type { Logger } from 'pino';
import type { EventLog, NewEvent } from '../log/eventLog.ts';
import type { OutboxEntry, Outboxed } from './documents.ts';

/** What a commit gives: the document as it is now, and the places of its own events, in their order. */
export interface Committed<D> {
  document: D;
  places: Place[];
}

/** Milliseconds that an entry waits before the sweep takes it: whoever committed it is given time to publish it. */
const SWEEP_AFTER = 5_000;
/** Documents that one sweep reads of a collection. */
const SWEEP_BATCH = 200;

/**
 * The one way to change a document with events: one atomic write commits both, then the events are published with
 * their ids and pulled. A crash in between leaves them for the sweep. Two commits of one document publish in the order
 * of their writes, because each publishes all that the document still carries.
 */
export class Outbox {
  readonly #log: EventLog;
  readonly #nextId: () => string;
  readonly #logger: Logger;
  readonly #dedupeWindow: number;

  /**
   * @param nextId makes ids.
   * @param dedupeSeconds for how long the log recognizes an id by itself.
   */
  constructor(log: EventLog, nextId: () => string, logger: Logger, dedupeSeconds: number) {
    this.#log = log;
    this.#nextId = nextId;
    this.#logger = logger;
    this.#dedupeWindow = dedupeSeconds * 1000;
  }

  /** Makes entries of events, in their order. For `create`, and for updates that are not by `commit`. */
  entries(events: readonly NewEvent[]): OutboxEntry[] {
    const at = Date.now();
    return events.map((event) => ({ id: this.#nextId(), at, event }));
  }

  /**
   * Commits a new document with its events.
   *
   * @throws MongoServerError with code 11000 when a unique key exists; CozyError LOG_UNAVAILABLE before anything is written.
   */
  async create<D extends Outboxed>(
    model: Model<D>,
    document: Omit<D, 'rev' | 'outbox'>,
    events: readonly NewEvent[],
  ): Promise<Committed<D>> {
    this.#log.assertReachable();
    const whole = { ...document, rev: 1, outbox: this.entries(events) } as unknown as D;
    await model.collection.insertOne(whole as never);
    return { document: whole, places: await this.publish(model, whole, whole.outbox) };
  }

  /**
   * Commits an update with its events.
   *
   * @param filter picks one document, and holds the conditions under which the update is right.
   * @param update operators only.
   * @param upsert makes the document if there is none; `filter` must then be by `_id`.
   * @returns the document after it, or null when none fits the filter.
   * @throws CozyError LOG_UNAVAILABLE before anything is written.
   */
  async commit<D extends Outboxed>(
    model: Model<D>,
    filter: QueryFilter<D>,
    update: UpdateQuery<D>,
    events: readonly NewEvent[],
    upsert = false,
  ): Promise<Committed<D> | null> {
    this.#log.assertReachable();
    const own = this.entries(events);
    const document = (await model
      .findOneAndUpdate(
        filter,
        {
          ...update,
          $inc: { ...update.$inc, rev: 1 },
          $push: { ...update.$push, outbox: { $each: own } },
        } as UpdateQuery<D>,
        { returnDocument: 'after', upsert },
      )
      .lean()) as D | null;
    if (!document) return null;
    return { document, places: await this.publish(model, document, own) };
  }

  /**
   * Publishes what a document carries, in order, and pulls it.
   *
   * @param own entries whose places are wanted.
   * @returns the places of `own`, without those that could not be published just now: the sweep will.
   */
  async publish<D extends Outboxed>(model: Model<D>, document: D, own: readonly OutboxEntry[]): Promise<Place[]> {
    const places = new Map<string, Place>();
    try {
      await this.#publish(model, document, places);
    } catch (error) {
      // Not which document: an invitation's id is its code.
      const collection = model.collection.collectionName;
      this.#logger.warn({ error, collection }, 'Events stay in the outbox until the next sweep');
    }
    return own.map((entry) => places.get(entry.id)).filter((place) => place !== undefined);
  }

  /**
   * Brings the log up to a document that tells of a community: publishes what the document still carries.
   *
   * @returns the sequence of the community's last event that the document tells of; 0 when it has had none.
   * @throws CozyError LOG_UNAVAILABLE when it cannot be published now.
   */
  async placed<D extends Outboxed>(model: Model<D>, document: D): Promise<number> {
    if (document.outbox.length === 0) return document.placed ?? 0;
    return (await this.#publish(model, document, new Map())) ?? document.placed ?? 0;
  }

  // Gives the sequence of the last event that belongs to a community.
  async #publish<D extends Outboxed>(
    model: Model<D>,
    document: D,
    places: Map<string, Place>,
  ): Promise<number | undefined> {
    let placed: number | undefined;
    for (const entry of document.outbox) {
      if (await this.#wasPublishedLongAgo(entry)) continue;
      const { place } = await this.#log.append(entry.event, entry.id);
      places.set(entry.id, place);
      if (entry.event.owner.kind === 'c') placed = place[1];
    }
    const ids = document.outbox.map((entry) => entry.id);
    await model.collection.updateOne(
      { _id: document._id } as never,
      { $pull: { outbox: { id: { $in: ids } } }, ...(placed !== undefined && { $max: { placed } }) } as never,
    );
    return placed;
  }

  // The log forgets ids after its dedupe window. An entry that is older may have been published by whoever died before
  // pulling it, so the log itself is asked.
  async #wasPublishedLongAgo(entry: OutboxEntry): Promise<boolean> {
    if (Date.now() - entry.at < this.#dedupeWindow / 2) return false;
    return await this.#log.holds(entry.event, entry.id, entry.at - 1000);
  }

  /**
   * Publishes what crashes have left in a collection.
   *
   * @param olderThan milliseconds; entries that are younger are left to who committed them.
   * @returns how many documents were swept.
   */
  async sweep<D extends Outboxed>(model: Model<D>, olderThan = SWEEP_AFTER): Promise<number> {
    // MongoDB uses a partial index only for conditions that hold the index's own.
    const filter = { 'outbox.0': { $exists: true }, 'outbox.at': { $lt: Date.now() - olderThan } } as QueryFilter<D>;
    const documents = (await model.find(filter).limit(SWEEP_BATCH).lean()) as D[];
    for (const document of documents) await this.publish(model, document, []);
    return documents.length;
  }
}
