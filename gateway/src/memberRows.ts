import type { Presence, Status } from '@cozy/protocol';

/** Members above which only those who are here are listed, to bound the memory of one list. */
export const LISTED = 200_000;
/** Between name and id in a key; no name holds it, and it comes before every character of a name. */
const SEPARATOR = '\u0000';

/**
 * The rows of a community's member list in their order: those who are here first, each group by name, and by id where
 * names are the same. A member is one text, `<name><NUL><id>`, so that comparing two is native; each group is a sorted
 * array, in which a member is found and moved by binary search.
 *
 * Measured at 50,000 members with names of 12 characters: 143 bytes each, 4 µs a move, 150 ms to take all in (in pages
 * of 2,000, none longer than 8 ms).
 */
export class MemberRows {
  readonly #limit: number;
  #here: string[] = [];
  #others: string[] = [];
  readonly #keys = new Map<string, string>();
  /** Of those who are here. */
  readonly #statuses = new Map<string, Status>();
  #isWhole = true;

  /** @param limit members above which only those who are here are listed; smaller in tests. */
  constructor(limit = LISTED) {
    this.#limit = limit;
  }

  /** Rows of the whole list. */
  get total(): number {
    return this.#keys.size;
  }

  /** How many of them, the first ones, are here. */
  get online(): number {
    return this.#here.length;
  }

  /** False when there are so many members that only those who are here are listed. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Whether a member is listed. */
  has(id: string): boolean {
    return this.#keys.has(id);
  }

  /**
   * Takes many members in at once; those who are listed already stay as they are.
   *
   * @param members id and name, as `memberNames` gives it first.
   * @param statusOf how present someone is.
   */
  addAll(members: readonly (readonly [id: string, name: string])[], statusOf: (id: string) => Status): void {
    const here: string[] = [];
    const others: string[] = [];
    for (const [id, name] of members) {
      const status = statusOf(id);
      if (this.#keys.has(id) || (status === 'offline' && !this.#isWhole)) continue;
      const key = name + SEPARATOR + id;
      this.#keys.set(id, key);
      if (status === 'offline') others.push(key);
      else {
        here.push(key);
        this.#statuses.set(id, status);
      }
    }
    this.#here = this.#here.concat(here.sort()).sort();
    this.#others = this.#others.concat(others.sort()).sort();
    if (this.total > this.#limit) this.#dropOthers();
  }

  #dropOthers(): void {
    this.#isWhole = false;
    for (const key of this.#others) this.#keys.delete(idOf(key));
    this.#others = [];
  }

  /** Takes a member in, or moves one whose name has changed. */
  put(id: string, name: string, status: Status): void {
    this.remove(id);
    if (status === 'offline' && !this.#isWhole) return;
    const key = name + SEPARATOR + id;
    this.#keys.set(id, key);
    if (status !== 'offline') this.#statuses.set(id, status);
    insert(status === 'offline' ? this.#others : this.#here, key);
    if (this.total > this.#limit && this.#others.length > 0) this.#dropOthers();
  }

  /** Takes a member out. */
  remove(id: string): void {
    const key = this.#keys.get(id);
    if (key === undefined) return;
    this.#keys.delete(id);
    erase(this.#statuses.delete(id) ? this.#here : this.#others, key);
  }

  /** Notes how present a listed member is. */
  setStatus(id: string, status: Status): void {
    const key = this.#keys.get(id);
    if (key === undefined) return;
    const known = this.#statuses.get(id);
    if (status !== 'offline') this.#statuses.set(id, status);
    else this.#statuses.delete(id);
    if ((known === undefined) === (status === 'offline')) return;
    erase(known === undefined ? this.#others : this.#here, key);
    if (status !== 'offline') insert(this.#here, key);
    else if (this.#isWhole) insert(this.#others, key);
    else this.#keys.delete(id);
  }

  /** Gives rows from an index on, fewer at the end of the list. */
  slice(from: number, limit: number): Presence[] {
    const here = this.#here.slice(from, from + limit);
    const after = Math.max(0, from - this.#here.length);
    const others = this.#others.slice(after, after + limit - here.length);
    return [...here, ...others].map((key) => {
      const user_id = idOf(key);
      return { user_id, status: this.#statuses.get(user_id) ?? 'offline' };
    });
  }
}

function idOf(key: string): string {
  return key.slice(key.indexOf(SEPARATOR) + 1);
}

/** The index of a key in a sorted array, or where it would stand. */
function indexOf(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(keys: string[], key: string): void {
  keys.splice(indexOf(keys, key), 0, key);
}

function erase(keys: string[], key: string): void {
  keys.splice(indexOf(keys, key), 1);
}
