import type { Cursors } from '@cozy/protocol';
import type { Mark, Trace } from '../trace.ts';
import type { ClientPlan } from '../world.ts';

/** Stands for what is sent to an account itself, among the communities. */
export const ACCOUNT = 'account';

/**
 * A part of the log, of one community, that a client was sent without a break.
 *
 * `live` was sent as it happened, by what the client might see at each place. `replayed` was sent after Resume, by what
 * it might see at some place from there to `seenAt`: the server looks at what may be seen when it replays.
 */
export interface Stretch {
  how: 'live' | 'replayed';
  /** Sequences: after `from`, up to `to`. */
  from: number;
  to: number;
  seenAt: number;
  /**
   * For a community that was joined meanwhile: the newest message of each channel in the state that it was shown. This
   * state stands for what it was not sent before the first event.
   */
  shown: Record<string, string> | null;
}

/** An event that a client was sent, and how. */
export interface Receipt {
  place: [number, number];
  fingerprint: number;
  how: 'live' | 'replayed';
  /** Communities that it was in then, and had been shown. */
  held: ReadonlySet<string>;
  /** Last place of the event's partition at which the server may have looked what may be seen. */
  seenAt: number;
}

/** What a trace says about what a client must have been sent. */
export interface Story {
  stretches: Map<string, Stretch[]>;
  receipts: Receipt[];
  repeats: [number, number][];
  /** How often the client was given READY and RESUMED. */
  readies: number;
  resumes: number;
}

/** Where an account or community is in the log, and whether someone was in a community without a break. */
export interface Ground {
  partitionOf(id: string): number;
  wasMember(user: string, community: string, from: number, through: number): boolean;
}

interface Open {
  from: number;
  shown: Record<string, string> | null;
}

/** Reads a trace from its beginning to its end. */
class Reader {
  readonly story: Story = { stretches: new Map(), receipts: [], repeats: [], readies: 0, resumes: 0 };
  readonly #client: ClientPlan;
  readonly #ground: Ground;
  /** Communities that the client is in and was shown; a new set after each change, because receipts keep it. */
  #held: ReadonlySet<string> = new Set([ACCOUNT]);
  /** What a passive client is given in full. */
  readonly #inView = new Set<string>();
  /** Stretches that go on. */
  readonly #open = new Map<string, Open>();
  /** Last place of each partition that came. */
  #cursors: Cursors = {};
  /** From Resume until it is answered: the places from which on everything is replayed, and what was held then. */
  #replay: { from: Cursors; held: Set<string>; since: number } | null = null;

  constructor(client: ClientPlan, ground: Ground) {
    this.#client = client;
    this.#ground = ground;
  }

