import type { Relationship } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** Friends, friend requests and blocked people, by the id of the other. */
export class Relationships {
  readonly byId: Record<string, Relationship>;
  readonly #set;

  constructor() {
    const [byId, set] = createStore<Record<string, Relationship>>({});
    this.byId = byId;
    this.#set = set;
  }

  /** Replaces everything, for READY. */
  replaceAll(relationships: readonly Relationship[]): void {
    this.#set(
      produce((byId) => {
        for (const id of Object.keys(byId)) delete byId[id];
        for (const relationship of relationships) byId[relationship.user.id] = relationship;
      }),
    );
  }

  /** Adds or replaces what someone is to the account. */
  put(relationship: Relationship): void {
    this.#set(
      produce((byId) => {
        byId[relationship.user.id] = relationship;
      }),
    );
  }

  /** Someone is nothing to the account any more. */
  remove(userId: string): void {
    this.#set(
      produce((byId) => {
        delete byId[userId];
      }),
    );
  }

  /** What someone is to the account; undefined when nothing. */
  typeOf(userId: string): Relationship['type'] | undefined {
    return this.byId[userId]?.type;
  }

  /** All of some types, by name. */
  list(...types: Relationship['type'][]): Relationship[] {
    return Object.values(this.byId)
      .filter(({ type }) => types.includes(type))
      .sort((a, b) => a.user.display_name.localeCompare(b.user.display_name));
  }
}
