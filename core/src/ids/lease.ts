import { type KV, Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';

/** Milliseconds that a lease lasts without being renewed. */
const LEASE_TTL = 9_000;
/** Milliseconds between two renewals. */
export const RENEW_EVERY = 2_500;

/**
 * A name in the cluster that one process holds at a time: a key in NATS KV that its holder renews. A holder that dies
 * loses it after nine seconds.
 */
export class Lease {
  readonly #kv: KV;
  readonly #key: string;
  readonly #holder: string;
  #revision: number;

  private constructor(kv: KV, key: string, holder: string, revision: number) {
    this.#kv = kv;
    this.#key = key;
    this.#holder = holder;
    this.#revision = revision;
  }

  /**
   * Opens the bucket that holds leases.
   *
   * @param replicas copies in the NATS cluster.
   */
  static async bucket(nats: NatsConnection, replicas: number): Promise<KV> {
    return await new Kvm(nats).create('leases', { ttl: LEASE_TTL, history: 1, replicas });
  }

  /**
   * Takes a lease if nobody holds it.
   *
   * @param key what is leased.
   * @param holder text that names this process, for people who look.
   * @returns the lease, or null when somebody else has it.
   */
  static async take(kv: KV, key: string, holder: string): Promise<Lease | null> {
    const current = await kv.get(key);
    if (current && current.operation === 'PUT') return null;
    try {
      return new Lease(kv, key, holder, await kv.create(key, holder));
    } catch (error) {
      // Somebody was faster: the server refuses a wrong last sequence. Anything else is a real failure.
      if (error instanceof Error && /wrong last sequence/i.test(error.message)) return null;
      throw error;
    }
  }

  /**
   * Makes it last from now on.
   *
   * @returns false when it was lost, because it had run out.
   */
  async renew(): Promise<boolean> {
    try {
      this.#revision = await this.#kv.update(this.#key, this.#holder, this.#revision);
      return true;
    } catch (error) {
      if (error instanceof Error && /wrong last sequence/i.test(error.message)) return false;
      throw error;
    }
  }

  /** Gives it up, so that another process need not wait for its end. */
  async release(): Promise<void> {
    await this.#kv.delete(this.#key, { previousSeq: this.#revision });
  }
}
