import { isDeepStrictEqual } from 'node:util';
import type { LogEvent } from '@cozy/core';
import {
  type Channel,
  type Community,
  type CommunitySnapshot,
  compareIds,
  EVENTS,
  type EventData,
  hasPermission,
  memberPermissions,
  type Role,
} from '@cozy/protocol';

/** A community after an event, worked out from the log and protocol/ alone. */
export interface Moment {
  id: string;
  name: string;
  owner_id: string;
  roles: ReadonlyMap<string, Role>;
  channels: ReadonlyMap<string, Channel>;
  /** Roles of each member. */
  members: ReadonlyMap<string, readonly string[]>;
}

/** Roles of a member; null for somebody who is none. */
export type Held = readonly string[] | null;

/** An event of the community's log, with what it was before and after. */
export interface Past {
  event: LogEvent;
  before: Moment;
  after: Moment;
}

/**
 * Everything that has happened in a community, as its log tells it. It says what each account may see at each place, by
 * other means than the server: it is what the server is judged by.
 */
export class Model {
  readonly id: string;
  readonly events: Past[] = [];
  /** Places at which everything was at rest: what was committed was in the log. */
  readonly #rests: readonly number[];
  readonly #first: Moment;

  /** @param created as its maker saw it when nothing had happened yet. */
  constructor(created: Community, rests: readonly number[]) {
    this.id = created.id;
    this.#rests = rests;
    this.#first = {
      id: created.id,
      name: created.name,
      owner_id: created.owner_id,
      roles: byId(created.roles),
      channels: byId(created.channels),
      members: new Map(),
    };
  }

  /** Takes the next event of the log. */
  take(event: LogEvent): void {
    const before = this.events.at(-1)?.after ?? this.#first;
    this.events.push({ event, before, after: next(before, event) });
  }

  /** The place of the last event. */
  get end(): number {
    return this.events.at(-1)?.event.sequence ?? 0;
  }

  /** The event at a place, if one of this community is there. */
  at(sequence: number): Past | undefined {
    return this.events.find(({ event }) => event.sequence === sequence);
  }

  /** The community as it stood when everything up to a place had happened. */
  moment(sequence: number): Moment {
    return this.events.findLast(({ event }) => event.sequence <= sequence)?.after ?? this.#first;
  }

  /** The community as it stood at a place, and after each event from there to another. */
  moments(from: number, through: number): Moment[] {
    const later = this.events.filter(({ event }) => event.sequence > from && event.sequence <= through);
    return [this.moment(from), ...later.map(({ after }) => after)];
  }

  /**
   * Up to where a membership may be known that was asked for at a place: its change is committed a moment before its
   * event is in the log.
   */
  ahead(sequence: number): number {
    return this.#rests.find((rest) => rest > sequence) ?? this.end;
  }

  /** The memberships that an account may be taken to have from a place to another: its roles, or null. */
  held(user: string, from: number, through: number): Held[] {
    const all = this.moments(from, Math.max(from, through)).map(({ members }) => members.get(user) ?? null);
    return [...new Map(all.map((held) => [held?.join() ?? '-', held])).values()];
  }
}

function byId<T extends { id: string }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((one) => [one.id, one]));
}

function next(before: Moment, event: LogEvent): Moment {
  const { roles, channels, members } = before;
  switch (event.name) {
    case 'COMMUNITY_UPDATE': {
      const { name, owner_id } = event.data<EventData<'COMMUNITY_UPDATE'>>();
      return { ...before, name, owner_id };
    }
    case 'CHANNEL_CREATE':
    case 'CHANNEL_UPDATE': {
      const channel = event.data<EventData<'CHANNEL_UPDATE'>>();
      const last_message_id = channels.get(channel.id)?.last_message_id ?? null;
      return { ...before, channels: new Map(channels).set(channel.id, { ...channel, last_message_id }) };
    }
    case 'CHANNEL_DELETE':
      return { ...before, channels: without(channels, event.data<{ id: string }>().id) };
    case 'COMMUNITY_ROLE_CREATE':
    case 'COMMUNITY_ROLE_UPDATE': {
      const role = event.data<EventData<'COMMUNITY_ROLE_UPDATE'>>();
      return { ...before, roles: new Map(roles).set(role.id, role) };
    }
    case 'COMMUNITY_ROLE_DELETE': {
      const { id } = event.data<{ id: string }>();
      const left = [...members].map(([user, held]) => [user, held.filter((role) => role !== id)] as const);
      return { ...before, roles: without(roles, id), members: new Map(left) };
    }
    case 'COMMUNITY_MEMBER_ADD':
    case 'COMMUNITY_MEMBER_UPDATE': {
      const member = event.data<EventData<'COMMUNITY_MEMBER_UPDATE'>>();
      return { ...before, members: new Map(members).set(member.user.id, member.roles) };
    }
    case 'COMMUNITY_MEMBER_REMOVE':
      return { ...before, members: without(members, event.data<{ user_id: string }>().user_id) };
    case 'MESSAGE_CREATE': {
      const { id, channel_id, thread_id } = event.data<EventData<'MESSAGE_CREATE'>>();
      if (thread_id) return before;
      const channel = channels.get(channel_id);
      if (!channel || compareIds(channel.last_message_id ?? '0', id) > 0) return before;
      return { ...before, channels: new Map(channels).set(channel_id, { ...channel, last_message_id: id }) };
    }
    default:
      return before;
  }
}

