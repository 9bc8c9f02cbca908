import { type Commands, compareIds } from '@cozy/protocol';

/** Marks threads as read, each reply once. */
export class Threads {
  readonly #commands: Commands;
  readonly #marked = new Map<string, string>();

  constructor(commands: Commands) {
    this.#commands = commands;
  }

  /** Marks a thread as read up to a reply; a failure is made good by the next one. */
  mark(channel_id: string, thread_id: string, message_id: string): void {
    const known = this.#marked.get(thread_id);
    if (known && compareIds(known, message_id) >= 0) return;
    this.#marked.set(thread_id, message_id);
    this.#commands.thread.mark({ channel_id, thread_id, message_id }).catch((error: unknown) => {
      if (this.#marked.get(thread_id) === message_id) this.#marked.delete(thread_id);
      console.debug('A thread was not marked as read.', error);
    });
  }
}
