import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random choices that a seed repeats. */
export class Random {
  readonly #generator;

  /** @param seed any integer; the same gives the same choices in the same order. */
  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return uniformInt(this.#generator, least, most);
  }

  /** True for this share of the calls, 0 to 1. */
  chance(share: number): boolean {
    return this.between(0, 999_999) < share * 1_000_000;
  }

  /** One of a list, which has at least one. */
  pick<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)]!;
  }

  /** Several of a list, each once; all when it has no more. */
  some<T>(list: readonly T[], count: number): T[] {
    return this.shuffled(list).slice(0, count);
  }

  /** A list in another order (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const k = this.between(0, i);
      [copy[i], copy[k]] = [copy[k]!, copy[i]!];
    }
    return copy;
  }
}
