/**
 * Hands out turns of the event loop, one after another. What makes a session live is a piece of work that cannot be
 * divided; when many become live at once, events for the others have their time between two pieces.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Waits for a turn that nobody else was given, with a look at the sockets before it. */
  next(): Promise<void> {
    this.#last = this.#last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return this.#last;
  }
}
