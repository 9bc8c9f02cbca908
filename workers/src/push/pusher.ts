import { type CommunityState, type Context, LogEvent } from '@cozy/core';
import { CozyError, type EventData } from '@cozy/protocol';
import type { JsMsg } from '@nats-io/jetstream';
import { every } from '../every.ts';
import { Lane } from '../lane.ts';
import { noticeOf } from './notice.ts';
import type { PushJob } from './pushWorker.ts';
import { recipientsOf } from './recipients.ts';

/** Milliseconds that a message is given to be read where the person is, before it is pushed to where they are not. */
const READ_WITHIN = 3_000;
/** Milliseconds between two looks at what has become that old. */
const LOOK_EVERY = 500;
/** Events of one partition that are looked at at once. */
const BATCH = 1_000;
/** Jobs that are added at once. */
const AT_ONCE = 256;
/** Milliseconds of age from which a message is no news any more, because no worker ran. */
const NEWS = 3_600_000;

type Message = EventData<'MESSAGE_CREATE'>;

/**
 * Decides who is told of a message by Web Push: a reader of the log with its own place in it, some seconds behind its
 * end. What it finds becomes jobs, one for each device, whose names are those of message and log-in: a batch that is
 * repeated after a crash adds none twice. The place is noted after the jobs are in the queue.
 */
export class Pusher {
  readonly #context: Context;
  #lanes: Lane[] = [];
  #loop: { stop(): Promise<void> } | undefined;
  /** What a failed try has taken, for the next. */
  #taken: { partition: number; messages: JsMsg[] }[] | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Begins where the last one stopped; the first one at the end of the log. */
  async start(): Promise<void> {
    const { log, logger } = this.#context;
    this.#taken = undefined;
    this.#lanes = Array.from(
      { length: log.partitions },
      (_, partition) =>
        new Lane(
          this.#context,
          partition,
          () => undefined,
          () => this.#place(partition),
        ),
    );
    for (const lane of this.#lanes) lane.start();
    this.#loop = every(LOOK_EVERY, logger, 'Messages could not be pushed; trying again', () => this.#look());
  }

  /** Finishes what was begun, and stops. */
  async stop(): Promise<void> {
    await this.#loop?.stop();
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
    this.#lanes = [];
  }

  async #place(partition: number): Promise<number> {
    const { database, log } = this.#context;
    const { last } = await log.bounds(partition);
    const known = await database.pushProgress.findOneAndUpdate(
      { _id: String(partition) },
      { $setOnInsert: { sequence: last } },
      { upsert: true, returnDocument: 'after' },
    );
    // A place beyond the log's end is of a log that is no more.
    return Math.min(known?.sequence ?? last, last);
  }

  async #look(): Promise<void> {
    const { database } = this.#context;
    const until = Date.now() - READ_WITHIN;
    this.#taken ??= this.#lanes
      .map((lane) => ({ partition: lane.partition, messages: lane.take(BATCH, until) }))
      .filter(({ messages }) => messages.length > 0);
    if (this.#taken.length > 0) {
      await this.#push(this.#taken.flatMap(({ messages }) => messages));
      const places = this.#taken.map(({ partition, messages }) => ({
        updateOne: {
          filter: { _id: String(partition) },
          update: { $set: { sequence: messages.at(-1)!.seq } },
          upsert: true,
        },
      }));
      await database.pushProgress.bulkWrite(places, { ordered: false });
    }
    this.#taken = undefined;
  }

  async #push(events: readonly JsMsg[]): Promise<void> {
    const { sessions } = this.#context.database;
    const news = events.filter(({ subject, time }) => {
      return subject.endsWith('.MESSAGE_CREATE') && time.getTime() > Date.now() - NEWS;
    });
    if (news.length === 0) return;
    // Asked now, some seconds after the messages: who has subscribed before them is among these.
    const subscribed = new Set(await sessions.distinct('user_id', { 'push.endpoint': { $exists: true } }));
    if (subscribed.size === 0) return;
    for (const { subject, seq, data } of news) {
      const message = new LogEvent(subject, seq, data).data<Message>();
      await this.#tell(message, subscribed);
    }
  }

  async #tell(message: Message, subscribed: ReadonlySet<string>): Promise<void> {
    const { database, pushJobs } = this.#context;
    const community = await this.#community(message.community_id);
    if (!community) return;
    const users = await recipientsOf(this.#context, community, message, subscribed);
    if (users.length === 0) return;
    const notice = await noticeOf(this.#context, community, message);
    const devices = await database.sessions
      .find({ user_id: { $in: users }, revoked: false, 'push.endpoint': { $exists: true } }, { _id: 1 })
      .lean();
    const add = (session_id: string) => {
      const job: PushJob = { session_id, notice };
      return pushJobs.add(JSON.stringify(job), `${message.id}:${session_id}`);
    };
    for (let i = 0; i < devices.length; i += AT_ONCE) {
      await Promise.all(devices.slice(i, i + AT_ONCE).map(({ _id }) => add(_id)));
    }
  }

  // Of a community that was deleted since nobody is told.
  async #community(id: string): Promise<CommunityState | null> {
    try {
      return await this.#context.replica.community(id);
    } catch (error) {
      if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return null;
      throw error;
    }
  }
}
