import { createHash } from 'node:crypto';
import type { Cursors, EventData, EventName, Place } from '@cozy/protocol';

/** Something that happened to a connection between two events, without which nobody could say what it must be sent. */
export type Mark =
  /** READY: everything after these places follows, of these communities. */
  | { kind: 'ready'; cursors: Cursors; communities: string[] }
  /** Resume was sent: everything up to these places had come. */
  | { kind: 'resume'; cursors: Cursors }
  /** RESUMED: everything up to these places has come, and more follows of these communities. */
  | { kind: 'resumed'; cursors: Cursors; communities: string[] }
  /** COMMUNITY_CREATE, with the newest message of each channel. */
  | { kind: 'shown'; community: string; heads: Record<string, string> }
  /** COMMUNITY_DELETE. */
  | { kind: 'gone'; community: string }
  /** A passive connection has named what it has in view: of others nothing is certain from now on. */
  | { kind: 'looked'; communities: string[] }
  /** SUBSCRIBED: of these communities, which are in view, everything follows after these places. */
  | { kind: 'subscribed'; cursors: Cursors; communities: string[] }
  /** A stored event came again, or after a later one. */
  | { kind: 'repeat'; place: Place };

/** What a client held at the end. */
export interface Held {
  /** Channels that it was shown, by community. */
  channels: Record<string, string[]>;
  /** The newest message that it knows of each channel. */
  heads: Record<string, string>;
}

/** Everything that one client was sent, in order. */
export interface Trace {
  /** Number of the client. */
  client: number;
  /** Three numbers for each stored event: partition, sequence, and `fingerprint`. */
  events: number[];
  /** Each with the number of events before it. */
  marks: (Mark & { after: number })[];
  held: Held;
}

/** A message that a client sent. */
export interface Sent {
  author: string;
  nonce: string;
  /** The message's id once it was acknowledged; null for one that was refused or never answered. */
  id: string | null;
}

/** One line of a crowd's file. */
export type TraceLine = { trace: Trace } | { sent: Sent[] };

/**
 * A number that tells an event from another: of its name and of what it is about. Of MESSAGE_CREATE and MESSAGE_UPDATE
 * it includes the text.
 * @returns 32 bits of a SHA-1, enough to notice a mix-up.
 */
export function fingerprint(name: EventName, data: unknown): number {
  const { id, channel_id, message_id, user_id, content } = data as Partial<
    EventData<'MESSAGE_CREATE'> & EventData<'MESSAGE_REACTION_ADD'>
  >;
  const text = [name, id, channel_id, message_id, user_id, content].join('\n');
  return createHash('sha1').update(text).digest().readUInt32LE(0);
}
