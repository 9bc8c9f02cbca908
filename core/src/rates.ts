import { COMMANDS, type CommandName, type Rate } from '@cozy/protocol';
import { LRUCache } from 'lru-cache';
import type { Caller } from './commands/command.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** How many calls are left, and how long it takes until all are there again. */
interface Standing {
  limit: number;
  remaining: number;
  /** Seconds, to the millisecond above. */
  resetAfter: number;
}

/** Who a command's calls are counted for. */
type Counted = Pick<Caller, 'actor' | 'address'>;

/** Buckets that are remembered; the least recently used are full again by the time they are forgotten. */
const BUCKETS = 100_000;
/** Parts of a token, and of a millisecond, that floating point may lose. */
const ROUNDING = 1e-6;

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
    const bucket = this.#filled(key, { burst, perSecond }, now);
    if (bucket.tokens >= 1 - ROUNDING) {
      bucket.tokens -= 1;
      return 0;
    }
    return seconds((1 - bucket.tokens) / perSecond);
  }

  /** Takes one call of a command: of the account that calls, or of the address where there is none. See `take`. */
  takeCall(name: CommandName, caller: Counted, now?: number): number {
    return this.take(bucketOf(name, caller), COMMANDS[name].rate, now);
  }

  /** Tells how a caller stands with a command, without taking anything. */
  standing(name: CommandName, caller: Counted, now = performance.now()): Standing {
    const { rate } = COMMANDS[name];
    const { tokens } = this.#filled(bucketOf(name, caller), rate, now);
    return {
      limit: rate.burst,
      remaining: Math.floor(tokens + ROUNDING),
      resetAfter: seconds((rate.burst - tokens) / rate.perSecond),
    };
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

  #filled(key: string, { burst, perSecond }: Rate, now: number): Bucket {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { tokens: burst, at: now };
      this.#buckets.set(key, bucket);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    return bucket;
  }
}

function bucketOf(name: CommandName, { actor, address }: Counted): string {
  return `${name} ${actor?.user.id ?? address}`;
}

// Rounded up, so that who waits so long does not come too early.
function seconds(exact: number): number {
  return Math.max(0, Math.ceil(exact * 1000 - ROUNDING)) / 1000;
}
