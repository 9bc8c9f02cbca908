import type { ConsumerMessages, JetStreamClient, JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';

/** Events that one pull asks for. */
const BATCH = 1_000;
/** Milliseconds between two signs of life of the server; when two are missing, reading begins anew. */
const HEARTBEAT = 1_000;
/** Milliseconds that a pull waits for events until it is made anew. */
const EXPIRES = 30_000;
/** Milliseconds until reading that has ended begins anew. */
const RETRY = 500;

/** What is read, and who gets it. */
export interface FollowerOptions {
  nats: NatsConnection;
  jetstream: JetStreamClient;
  stream: string;
  /** Sequence after which to begin. */
  after: number;
  /** Called for each message; it may not throw. */
  onMessage: (message: JsMsg) => void;
  logger: Logger;
}

/**
 * Reads a stream from a place on, and what is stored from then on: each message once, in order, without a gap, also across
 * lost connections and nodes of NATS that die.
 *
 * Each reading is an ordered consumer, which lives on one node of NATS. When that node dies, the client library asks for
 * its consumer, is not answered, and waits for as long as a pull lasts; so a reading that falls silent, or whose
 * connection was lost, is replaced here by a new one, which begins behind the last message.
 */
export class Follower {
  readonly #options: FollowerOptions;
  #position: number;
  #reading: ConsumerMessages | undefined;
  /** Counts readings, so that what an earlier one still brings is passed over, and nothing that the present one does. */
  #turn = 0;
  #stopped = false;

  private constructor(options: FollowerOptions) {
    this.#options = options;
    this.#position = options.after;
  }

  /**
   * Starts reading.
   *
   * @throws the library's errors when the stream cannot be read now.
   */
  static async open(options: FollowerOptions): Promise<Follower> {
    const follower = new Follower(options);
    await follower.#begin();
    void follower.#watch();
    void follower.#watchConnection();
    return follower;
  }

  async #begin(): Promise<void> {
    const { jetstream, stream, onMessage, logger } = this.#options;
    const turn = ++this.#turn;
    const consumer = await jetstream.consumers.get(stream, { opt_start_seq: this.#position + 1 });
    const reading = await consumer.consume({
      max_messages: BATCH,
      expires: EXPIRES,
      idle_heartbeat: HEARTBEAT,
      callback: (message) => {
        if (turn !== this.#turn || message.seq <= this.#position) return;
        this.#position = message.seq;
        onMessage(message);
      },
    });
    this.#reading = reading;
    void this.#watchSilence(reading);
    // The server would keep it for minutes.
    void reading.closed().then(() => consumer.delete().catch(() => logger.debug('A reader ends by itself')));
    if (this.#stopped) await reading.close();
  }

  async #watchSilence(reading: ConsumerMessages): Promise<void> {
    for await (const { type } of reading.status()) if (type === 'heartbeats_missed') void reading.close();
  }

  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#options.nats.status()) {
      if (this.#stopped) return;
      if (type === 'reconnect') void this.#reading?.close();
    }
  }

  async #watch(): Promise<void> {
    const { nats, stream, logger } = this.#options;
    for (;;) {
      const error = await this.#reading?.closed();
      if (this.#stopped || nats.isClosed()) return;
      logger.info({ error, stream, position: this.#position }, 'Reading the log begins anew');
      await this.#begin().catch(async (failure: unknown) => {
        logger.warn({ error: failure, stream }, 'The log cannot be read; trying again');
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      });
    }
  }

  /** Ends it; no message comes after this is called. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#turn += 1;
    await this.#reading?.close();
  }
}
