import type { Rate } from '@cozy/protocol';
import { LRUCache } from 'lru-cache';

interface Bucket {
  tokens: number;
  at: number;
}

/** Buckets that are remembered; the least recently used are full again by the time they are forgotten. */
const BUCKETS = 100_000;

/** Token buckets by key, bounded in number. */
export class RateLimits {
  readonly #buckets = new LRUCache<string, Bucket>({ max: BUCKETS });

  /**
   * Takes one token.
   *
   * @param key who does what.
   * @param rate the bucket's size and refill.
   * @param now monotonic milliseconds; replaced in tests.
   * @returns 0 when there was one, else the seconds until there is.
   */
  take(key: string, { burst, perSecond }: Rate, now = performance.now()): number {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { tokens: burst, at: now };
      this.#buckets.set(key, bucket);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - bucket.tokens) / perSecond) * 1000) / 1000;
  }

  /**
   * Gives back a token that was taken, because what it was taken for does not count.
   *
   * @param key as given to `take`; one that has been forgotten is full anyway.
   */
  refund(key: string, { burst }: Rate): void {
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.tokens = Math.min(burst, bucket.tokens + 1);
  }
}
