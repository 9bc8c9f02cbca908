/** Calls listeners by event name, typed by a map of event name to argument. */
export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>();

  /**
   * Calls `listener` for every event of this name from now on.
   *
   * @returns a function that stops it.
   */
  on<E extends keyof Events>(name: E, listener: (value: Events[E]) => void): () => void {
    let listeners = this.#listeners.get(name);
    if (!listeners) {
      listeners = new Set();
      this.#listeners.set(name, listeners);
    }
    listeners.add(listener as (value: never) => void);
    return () => listeners.delete(listener as (value: never) => void);
  }

  /**
   * Waits for one event.
   *
   * @param accept tells whether this is the one; any by default.
   */
  once<E extends keyof Events>(name: E, accept: (value: Events[E]) => boolean = () => true): Promise<Events[E]> {
    return new Promise((resolve) => {
      const off = this.on(name, (value) => {
        if (!accept(value)) return;
        off();
        resolve(value);
      });
    });
  }

  /** Calls the listeners of an event, in the order in which they came. */
  emit<E extends keyof Events>(name: E, value: Events[E]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (value: Events[E]) => void)(value);
  }
}
