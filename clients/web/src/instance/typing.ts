import type { EventData } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** Milliseconds for which TYPING_START holds; SPEC says 10 seconds. */
const HOLDS = 10_000;

/** Who is typing where, as far as the channels in view tell. */
export class Typing {
  /** Channel, then user, to the name to show. */
  readonly byChannel: Record<string, Record<string, string>>;
  readonly #set;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor() {
    const [byChannel, set] = createStore<Record<string, Record<string, string>>>({});
    this.byChannel = byChannel;
    this.#set = set;
  }

  /** Shows that someone types, until it is renewed, they send, or 10 seconds pass. */
  start(event: EventData<'TYPING_START'>): void {
    const key = `${event.channel_id}/${event.user_id}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => this.stop(event.channel_id, event.user_id), HOLDS),
    );
    this.#set(
      produce((byChannel) => {
        byChannel[event.channel_id] = { ...byChannel[event.channel_id], [event.user_id]: event.display_name };
      }),
    );
  }

  /** Someone has stopped or sent. */
  stop(channelId: string, userId: string): void {
    const key = `${channelId}/${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#set(
      produce((byChannel) => {
        const { [userId]: _, ...others } = byChannel[channelId] ?? {};
        byChannel[channelId] = others;
      }),
    );
  }

  /** Names of who types in a channel, first come first. */
  names(channelId: string): string[] {
    return Object.values(this.byChannel[channelId] ?? {});
  }

  /** Ends all timers. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