  receive(partition: number, sequence: number, fingerprint: number): void {
    const how = this.#replay ? 'replayed' : 'live';
    const seenAt = this.#replay ? Number.POSITIVE_INFINITY : sequence;
    this.story.receipts.push({ place: [partition, sequence], fingerprint, how, held: this.#held, seenAt });
    this.#cursors[partition] = Math.max(sequence, this.#cursors[partition] ?? 0);
  }

  mark(mark: Mark): void {
    switch (mark.kind) {
      case 'ready':
        this.#ready(mark);
        return;
      case 'resume':
        this.#resume(mark);
        return;
      case 'resumed':
        this.#resumed(mark);
        return;
      case 'shown':
        if (this.#held.has(mark.community)) return;
        this.#held = new Set([...this.#held, mark.community]);
        if (this.#isFull(mark.community)) this.#begin(mark.community, this.#cursors, mark.heads);
        return;
      case 'gone':
        this.#end(mark.community, this.#cursors);
        this.#held = new Set([...this.#held].filter((id) => id !== mark.community));
        this.#inView.delete(mark.community);
        this.#replay?.held.delete(mark.community);
        return;
      case 'looked':
        for (const id of [...this.#inView]) {
          if (mark.communities.includes(id)) continue;
          this.#inView.delete(id);
          this.#end(id, this.#cursors);
        }
        return;
      case 'subscribed':
        if (!this.#client.passive) return;
        for (const id of mark.communities) {
          if (!this.#held.has(id) || this.#inView.has(id)) continue;
          this.#inView.add(id);
          this.#begin(id, mark.cursors, null);
        }
        return;
      case 'repeat':
        this.story.repeats.push(mark.place);
    }
  }

  #ready({ cursors, communities }: Extract<Mark, { kind: 'ready' }>): void {
    this.story.readies += 1;
    this.#answered(cursors);
    for (const id of [...this.#open.keys()]) this.#end(id, this.#cursors);
    this.#cursors = { ...cursors };
    this.#held = new Set([ACCOUNT, ...communities]);
    this.#inView.clear();
    for (const id of this.#held) if (this.#isFull(id)) this.#begin(id, cursors, null);
  }

  #isFull(community: string): boolean {
    return !this.#client.passive || community === ACCOUNT || this.#inView.has(community);
  }

  #resume({ cursors }: Extract<Mark, { kind: 'resume' }>): void {
    // A resume that was lost before its answer goes on with the next.
    if (this.#replay) return;
    for (const id of [...this.#open.keys()]) this.#end(id, cursors);
    this.#replay = { from: cursors, held: new Set(this.#held), since: this.story.receipts.length };
  }

  #resumed({ cursors, communities }: Extract<Mark, { kind: 'resumed' }>): void {
    this.story.resumes += 1;
    const replay = this.#replay;
    this.#answered(cursors);
    this.#held = new Set([ACCOUNT, ...communities.filter((id) => this.#held.has(id))]);
    // A community that was left meanwhile, and is joined again later, comes back out of view.
    for (const id of [...this.#inView]) if (!this.#held.has(id)) this.#inView.delete(id);
    this.#cursors = { ...cursors };
    for (const id of this.#held) {
      if (!this.#isFull(id)) continue;
      const at = this.#place(id, cursors);
      const after = this.#place(id, replay?.from ?? {});
      const stayed = id === ACCOUNT || this.#ground.wasMember(this.#client.userId, id, after, at);
      if (replay?.held.has(id) && stayed)
        this.#add(id, { how: 'replayed', from: after, to: at, seenAt: at, shown: null });
      if (!this.#open.has(id)) this.#begin(id, cursors, null);
    }
    for (const id of [...this.#open.keys()]) if (!this.#held.has(id)) this.#open.delete(id);
  }

  // Everything that was replayed was looked at before these places.
  #answered(cursors: Cursors): void {
    const since = this.#replay?.since ?? this.story.receipts.length;
    for (const receipt of this.story.receipts.slice(since)) {
      receipt.seenAt = Math.max(receipt.place[1], cursors[receipt.place[0]] ?? 0);
    }
    this.#replay = null;
  }

  finish(): Story {
    for (const id of this.#replay?.held ?? []) {
      if (!this.#isFull(id)) continue;
      const from = this.#place(id, this.#replay!.from);
      this.#add(id, {
        how: 'replayed',
        from,
        to: Number.POSITIVE_INFINITY,
        seenAt: Number.POSITIVE_INFINITY,
        shown: null,
      });
    }
    for (const id of [...this.#open.keys()]) this.#end(id, null);
    return this.story;
  }

  #place(community: string, cursors: Cursors): number {
    const id = community === ACCOUNT ? this.#client.userId : community;
    return cursors[String(this.#ground.partitionOf(id))] ?? 0;
  }

  #begin(community: string, cursors: Cursors, shown: Record<string, string> | null): void {
    this.#open.set(community, { from: this.#place(community, cursors), shown });
  }

  // Cursors null: to the end of the log.
  #end(community: string, cursors: Cursors | null): void {
    const open = this.#open.get(community);
    if (!open) return;
    this.#open.delete(community);
    const to = cursors ? this.#place(community, cursors) : Number.POSITIVE_INFINITY;
    this.#add(community, { how: 'live', ...open, to, seenAt: 0 });
  }

  #add(community: string, stretch: Stretch): void {
    const known = this.story.stretches.get(community);
    if (known) known.push(stretch);
    else this.story.stretches.set(community, [stretch]);
  }
}

/**
 * Works out from a trace which parts of the log the client must have been sent, and how each event came.
 * @param trace of a client that was settled at its end: what goes on then goes on to the end of the log.
 */
export function storyOf(client: ClientPlan, trace: Trace, ground: Ground): Story {
  const reader = new Reader(client, ground);
  let read = 0;
  const readTo = (count: number) => {
    for (; read < count; read++) {
      const [partition, sequence, fingerprint] = trace.events.slice(read * 3, read * 3 + 3) as [number, number, number];
      reader.receive(partition, sequence, fingerprint);
    }
  };
  for (const { after, ...mark } of trace.marks) {
    readTo(after);
    reader.mark(mark as Mark);
  }
  readTo(trace.events.length / 3);
  return reader.finish();
}
