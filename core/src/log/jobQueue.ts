import { CozyError } from '@cozy/protocol';
import {
  AckPolicy,
  type Consumer,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';

const STREAM = 'JOBS';
/** Milliseconds after which a job whose worker has said nothing more is given to another. */
export const JOB_SILENCE = 10_000;
const ACK_TIMEOUT = 5_000;

/** Work of one kind that is yet to be done: a work queue, from which a job goes when it is acknowledged. */
export class JobQueue {
  readonly #manager: JetStreamManager;
  readonly #jetstream: JetStreamClient;
  /** Instances may share a NATS, as tests do: each has its own jobs. */
  readonly #subject: string;
  readonly #consumer: string;

  private constructor(manager: JetStreamManager, instance: string, kind: string) {
    this.#manager = manager;
    this.#jetstream = manager.jetstream();
    this.#subject = `job.${instance}.${kind}`;
    this.#consumer = `${kind}s-${instance}`;
  }

  /**
   * Opens the queue, and makes it where it is missing.
   *
   * @param instance names the instance: its database.
   * @param kind of work.
   * @param replicas copies that the cluster keeps.
   */
  static async open(
    nats: NatsConnection,
    instance: string,
    kind: 'file' | 'link' | 'push',
    replicas: number,
  ): Promise<JobQueue> {
    const manager = await jetstreamManager(nats);
    const limits = { subjects: ['job.>'], num_replicas: replicas, duplicate_window: nanos(120_000) };
    const names: string[] = [];
    for await (const name of manager.streams.names('job.>')) names.push(name);
    if (names.includes(STREAM)) await manager.streams.update(STREAM, limits);
    else {
      await manager.streams.add({
        name: STREAM,
        retention: RetentionPolicy.Workqueue,
        storage: StorageType.File,
        ...limits,
      });
    }
    return new JobQueue(manager, instance, kind);
  }

  /**
   * Adds a job. The same one again within two minutes is one job.
   *
   * @param data what is to be done.
   * @param id names the job, where its data does not.
   * @throws CozyError LOG_UNAVAILABLE.
   */
  async add(data: string, id = data): Promise<void> {
    try {
      await this.#jetstream.publish(this.#subject, data, { msgID: `${this.#subject}:${id}`, timeout: ACK_TIMEOUT });
    } catch (cause) {
      throw new CozyError('LOG_UNAVAILABLE', { retryAfter: 1, cause });
    }
  }

  /** The consumer from which all workers together take the jobs. */
  async consumer(): Promise<Consumer> {
    await this.#manager.consumers.add(STREAM, {
      durable_name: this.#consumer,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(JOB_SILENCE),
      filter_subject: this.#subject,
      // Tries are counted where a job is done: one that was never acknowledged must not be forgotten by the queue.
      max_deliver: -1,
    });
    return this.#jetstream.consumers.get(STREAM, this.#consumer);
  }
}
