import { effectiveNotifications, type NotificationSettings } from '@cozy/protocol';
import { type Accessor, createSignal } from 'solid-js';
import { createStore, produce } from 'solid-js/store';

/** The longest time that `setTimeout` can wait, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** How the account is notified of communities and channels; the same on all its devices. */
export class Notifications {
  readonly #byTarget: Record<string, NotificationSettings>;
  readonly #set;
  readonly #now: Accessor<number>;
  readonly #setNow: (now: number) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const [byTarget, set] = createStore<Record<string, NotificationSettings>>({});
    this.#byTarget = byTarget;
    this.#set = set;
    const [now, setNow] = createSignal(Date.now());
    this.#now = now;
    this.#setNow = setNow;
  }

  /** Replaces everything, for READY. */
  replaceAll(all: readonly NotificationSettings[]): void {
    this.#set(
      produce((byTarget) => {
        for (const id of Object.keys(byTarget)) delete byTarget[id];
      }),
    );
    for (const settings of all) this.put(settings);
  }

  /** Takes what the server tells, or what is about to be told to it. */
  put(settings: NotificationSettings): void {
    this.#set(settings.channel_id ?? settings.community_id, settings);
    this.#tick();
  }

  /** Everything that is known. */
  list(): NotificationSettings[] {
    return Object.values(this.#byTarget);
  }

  /** The settings of a community, or of one of its channels, as they were chosen. */
  of(communityId: string, channelId: string | null): NotificationSettings {
    const known = this.#byTarget[channelId ?? communityId];
    if (known) return known;
    return {
      community_id: communityId,
      channel_id: channelId,
      level: 'inherit',
      muted: false,
      muted_until: null,
      suppress_everyone: false,
    };
  }

  /** What holds now in a channel, or, without one, in a community. */
  effective(communityId: string, channelId: string | null) {
    const own = channelId === null ? undefined : this.#byTarget[channelId];
    return effectiveNotifications(own, this.#byTarget[communityId], this.#now());
  }

  /** Ends the timer. */
  close(): void {
    clearTimeout(this.#timer);
  }

  // A mute that ends by itself is over for all who look at it, at its time.
  #tick(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    this.#setNow(now);
    const ends = this.list().flatMap(({ muted, muted_until }) =>
      muted && muted_until ? [Date.parse(muted_until)] : [],
    );
    const next = Math.min(...ends.filter((end) => end > now));
    if (Number.isFinite(next)) this.#timer = setTimeout(() => this.#tick(), Math.min(LONGEST, next - now + 1));
  }
}
