/** What may not happen. */
export type Wrong = 'lost' | 'doubled' | 'out_of_order' | 'leaked';

/** Findings of a kind that are told in words; the others are only counted. */
const TOLD = 25;

/** What a check has found. */
export class Findings {
  readonly counts: Record<Wrong, number> = { lost: 0, doubled: 0, out_of_order: 0, leaked: 0 };
  /** The first findings of each kind, in words. */
  readonly told: string[] = [];

  /**
   * Counts something that went wrong.
   * @param words what it was, made only when it will be told.
   */
  add(wrong: Wrong, words: () => string): void {
    this.counts[wrong] += 1;
    if (this.counts[wrong] <= TOLD) this.told.push(`${wrong}: ${words()}`);
  }

  /** Whether nothing went wrong. */
  get none(): boolean {
    return Object.values(this.counts).every((count) => count === 0);
  }
}
