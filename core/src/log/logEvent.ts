import type { EventName, Place } from '@cozy/protocol';
import { Unpackr } from 'msgpackr';
import { dispatchFrame } from './dispatchFrame.ts';
import { packData } from './packData.ts';
import { formatSubject, type Owner, parseSubject, STORED } from './subjects.ts';

const unpackr = new Unpackr({ useRecords: false, int64AsType: 'number' });

/** An event on its way from the log or from another node. Its data is decoded only when somebody looks. */
export class LogEvent {
  readonly owner: Owner;
  readonly channelId: string | null;
  readonly name: EventName;
  readonly partition: number;
  /** Place in the partition; 0 for events that are not stored. */
  readonly sequence: number;
  /** The trace of the command that appended it, while tracing is on; see tracing.ts. */
  readonly trace: string | undefined;
  #raw: Uint8Array;
  #frame: Uint8Array | undefined;
  #data: unknown;

  constructor(subject: string, sequence: number, raw: Uint8Array, trace?: string) {
    const parts = parseSubject(subject);
    this.owner = parts.owner;
    this.channelId = parts.channelId;
    this.name = parts.name as EventName;
    this.partition = parts.partition;
    this.sequence = sequence;
    this.trace = trace;
    this.#raw = raw;
  }

  /** The event's place for a frame, or null for events that are not stored. */
  get place(): Place | null {
    return this.sequence > 0 ? [this.partition, this.sequence] : null;
  }

  /** The event's `d` as MessagePack. It is put into frames as it is, so it is encoded once in its life. */
  get raw(): Uint8Array {
    return this.#raw;
  }

  /**
   * The event as a Dispatch frame in MessagePack, written once. It has memory of its own, where `raw` may at first be a
   * piece of something larger that was read from a socket.
   */
  get frame(): Uint8Array {
    if (!this.#frame) {
      this.#frame = dispatchFrame(this.name, this.partition, this.sequence, this.#raw);
      this.#raw = this.#frame.subarray(this.#frame.length - this.#raw.length);
    }
    return this.#frame;
  }

  /** The event's `d`, as the schema of its name describes it. */
  data<D>(): D {
    this.#data ??= unpackr.unpack(this.#raw);
    return this.#data as D;
  }

  /** The thread that a message is in, or null; most messages that are in none are not decoded for it. */
  get threadId(): string | null {
    const { buffer, byteOffset, length } = this.#raw;
    if (Buffer.from(buffer, byteOffset, length).indexOf('thread_id') < 0) return null;
    return this.data<{ thread_id?: string }>().thread_id ?? null;
  }

  /** The same event with other data: what someone is shown who may not see all of it. */
  with(data: unknown): LogEvent {
    return new LogEvent(formatSubject(STORED, this), this.sequence, packData(data), this.trace);
  }

  /** Lets go of the decoded data of an event that is kept; `data` decodes it again. */
  settle(): void {
    this.#data = undefined;
  }
}
