import { Op } from '@cozy/protocol';
import { expect } from 'chai';
import type { TestClient } from './client.ts';

/** Milliseconds between two messages. */
const EVERY = 25;
/** Messages between two heartbeats of the one who only reads. */
const HEARTBEAT = 200;

let made = 0;

/**
 * Two healthy clients, of which one sends messages all the time and the other is sent them: whether others are disturbed
 * by what a test does.
 */
export class Pulse {
  readonly #sender: TestClient;
  readonly #reader: TestClient;
  readonly #channelId: string;
  /** Tells its messages from those of others. */
  readonly #name = `pulse ${made++}:`;
  readonly #answers: Promise<unknown>[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(sender: TestClient, reader: TestClient, channelId: string) {
    this.#sender = sender;
    this.#reader = reader;
    this.#channelId = channelId;
    this.#timer = setInterval(() => this.#beat(), EVERY);
  }

  #beat(): void {
    const content = `${this.#name} ${this.#answers.length}`;
    const input = { channel_id: this.#channelId, content, nonce: content };
    const answer = this.#sender.request('message.send', input);
    // It is thrown by `stop`; until then it is no unhandled rejection.
    answer.catch(() => undefined);
    this.#answers.push(answer);
    if (this.#answers.length % HEARTBEAT === 0) this.#reader.send({ op: Op.Heartbeat });
  }

  /** Stops, and expects that every message was accepted and came, once and in order. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#answers);
    const expected = this.#answers.map((_, i) => `${this.#name} ${i}`);
    const contents = () =>
      this.#reader.events.flatMap(({ name, data }) => {
        const { content } = data as { content?: string };
        return name === 'MESSAGE_CREATE' && content?.startsWith(`${this.#name} `) ? [content] : [];
      });
    await this.#reader.until('every message', () => (contents().length >= expected.length ? true : undefined));
    expect(contents()).to.deep.equal(expected);
  }
}
