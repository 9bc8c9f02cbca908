import { createStore, produce } from 'solid-js/store';

/**
 * The communities whose events come in full. What happens in the others is not told but as a newest message, so what is
 * known of their messages and members grows old (SPEC GW-54 to GW-56).
 */
export class Live {
  readonly #byId: Record<string, true>;
  readonly #set;

  constructor() {
    const [byId, set] = createStore<Record<string, true>>({});
    this.#byId = byId;
    this.#set = set;
  }

  /** Whether a community's events come in full. */
  has(communityId: string): boolean {
    return this.#byId[communityId] ?? false;
  }

  /** Their ids. */
  list(): string[] {
    return Object.keys(this.#byId);
  }

  /** Takes which communities these are from now on. */
  replaceAll(ids: readonly string[]): void {
    const kept = new Set(ids);
    this.#set(
      produce((byId) => {
        for (const id of Object.keys(byId)) if (!kept.has(id)) delete byId[id];
        for (const id of kept) byId[id] = true;
      }),
    );
  }

  /** A community's events come no more. */
  remove(communityId: string): void {
    this.replaceAll(this.list().filter((id) => id !== communityId));
  }
}
