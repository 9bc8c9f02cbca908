import { type Context, type LogEvent, type SearchChanges, searchDocument } from '@cozy/core';

/** Events after which messages that they name may be found by something else, or not any more. */
const CHANGING = /^(?:MESSAGE|ATTACHMENT|CHANNEL_PINS)_/;
/** Of them, those that change nothing that is searched: too many to read their messages again. */
const UNCHANGING = /^MESSAGE_(?:REACTION|POLL)_/;

/** How events of the log name messages. */
interface NamingMessages {
  id?: string;
  message_id?: string;
  ids?: readonly string[];
}

/** What events change in the search index, told by ids alone. */
export class IndexChanges {
  readonly #messages = new Set<string>();
  readonly #channels = new Set<string>();
  readonly #communities = new Set<string>();

  /** Takes an event in. */
  add(event: LogEvent): void {
    // The same events on a user's own subject are of that account alone: that it has left, what it has read.
    if (event.owner.kind !== 'c') return;
    if (event.name === 'COMMUNITY_DELETE') this.#communities.add(event.owner.id);
    else if (event.name === 'CHANNEL_DELETE') this.#channels.add(event.data<{ id: string }>().id);
    else if (CHANGING.test(event.name) && !UNCHANGING.test(event.name)) {
      const { id, message_id, ids = [] } = event.data<NamingMessages>();
      for (const one of [id, message_id, ...ids]) if (one) this.#messages.add(one);
    }
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
