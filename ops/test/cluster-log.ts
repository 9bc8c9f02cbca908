import { formatSubject, LogEvent, packData, partitionOf, STORED } from '@cozy/core';
import { MEMBER_PERMISSIONS, PERMISSIONS } from '@cozy/protocol';
import { WholeLog } from '../src/cluster/check/wholeLog.ts';
import { fingerprint, type Mark, type Trace } from '../src/cluster/trace.ts';
import type { ClientPlan } from '../src/cluster/world.ts';

export const COMMUNITY = '10000000000000001';
export const GENERAL = '10000000000000002';
export const PRIVATE = '10000000000000003';
export const INNER = '10000000000000004';
export const OWNER = '20000000000000001';
export const READER = '20000000000000002';
const VIEW = PERMISSIONS.VIEW_CHANNEL.toString();
const PARTITIONS = 2;
export const partition = partitionOf(COMMUNITY, PARTITIONS);

export const client: ClientPlan = { index: 0, userId: READER, login: null, token: '', tokenAt: 0 };
const user = (id: string) => ({ id, username: id, display_name: id, hue: 0, bio: '', bot: false, home: null });
const member = (id: string, roles: string[] = []) => ({
  community_id: COMMUNITY,
  user: user(id),
  nick: null,
  roles,
  joined_at: '2026-01-01T00:00:00.000Z',
});
export const channel = (id: string, overwrites: object[] = []) => ({
  id,
  community_id: COMMUNITY,
  type: 'text',
  name: 'channel',
  topic: '',
  position: 0,
  parent_id: null,
  overwrites,
  last_message_id: null,
});
const role = (id: string, permissions: bigint) => ({
  id,
  community_id: COMMUNITY,
  name: 'role',
  hue: null,
  position: 0,
  permissions: permissions.toString(),
  fixed: null,
});
export const hidden = [
  { id: COMMUNITY, type: 0, allow: '0', deny: VIEW },
  { id: INNER, type: 0, allow: VIEW, deny: '0' },
];
const snapshot = {
  id: COMMUNITY,
  name: 'community',
  description: '',
  hue: 0,
  owner_id: OWNER,
  roles: [role(COMMUNITY, MEMBER_PERMISSIONS), role(INNER, 0n)],
  channels: [channel(GENERAL)],
  member_count: 1,
  member: member(OWNER),
};

/** A log of one community: the reader joins, and is given and denied the private channel. */
export class Written {
  readonly #partitions: LogEvent[][] = Array.from({ length: PARTITIONS }, () => []);
  #messages = 0;

  constructor() {
    this.add('u', OWNER, 'COMMUNITY_CREATE', snapshot);
    this.add('c', COMMUNITY, 'COMMUNITY_MEMBER_ADD', member(OWNER));
    this.add('c', COMMUNITY, 'CHANNEL_CREATE', channel(PRIVATE, hidden));
    this.add('c', COMMUNITY, 'COMMUNITY_MEMBER_ADD', member(READER));
  }

  /** Adds an event of a community or an account. */
  add(kind: 'c' | 'u', id: string, name: string, data: object, channelId: string | null = null): LogEvent {
    const at = partitionOf(id, PARTITIONS);
    const subject = formatSubject(STORED, { partition: at, owner: { kind, id }, channelId, name });
    const event = new LogEvent(subject, this.#partitions[at]!.length + 1, packData(data));
    this.#partitions[at]!.push(event);
    return event;
  }

  /** Adds a message. */
  message(channelId: string, author = OWNER): LogEvent {
    this.#messages += 1;
    const id = `3000000000000000${this.#messages}`;
    const content = `message ${this.#messages}`;
    const place = { id, channel_id: channelId, community_id: COMMUNITY };
    const fields = { author: user(author), content, mentions: [], nonce: `nonce ${this.#messages}`, reactions: [] };
    return this.add('c', COMMUNITY, 'MESSAGE_CREATE', { ...place, ...fields }, channelId);
  }

  /** Gives the reader roles in place of those they have. */
  roles(...roles: string[]): LogEvent {
    return this.add('c', COMMUNITY, 'COMMUNITY_MEMBER_UPDATE', member(READER, roles));
  }

  /** The last place of the community. */
  get end(): number {
    return this.#partitions[partition]!.length;
  }

  /** The log as it stands. */
  whole(): WholeLog {
    return new WholeLog(this.#partitions);
  }
}

/** What a client is told, step by step: events as they come, and marks between them. */
export class Told {
  readonly trace: Trace = { client: 0, events: [], marks: [], held: { channels: {}, heads: {} } };

  /** Something happens to the connection. */
  mark(mark: Mark): this {
    this.trace.marks.push({ ...mark, after: this.trace.events.length / 3 });
    return this;
  }

  /** READY, with the community, as of a place. */
  ready(from: number): this {
    return this.mark({ kind: 'ready', cursors: { [partition]: from }, communities: [COMMUNITY] });
  }

  /** Events come. */
  events(...events: LogEvent[]): this {
    for (const event of events) {
      this.trace.events.push(event.partition, event.sequence, fingerprint(event.name, event.data()));
    }
    return this;
  }

  /** It ends with the community, these channels, and the newest message of each. */
  holds(log: WholeLog, ...channels: string[]): this {
    const held = { channels: { [COMMUNITY]: channels }, heads: {} as Record<string, string> };
    for (const id of channels) {
      for (const event of log.partitions.flat()) {
        if (event.name === 'MESSAGE_CREATE' && event.channelId === id) held.heads[id] = event.data<{ id: string }>().id;
      }
    }
    Object.assign(this.trace.held, held);
    return this;
  }
}
