import { randomUUID } from 'node:crypto';
import type { ErrorCode, Message } from '@cozy/protocol';
import type { Client } from './client.ts';
import { until } from './processes.ts';
import { within } from './within.ts';

/** How often each sender looks what is due, in ms. */
const TICK_MS = 20;
/** Sends of one client that wait for their answers at once. */
const LANES = 16;

interface Outgoing {
  nonce: string;
  due: number;
}

/** Clients that send messages into one channel at a steady rate, and keep each until it is acknowledged. */
export class Load {
  readonly channelId: string;
  /** What the server answered, by nonce. */
  readonly acknowledged = new Map<string, Message>();
  /** How often sends were refused with which code. */
  readonly refusals = new Map<ErrorCode, number>();
  /** Nonces of everything that was to be sent so far. */
  readonly nonces: string[] = [];
  readonly #clients: Client[];
  readonly #perSecond: number;
  readonly #queues: Outgoing[][];
  #timer: NodeJS.Timeout | undefined;
  #lanes: Promise<void>[] = [];
  #ending = false;

  /** @param perSecond messages of all clients together. */
  constructor(channelId: string, clients: Client[], perSecond: number) {
    this.channelId = channelId;
    this.#clients = clients;
    this.#perSecond = perSecond;
    this.#queues = clients.map(() => []);
  }

  /** Starts sending. */
  start(): void {
    const since = performance.now();
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - since) / 1000) * this.#perSecond);
      while (this.nonces.length < due) {
        const nonce = randomUUID();
        this.#queues[this.nonces.length % this.#queues.length]?.push({ nonce, due: performance.now() });
        this.nonces.push(nonce);
      }
    }, TICK_MS);
    this.#lanes = this.#clients.flatMap((client, i) =>
      Array.from({ length: LANES }, () => this.#run(client, this.#queues[i]!)),
    );
    // A failure is thrown by `finish`; until then it is no unhandled rejection.
    for (const lane of this.#lanes) lane.catch(() => undefined);
  }

  async #run(client: Client, queue: Outgoing[]): Promise<void> {
    for (;;) {
      const next = queue.shift();
      if (!next) {
        if (this.#ending) return;
        await new Promise((resolve) => setTimeout(resolve, TICK_MS));
        continue;
      }
      const { nonce } = next;
      const input = { channel_id: this.channelId, content: `message ${nonce}`, nonce };
      const { message } = await client.insist('message.send', input, ({ code }) => {
        this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
      });
      this.acknowledged.set(nonce, message);
    }
  }

  /** Waits until so many more messages are acknowledged than now. @throws {Error} after `withinMs`. */
  async more(count: number, withinMs = 60_000): Promise<void> {
    const goal = this.acknowledged.size + count;
    await until(
      () => this.acknowledged.size >= goal,
      () => `${count} more messages acknowledged; refused: ${JSON.stringify(Object.fromEntries(this.refusals))}`,
      withinMs,
    );
  }

  /** Sends nothing new, and waits until everything is acknowledged. @throws {Error} after `withinMs`. */
  async finish(withinMs = 90_000): Promise<void> {
    clearInterval(this.#timer);
    this.#ending = true;
    await within(
      Promise.all(this.#lanes),
      withinMs,
      () => `all ${this.nonces.length} messages acknowledged; ${this.acknowledged.size} are`,
    );
  }
}
