import type { Place } from '../frames.ts';
import type { Cursors } from '../objects.ts';

/** The places up to which a client has everything, by partition. */
export class Places {
  #cursors: Cursors;

  /** @param cursors of an earlier connection. */
  constructor(cursors: Cursors = {}) {
    this.#cursors = { ...cursors };
  }

  /** The places as they are just now; not to be changed. */
  get cursors(): Cursors {
    return this.#cursors;
  }

  /** Takes the place of an event in. Gives false when that event, or a later one of its partition, came before. */
  take([partition, sequence]: Place): boolean {
    if (sequence <= (this.#cursors[partition] ?? 0)) return false;
    this.#cursors[partition] = sequence;
    return true;
  }

  /** Moves on to places, and never back. Gives false when none of them lies ahead. */
  raise(cursors: Cursors): boolean {
    const ahead = Object.entries(cursors).filter(([partition, sequence]) => sequence > (this.#cursors[partition] ?? 0));
    Object.assign(this.#cursors, Object.fromEntries(ahead));
    return ahead.length > 0;
  }

  /** Forgets what was known, and starts from these places. */
  restart(cursors: Cursors): void {
    this.#cursors = { ...cursors };
  }
}
