import { SNOWFLAKE_NODES, snowflakes } from '@cozy/protocol';
import type { KV } from '@nats-io/kv';
import type { Logger } from 'pino';
import { Lease, RENEW_EVERY } from './lease.ts';

/** Gives ids under a leased node number, so that no two processes share one. */
export class IdSource {
  readonly #kv: KV;
  readonly #holder: string;
  readonly #logger: Logger;
  #lease: Lease;
  #next: () => string;
  #timer: NodeJS.Timeout;

  private constructor(kv: KV, holder: string, logger: Logger, lease: Lease, node: number) {
    this.#kv = kv;
    this.#holder = holder;
    this.#logger = logger;
    this.#lease = lease;
    this.#next = snowflakes(node);
    this.#timer = setInterval(() => void this.#keep(), RENEW_EVERY).unref();
  }

  /**
   * Leases a free node number.
   *
   * @throws Error when all 1024 numbers are taken.
   */
  static async open(kv: KV, holder: string, logger: Logger): Promise<IdSource> {
    const { lease, node } = await leaseNode(kv, holder);
    return new IdSource(kv, holder, logger, lease, node);
  }

  /** A new id. */
  next(): string {
    return this.#next();
  }

  /** Gives the node number back. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#lease.release();
  }

  async #keep(): Promise<void> {
    try {
      if (await this.#lease.renew()) return;
      const { lease, node } = await leaseNode(this.#kv, this.#holder);
      this.#lease = lease;
      this.#next = snowflakes(node);
      this.#logger.warn({ node }, 'The node number had run out; took another');
    } catch (error) {
      this.#logger.warn({ error }, 'Could not renew the node number; trying again');
    }
  }
}

async function leaseNode(kv: KV, holder: string): Promise<{ lease: Lease; node: number }> {
  const start = Math.floor(Math.random() * SNOWFLAKE_NODES);
  for (let i = 0; i < SNOWFLAKE_NODES; i++) {
    const node = (start + i) % SNOWFLAKE_NODES;
    const lease = await Lease.take(kv, `node.${node}`, holder);
    if (lease) return { lease, node };
  }
  throw new Error(`All ${SNOWFLAKE_NODES} node numbers are taken.`);
}
