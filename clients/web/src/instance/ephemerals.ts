import { compareIds, type Message } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';
import { listOf } from './messages.ts';

/** Messages that are kept; older ones go. */
const KEPT = 100;

/** Messages that only the reader sees: what bots and Cozy say to them alone. They are gone once the page is. */
export class Ephemerals {
  readonly byId: Record<string, Message>;
  readonly #set;

  constructor() {
    const [byId, set] = createStore<Record<string, Message>>({});
    this.byId = byId;
    this.#set = set;
  }

  /** Shows a message, or what has become of it. */
  put(message: Message): void {
    this.#set(
      produce((byId) => {
        byId[message.id] = message;
        for (const id of Object.keys(byId).sort(compareIds).slice(0, -KEPT)) delete byId[id];
      }),
    );
  }

  /** Forgets a message. */
  remove(id: string): void {
    this.#set(
      produce((byId) => {
        delete byId[id];
      }),
    );
  }

  /**
   * Puts those of a channel or thread among its messages, by age.
   *
   * @param messages oldest first.
   */
  among(listId: string, messages: Message[]): Message[] {
    const own = Object.values(this.byId).filter((message) => listOf(message) === listId);
    if (own.length === 0) return messages;
    const first = messages[0]?.id ?? '0';
    const merged = [...messages];
    for (const message of own.sort((a, b) => compareIds(a.id, b.id))) {
      if (compareIds(message.id, first) < 0) continue;
      const at = merged.findLastIndex(({ id }) => compareIds(id, message.id) < 0);
      merged.splice(at + 1, 0, message);
    }
    return merged;
  }
}
