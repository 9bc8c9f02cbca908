import type { Cursors, Place } from '@cozy/protocol';
import type { CursorStore, Progress } from './cursor-store.ts';

/** Milliseconds after which places of events that no handler wanted are saved too. */
const IDLE_SAVE = 2_000;

/**
 * Knows which events were received and which are handled, and saves that. Saves are gathered: while one is being
 * written, all that is handled meanwhile goes into the next.
 */
export class Journal {
  readonly #store: CursorStore | undefined;
  readonly #report: (error: unknown) => void;
  readonly #gateway: string;
  #userId: string | undefined;
  #received: Cursors = {};
  /** By partition, in the order of the log: what is being handled, and what was handled after the first of those. */
  #pending = new Map<string, Set<number>>();
  #done = new Map<string, Set<number>>();
  #dirty = false;
  #saving: Promise<void> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param gateway that the places belong to.
   * @param store where progress is kept; undefined keeps none.
   * @param report is told of a save that failed; the next one tries again.
   */
  constructor(gateway: string, store: CursorStore | undefined, report: (error: unknown) => void) {
    this.#gateway = gateway;
    this.#store = store;
    this.#report = report;
  }

  /** The bot's own account, once it is known. */
  get userId(): string | undefined {
    return this.#userId;
  }

  /** The last place of each partition that was taken in. */
  get received(): Cursors {
    return { ...this.#received };
  }

  /**
   * Reads the progress of an earlier run.
   *
   * @returns cursors to resume from, or undefined to start afresh.
   */
  async load(): Promise<Cursors | undefined> {
    const progress = await this.#store?.load();
    if (!progress || progress.gateway !== this.#gateway) return undefined;
    this.#userId = progress.user_id;
    this.#received = { ...progress.cursors };
    for (const [partition, sequences] of Object.entries(progress.done)) this.#done.set(partition, new Set(sequences));
    return this.received;
  }

  /** Starts from a READY's places; what was known before is forgotten. */
  restart(userId: string, cursors: Cursors): void {
    this.#userId = userId;
    this.#received = { ...cursors };
    this.#pending.clear();
    this.#done.clear();
    this.#save();
  }

  /** Moves on to places that the server has told, and never back. */
  advance(cursors: Cursors): void {
    for (const [partition, sequence] of Object.entries(cursors)) {
      this.#received[partition] = Math.max(sequence, this.#received[partition] ?? 0);
    }
    this.#saveLater();
  }

  /** Takes an event in that is to be handled. Gives false when an earlier run has handled it. */
  begin([partition, sequence]: Place): boolean {
    const key = String(partition);
    this.#received[key] = sequence;
    if (this.#done.get(key)?.has(sequence)) return false;
    const pending = this.#pending.get(key);
    if (pending) pending.add(sequence);
    else this.#pending.set(key, new Set([sequence]));
    return true;
  }

  /** An event's handlers have finished. */
  end([partition, sequence]: Place): void {
    const key = String(partition);
    // False after a restart of the session: the place belongs to the session before.
    if (!this.#pending.get(key)?.delete(sequence)) return;
    const done = this.#done.get(key);
    if (done) done.add(sequence);
    else this.#done.set(key, new Set([sequence]));
    this.#save();
  }

  /** Takes an event in that nobody handles. */
  skip([partition, sequence]: Place): void {
    this.#received[String(partition)] = sequence;
    this.#saveLater();
  }

  /** Saves what is not saved yet. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    if (this.#idle) this.#save();
    await this.#saving;
  }

  #snapshot(): Progress {
    const cursors = this.received;
    const done: Record<string, number[]> = {};
    for (const [key, pending] of this.#pending) {
      const first = pending.values().next().value;
      if (first !== undefined) cursors[key] = first - 1;
    }
    for (const [key, sequences] of this.#done) {
      const cursor = cursors[key] ?? 0;
      for (const sequence of sequences) if (sequence <= cursor) sequences.delete(sequence);
      if (sequences.size > 0) done[key] = [...sequences];
    }
    return { gateway: this.#gateway, user_id: this.#userId ?? '', cursors, done };
  }

  #saveLater(): void {
    this.#idle ??= setTimeout(() => this.#save(), IDLE_SAVE).unref();
  }

  #save(): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    if (!this.#store || !this.#userId) return;
    this.#dirty = true;
    this.#saving ??= this.#write(this.#store);
  }

  async #write(store: CursorStore): Promise<void> {
    while (this.#dirty) {
      this.#dirty = false;
      try {
        await store.save(this.#snapshot());
      } catch (error) {
        this.#report(error);
      }
    }
    this.#saving = undefined;
  }
}
