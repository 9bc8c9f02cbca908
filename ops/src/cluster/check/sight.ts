import { CommunityState, type LogEvent } from '@cozy/core';
import { type CommunitySnapshot, compareIds, EVENTS, type EventData, hasPermission } from '@cozy/protocol';
import type { WholeLog } from './wholeLog.ts';

/** Stands for everything that each member of a community sees. */
export const COMMUNITY = '';

/** Events after which others may see other channels. */
const STRUCTURAL = new Set<string>([
  'COMMUNITY_UPDATE',
  'CHANNEL_CREATE',
  'CHANNEL_UPDATE',
  'CHANNEL_DELETE',
  'COMMUNITY_ROLE_CREATE',
  'COMMUNITY_ROLE_UPDATE',
  'COMMUNITY_ROLE_DELETE',
]);

/** Who could see which channel of a community at which place of the log, worked out from the log alone. */
export class Sight {
  readonly communityId: string;
  readonly partition: number;
  /** The community's events, in their order. */
  readonly events: readonly LogEvent[];
  /** Newest message of each channel that there is at the end. */
  readonly heads = new Map<string, string>();
  /** Places at which a channel came into someone's sight and went out of it, in turn; by user and channel. */
  readonly #turns = new Map<string, Map<string, number[]>>();
  readonly #state: CommunityState;

  /**
   * @param snapshot the community as its first member was shown it.
   * @param events all of this community.
   * @param users ids of everyone who may have been a member.
   */
  constructor(snapshot: CommunitySnapshot, events: readonly LogEvent[], users: Iterable<string>) {
    this.communityId = snapshot.id;
    this.partition = events[0]?.partition ?? 0;
    this.events = events;
    const { id, channels, roles, name, description, hue, owner_id } = snapshot;
    const document = { _id: id, name, description, hue, owner_id, roles, channels, deleted: false, rev: 0, outbox: [] };
    this.#state = new CommunityState(document, new Map(), 0);
    // The state follows only members that it was asked for.
    for (const user of users) this.#state.memberships.set(user, null);
    for (const event of events) this.#take(event);
    for (const channel of this.#state.channels.values()) {
      if (channel.last_message_id) this.heads.set(channel.id, channel.last_message_id);
    }
  }

  #take(event: LogEvent): void {
    this.#state.apply(event);
    if (event.name === 'COMMUNITY_MEMBER_ADD' || event.name === 'COMMUNITY_MEMBER_UPDATE') {
      this.#look(event.data<EventData<'COMMUNITY_MEMBER_ADD'>>().user.id, event.sequence);
    } else if (event.name === 'COMMUNITY_MEMBER_REMOVE') {
      this.#look(event.data<EventData<'COMMUNITY_MEMBER_REMOVE'>>().user_id, event.sequence);
    } else if (STRUCTURAL.has(event.name)) {
      for (const [user, membership] of this.#state.memberships) if (membership) this.#look(user, event.sequence);
    }
  }

  // Writes down what has changed for someone at a place.
  #look(user: string, place: number): void {
    const membership = this.#state.memberships.get(user);
    const seen = new Set<string>();
    if (membership) {
      seen.add(COMMUNITY);
      for (const channel of this.#state.channels.values()) {
        if (hasPermission(this.#state.permissions(membership, channel), 'VIEW_CHANNEL')) seen.add(channel.id);
      }
    }
    const turns = this.#turns.get(user) ?? new Map<string, number[]>();
    this.#turns.set(user, turns);
    for (const channel of new Set([...turns.keys(), ...seen])) {
      const places = turns.get(channel) ?? [];
      const saw = places.length % 2 === 1;
      if (saw !== seen.has(channel)) turns.set(channel, [...places, place]);
    }
  }

  /** Whether someone sees a channel after everything up to a place, and with it. */
  sees(user: string, channel: string, place: number): boolean {
    return this.#turnsUpTo(user, channel, place) % 2 === 1;
  }

  /** Whether someone saw a channel all the time from after one place to after another. */
  always(user: string, channel: string, from: number, through: number): boolean {
    const turns = this.#turnsUpTo(user, channel, from);
    return turns % 2 === 1 && turns === this.#turnsUpTo(user, channel, through);
  }

  /** Whether someone saw a channel at any time from after one place to after another. */
  ever(user: string, channel: string, from: number, through: number): boolean {
    const turns = this.#turnsUpTo(user, channel, from);
    return turns % 2 === 1 || turns !== this.#turnsUpTo(user, channel, through);
  }

  /** Whether someone was a member all the time from after one place to after another. */
  wasMember(user: string, from: number, through: number): boolean {
    return this.always(user, COMMUNITY, from, through);
  }

  /** Whether someone is a member at the end. */
  isMember(user: string): boolean {
    return this.sees(user, COMMUNITY, Number.POSITIVE_INFINITY);
  }

  /** Text channels that someone sees at the end. */
  textChannels(user: string): string[] {
    return [...this.#state.channels.values()]
      .filter(({ id, type }) => type === 'text' && this.sees(user, id, Number.POSITIVE_INFINITY))
      .map(({ id }) => id);
  }

  #turnsUpTo(user: string, channel: string, place: number): number {
    const places = this.#turns.get(user)?.get(channel) ?? [];
    return places.findLastIndex((turn) => turn <= place) + 1;
  }
}

/** The channel whose members an event is for; COMMUNITY for those that every member is told, null for those of nobody. */
export function audienceOf(event: LogEvent): string | null {
  const { scope } = EVENTS[event.name];
  if (scope === 'log') return null;
  if (scope !== 'channel') return COMMUNITY;
  return event.channelId ?? event.data<EventData<'CHANNEL_CREATE'>>().id;
}

/**
 * Works out who could see what in all communities of a log.
 * @param users ids of everyone who may have been a member somewhere.
 * @throws {Error} when the log does not hold the beginning of a community.
 */
export function sightsOf(log: WholeLog, users: readonly string[]): Map<string, Sight> {
  const all = log.partitions.flat();
  const snapshots = new Map<string, CommunitySnapshot>();
  const events = new Map<string, LogEvent[]>();
  for (const event of all) {
    if (event.owner.kind === 'c') {
      const known = events.get(event.owner.id);
      if (known) known.push(event);
      else events.set(event.owner.id, [event]);
    } else if (event.name === 'COMMUNITY_CREATE') {
      const snapshot = event.data<CommunitySnapshot>();
      if (snapshot.owner_id !== event.owner.id || snapshots.has(snapshot.id)) continue;
      snapshots.set(snapshot.id, snapshot);
    }
  }
  return new Map(
    [...events].map(([id, own]) => {
      const snapshot = snapshots.get(id);
      if (!snapshot) throw new Error(`The log does not hold the beginning of community ${id}.`);
      return [id, new Sight(snapshot, own, users)];
    }),
  );
}

/** The newer of two messages, by their ids. */
export function isNewer(id: string, than: string | undefined): boolean {
  return than === undefined || compareIds(id, than) > 0;
}
