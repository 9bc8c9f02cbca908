import { compareIds, type ScheduledMessage } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** The account's messages that are sent later, and those that could not be sent. */
export class Schedules {
  readonly byId: Record<string, ScheduledMessage>;
  readonly #set;

  constructor() {
    const [byId, set] = createStore<Record<string, ScheduledMessage>>({});
    this.byId = byId;
    this.#set = set;
  }

  /** Replaces everything. */
  replaceAll(all: readonly ScheduledMessage[]): void {
    this.#set(
      produce((byId) => {
        for (const id of Object.keys(byId)) delete byId[id];
        for (const scheduled of all) byId[scheduled.id] = scheduled;
      }),
    );
  }

  /** Adds or replaces one. */
  put(scheduled: ScheduledMessage): void {
    this.#set(scheduled.id, scheduled);
  }

  /** Forgets one that was sent or taken back. */
  remove(id: string): void {
    this.#set(
      produce((byId) => {
        delete byId[id];
      }),
    );
  }

  /** All, or those of a channel, by their time. */
  list(channelId?: string): ScheduledMessage[] {
    return Object.values(this.byId)
      .filter(({ channel_id }) => channelId === undefined || channel_id === channelId)
      .sort((a, b) => a.send_at.localeCompare(b.send_at) || compareIds(a.id, b.id));
  }
}