function without<T>(map: ReadonlyMap<string, T>, id: string): Map<string, T> {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}

/** Ids of the channels that an account may see with a membership. */
export function visibleTo({ id, owner_id, roles, channels }: Moment, user: string, held: Held): string[] {
  if (!held) return [];
  const scope = { id, owner_id, roles: [...roles.values()] };
  return [...channels.values()]
    .filter(({ overwrites }) => hasPermission(memberPermissions(scope, user, held, overwrites), 'VIEW_CHANNEL'))
    .map((channel) => channel.id);
}

/** Ids of the channels that an account may see at a moment. */
export function visibleAt(moment: Moment, user: string): string[] {
  return visibleTo(moment, user, moment.members.get(user) ?? null);
}

/** Whether an account was in the community at a moment. */
export function isMember({ members }: Moment, user: string): boolean {
  return members.has(user);
}

/** The channel that an event is about; null for what the whole community is told. */
export function channelOf(event: LogEvent): string | null {
  if (EVENTS[event.name].scope !== 'channel') return null;
  return event.channelId ?? event.data<{ id: string }>().id;
}

/** Whether an account with a membership may see an event at a moment. */
export function sees(event: LogEvent, moment: Moment, user: string, held: Held): boolean {
  const channel = channelOf(event);
  return channel === null ? held !== null : visibleTo(moment, user, held).includes(channel);
}

/** The moment that decides who sees an event: a channel that ends is seen until then, all else from then on. */
export function decisive({ event, before, after }: Past): Moment {
  return event.name === 'CHANNEL_DELETE' ? before : after;
}

/** What a passive session is told of messages at once; of their end, because a mention that it counts is gone. */
const TOLD_AT_ONCE = new Set(['MESSAGE_CREATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK']);

/** Whether an event is of a message that names an account or is its own, so that it is told wherever it looks [GW-54]. */
export function concerns(event: LogEvent, user: string): boolean {
  if (!TOLD_AT_ONCE.has(event.name)) return false;
  const { mentions = [], author } = event.data<Partial<EventData<'MESSAGE_CREATE'>>>();
  return mentions.includes(user) || author?.id === user;
}

/** What a snapshot shows otherwise than an account with a membership sees the community, by field. */
export function misshown(snapshot: CommunitySnapshot, moment: Moment, user: string, held: Held): string[] {
  const visible = new Set(visibleTo(moment, user, held));
  const sorted = <T extends { id: string }>(list: Iterable<T>) => [...list].sort((a, b) => compareIds(a.id, b.id));
  const shown: Record<string, unknown> = {
    name: snapshot.name,
    owner: snapshot.owner_id,
    roles: sorted(snapshot.roles),
    channels: sorted(snapshot.channels),
    members: snapshot.member_count,
    held: [...snapshot.member.roles].sort(),
  };
  const right: Record<string, unknown> = {
    name: moment.name,
    owner: moment.owner_id,
    roles: sorted(moment.roles.values()),
    channels: sorted([...moment.channels.values()].filter(({ id }) => visible.has(id))),
    members: moment.members.size,
    // A role may be given while it is being deleted; it is not there any more.
    held: (held ?? []).filter((id) => moment.roles.has(id)).sort(),
  };
  return Object.keys(right)
    .filter((field) => !isDeepStrictEqual(shown[field], right[field]))
    .map((field) => `${field} ${JSON.stringify(shown[field])}, not ${JSON.stringify(right[field])}`);
}
