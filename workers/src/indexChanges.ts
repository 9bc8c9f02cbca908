import { type Context, type LogEvent, type SearchChanges, searchDocument } from '@cozy/core';
import type { EventData, EventName } from '@cozy/protocol';

/** What events change in the search index, told by ids alone. */
export class IndexChanges {
  readonly #messages = new Set<string>();
  readonly #channels = new Set<string>();
  readonly #communities = new Set<string>();

  // Events that are not here change nothing that is searched.
  readonly #appliers: { [E in EventName]?: (event: LogEvent) => unknown } = {
    MESSAGE_CREATE: (event) => this.#messages.add(event.data<EventData<'MESSAGE_CREATE'>>().id),
    MESSAGE_UPDATE: (event) => this.#messages.add(event.data<EventData<'MESSAGE_UPDATE'>>().id),
    MESSAGE_DELETE: (event) => this.#messages.add(event.data<EventData<'MESSAGE_DELETE'>>().id),
    // What a file is, is known once its bytes have come.
    ATTACHMENT_UPDATE: (event) => this.#messages.add(event.data<EventData<'ATTACHMENT_UPDATE'>>().message_id),
    MESSAGE_DELETE_BULK: (event) => {
      for (const id of event.data<EventData<'MESSAGE_DELETE_BULK'>>().ids) this.#messages.add(id);
    },
    CHANNEL_DELETE: (event) => this.#channels.add(event.data<EventData<'CHANNEL_DELETE'>>().id),
    COMMUNITY_DELETE: (event) => {
      // The same event on a user's own subject says that they have left.
      if (event.owner.kind === 'c') this.#communities.add(event.owner.id);
    },
  };

  /** Takes an event in. */
  add(event: LogEvent): void {
    this.#appliers[event.name]?.(event);
  }

  /** Reads what the messages are now; the projection must have come as far as the events. */
  async read({ database }: Context): Promise<SearchChanges> {
    const ids = [...this.#messages];
    const found = ids.length > 0 ? await database.messages.find({ id: { $in: ids }, deleted: false }).toArray() : [];
    const present = new Set(found.map(({ id }) => id));
    return {
      put: found.map(searchDocument),
      remove: ids.filter((id) => !present.has(id)),
      removeChannels: [...this.#channels],
      removeCommunities: [...this.#communities],
    };
  }
}
