import { type EventData, LIMITS } from '@cozy/protocol';

/** A thread with new replies, as PASSIVE_UPDATE names it. */
export type ThreadNewsItem = NonNullable<EventData<'PASSIVE_UPDATE'>['threads']>[number];

/** The threads of a community that had replies lately, each with its newest; the longest quiet one is forgotten first. */
export class ThreadNews {
  readonly #threads = new Map<string, ThreadNewsItem & { at: number }>();

  /**
   * Notes a reply.
   *
   * @param at counts what there is to be told.
   */
  note(id: string, channel_id: string, last_reply_id: string, at: number): void {
    // Put in anew, so that the first one is always the one that has been quiet for longest.
    this.#threads.delete(id);
    this.#threads.set(id, { id, channel_id, last_reply_id, at });
    if (this.#threads.size <= LIMITS.passiveThreads) return;
    for (const quietest of this.#threads.keys()) {
      this.#threads.delete(quietest);
      return;
    }
  }

  /** The threads of some channels with replies after a count. */
  since(told: number, channels: ReadonlySet<string>): ThreadNewsItem[] {
    const news: ThreadNewsItem[] = [];
    for (const { at, ...thread } of this.#threads.values()) {
      if (at > told && channels.has(thread.channel_id)) news.push(thread);
    }
    return news;
  }
}
