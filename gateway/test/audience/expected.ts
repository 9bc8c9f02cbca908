import { isDeepStrictEqual } from 'node:util';
import { ALL_INTENTS, EVENTS, type EventData, type EventName, INTENTS } from '@cozy/protocol';
import type { Received } from '../client.ts';
import { concerns, decisive, type Held, type Model, type Past, sees, visibleAt, visibleTo } from './model.ts';
import type { Watcher } from './watcher.ts';

/** How much of the community a session is given. */
export type Mode = 'full' | 'passive';

/** What a passive session is given as ever of a community that it has not in view [GW-54]. */
const AS_EVER = /^(COMMUNITY_UPDATE|CHANNEL_|COMMUNITY_ROLE_)/;

/** What a session may and must be sent, by the log and the specification. */
export class Expected {
  readonly model: Model;
  readonly user: string;
  readonly passive: boolean;
  readonly partition: number;
  readonly #intents: number;

  constructor(model: Model, { user, options, partition }: Watcher) {
    this.model = model;
    this.user = user.id;
    this.passive = options.passive;
    this.partition = partition;
    this.#intents = options.intents ?? ALL_INTENTS;
  }

  /** Whether it asks for events of this name, and whether they come to anybody. */
  wants(name: EventName): boolean {
    const { intent, scope } = EVENTS[name];
    if (scope !== 'community' && scope !== 'channel') return false;
    return intent === null || (this.#intents & INTENTS[intent]) !== 0;
  }

  /** Whether an event comes to it, if it may be seen. */
  isFor({ event }: Past, mode: Mode): boolean {
    if (!this.wants(event.name)) return false;
    if (mode === 'full' || AS_EVER.test(event.name)) return true;
    if (concerns(event, this.user)) return true;
    if (event.name !== 'COMMUNITY_MEMBER_UPDATE') return false;
    return event.data<EventData<'COMMUNITY_MEMBER_UPDATE'>>().user.id === this.user;
  }

  /** The events that it must be sent live after a place, up to another, whatever its membership was taken to be. */
  between(after: number, through: number, mode: Mode, ahead: number): Past[] {
    return this.model.events.filter((past) => {
      const { sequence } = past.event;
      if (sequence <= after || sequence > through || !this.isFor(past, mode)) return false;
      return this.#held(past, ahead).every((held) => sees(past.event, decisive(past), this.user, held));
    });
  }

  /** What is wrong with an event that came live: that it never was, was another, or may not be seen. */
  faults(event: Received, at: number, ahead: number): string[] {
    const past = this.model.at(at);
    const what = `${event.name} at ${at}`;
    if (!past) return [`${what} is not in the log`];
    const seen = this.#held(past, ahead).some((held) => sees(past.event, decisive(past), this.user, held));
    return [...this.forged(event, past), ...(seen ? [] : [`${what} was hidden`])];
  }

  /** The channels that it may know of when an event comes: as before it, or as after it. */
  known(past: Past, ahead: number): string[][] {
    const moments = [past.before, past.after];
    if (ahead <= past.event.sequence) return moments.map((moment) => visibleAt(moment, this.user));
    return moments.flatMap((moment) => this.#held(past, ahead).map((held) => visibleTo(moment, this.user, held)));
  }

  #held(past: Past, ahead: number): Held[] {
    const { sequence } = past.event;
    // The event itself may be the change: what was before it counts until then.
    const before = past.before.members.get(this.user) ?? null;
    const exact = decisive(past).members.get(this.user) ?? null;
    return ahead > sequence ? [before, ...this.model.held(this.user, sequence, ahead)] : [exact];
  }

  /** What is wrong with an event wherever it comes from. */
  forged({ name, data, place }: Received, { event }: Past): string[] {
    const what = `${name} at ${event.sequence}`;
    const wrong: string[] = [];
    if (place?.[0] !== this.partition || event.name !== name || !isDeepStrictEqual(event.data(), data)) {
      wrong.push(`${what} is not as in the log`);
    }
    if (!this.wants(name)) wrong.push(`${what} was not asked for`);
    return wrong;
  }

  /** Whether there ever was a message with this id in a channel. */
  isMessage(channelId: string, messageId: string): boolean {
    return this.model.events.some(({ event }) => {
      const { id } = event.data<{ id: string }>();
      return event.name === 'MESSAGE_CREATE' && event.channelId === channelId && id === messageId;
    });
  }
}
