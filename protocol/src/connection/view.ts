import type { Subscription } from '../frames.ts';

/** What a client has in view, and what of it the server knows. */
export class View {
  readonly #passive: boolean;
  #wanted: Subscription | undefined;
  /** What the server was told last. */
  #told: Subscription | undefined;
  #given: ReadonlySet<string> = new Set();
  /** SUBSCRIBED that are still to come. */
  #unanswered = 0;

  /** @param passive whether the connection is given in full only what is in view. */
  constructor(passive: boolean) {
    this.#passive = passive;
  }

  /** Communities of which a passive connection has everything up to its cursors. */
  get given(): ReadonlySet<string> {
    return this.#given;
  }

  /** Sets what is in view from now on. */
  want(view: Subscription): void {
    this.#wanted = view;
    this.#given = this.#givenOf(view);
  }

  /**
   * Begins on a new socket.
   *
   * @param resuming whether by Resume: it names those communities only of which everything was given until now, because
   *   of these everything that was missed is sent (SPEC [GW-58]).
   * @returns what Identify or Resume names, if there is anything.
   */
  begin(resuming: boolean): Subscription | undefined {
    this.#unanswered = 0;
    this.#told = this.#wanted;
    if (!this.#wanted) return undefined;
    if (!resuming) this.#given = new Set();
    else if (this.#passive && this.#wanted.communities.some((id) => !this.#given.has(id))) {
      this.#told = { ...this.#wanted, communities: [...this.#given] };
    }
    this.#unanswered = 1;
    return this.#told;
  }

  /** Gives what is to be told to the server now, if it does not know it. */
  next(): Subscription | undefined {
    if (this.#told === this.#wanted) return undefined;
    this.#told = this.#wanted;
    this.#unanswered += 1;
    return this.#wanted;
  }

  /** Takes an answer in. Only the last one tells what the server gives now. */
  answered(communities: readonly string[]): void {
    this.#unanswered -= 1;
    if (this.#unanswered === 0) this.#given = new Set(communities);
  }

  /** Takes in that the account has left a community: should it come back, it comes out of view. */
  left(id: string): void {
    if (this.#given.has(id)) this.#given = new Set([...this.#given].filter((one) => one !== id));
  }

  #givenOf({ communities }: Subscription): ReadonlySet<string> {
    return new Set(communities.filter((id) => this.#given.has(id)));
  }
}
