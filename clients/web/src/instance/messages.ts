import { compareIds, type EventData, type Message, type ReactionCount } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** An unbroken stretch of a channel's messages. */
export interface MessageWindow {
  /** Oldest first. */
  ids: string[];
  /** Nothing is older. */
  atStart: boolean;
  /** Nothing is newer; live messages are added at the end. */
  atEnd: boolean;
}

/** Messages by id, and for each opened channel the stretch that is known. */
export class Messages {
  readonly byId: Record<string, Message>;
  readonly windows: Record<string, MessageWindow>;
  readonly #setById;
  readonly #setWindows;
  /** Deleted ids; a page of history that was asked for earlier must not bring them back. */
  readonly #deleted = new Set<string>();
  /** `message/emoji/user` to whether it stands, as far as events told: the same reaction may be announced twice. */
  readonly #reactions = new Map<string, boolean>();

  constructor() {
    const [byId, setById] = createStore<Record<string, Message>>({});
    const [windows, setWindows] = createStore<Record<string, MessageWindow>>({});
    this.byId = byId;
    this.windows = windows;
    this.#setById = setById;
    this.#setWindows = setWindows;
  }

  // A channel's order is the log's. Ids of two nodes in the same millisecond may disagree with it.
  readonly #byPlace = (a: string, b: string): number =>
    (this.byId[a]?.sequence ?? 0) - (this.byId[b]?.sequence ?? 0) || compareIds(a, b);

  /** Starts a stretch at the newest end, so that live messages are kept while its first page is on the way. */
  open(channelId: string): void {
    this.#setWindows(
      produce((windows) => {
        windows[channelId] ??= { ids: [], atStart: false, atEnd: true };
      }),
    );
  }

  /**
   * Takes a page of history into a channel's stretch.
   *
   * @param messages in any order.
   * @param ends which ends the page has shown to be reached; others stay as they were.
   * @param replace starts the stretch anew, for a jump elsewhere.
   */
  takePage(
    channelId: string,
    messages: readonly Message[],
    ends: Partial<Pick<MessageWindow, 'atStart' | 'atEnd'>>,
    replace = false,
  ): void {
    const taken = messages.filter(({ id }) => !this.#deleted.has(id));
    this.#setById(
      produce((byId) => {
        for (const message of taken) {
          const known = byId[message.id];
          if (known && (known.edited_at ?? '') > (message.edited_at ?? '')) continue;
          byId[message.id] = message;
        }
      }),
    );
    this.#setWindows(
      produce((windows) => {
        const before = windows[channelId];
        const ids = new Set(replace ? [] : before?.ids);
        for (const { id } of taken) ids.add(id);
        windows[channelId] = {
          ids: [...ids].sort(this.#byPlace),
          atStart: ends.atStart ?? (!replace && (before?.atStart ?? false)),
          atEnd: ends.atEnd ?? (!replace && (before?.atEnd ?? false)),
        };
      }),
    );
  }

  /** Adds a message that was just sent. A repeat changes nothing. */
  create(message: Message): void {
    if (this.#deleted.has(message.id)) return;
    const window = this.windows[message.channel_id];
    if (!window?.atEnd || window.ids.includes(message.id)) return;
    this.#setById(
      produce((byId) => {
        byId[message.id] = message;
      }),
    );
    this.#setWindows(
      produce((windows) => {
        const ids = windows[message.channel_id]?.ids;
        if (!ids) return;
        const last = ids.at(-1);
        ids.push(message.id);
        if (last && this.#byPlace(last, message.id) > 0) ids.sort(this.#byPlace);
      }),
    );
  }

  /** Forgets the oldest of a long stretch, so that a busy channel that stays open does not grow for ever. */
  trim(channelId: string, keep: number): void {
    const ids = this.windows[channelId]?.ids ?? [];
    const dropped = ids.slice(0, Math.max(0, ids.length - keep));
    if (dropped.length === 0) return;
    this.#setWindows(
      produce((windows) => {
        const window = windows[channelId];
        if (window) Object.assign(window, { ids: ids.slice(-keep), atStart: false });
      }),
    );
    this.#setById(
      produce((byId) => {
        for (const id of dropped) delete byId[id];
      }),
    );
  }

  /** Takes an edit. */
  update(changed: EventData<'MESSAGE_UPDATE'>): void {
    this.#change(changed.id, (message) => {
      message.content = changed.content;
      message.mentions = [...changed.mentions];
      message.edited_at = changed.edited_at;
    });
  }

  /** Shows other content, before the server has settled it. */
  setContent(id: string, content: string): void {
    this.#change(id, (message) => {
      message.content = content;
    });
  }

  /** Forgets a message for good. */
  delete(channelId: string, id: string): void {
    this.#deleted.add(id);
    this.#setWindows(
      produce((windows) => {
        const window = windows[channelId];
        if (window) window.ids = window.ids.filter((one) => one !== id);
      }),
    );
    this.#setById(
      produce((byId) => {
        delete byId[id];
      }),
    );
  }

  /** Counts a reaction, once for each person. */
  react(reaction: Pick<EventData<'MESSAGE_REACTION_ADD'>, 'message_id' | 'user_id' | 'emoji'>, mine: boolean): void {
    if (!this.#announce(reaction, true)) return;
    this.#change(reaction.message_id, (message) => {
      const known = message.reactions.find(({ emoji }) => emoji === reaction.emoji);
      if (known && mine && known.me) return;
      if (known)
        Object.assign(known, { count: known.count + 1, me: known.me || mine } satisfies Partial<ReactionCount>);
      else message.reactions.push({ emoji: reaction.emoji, count: 1, me: mine });
    });
  }

  /** Takes a reaction back. */
  unreact(
    reaction: Pick<EventData<'MESSAGE_REACTION_REMOVE'>, 'message_id' | 'user_id' | 'emoji'>,
    mine: boolean,
  ): void {
    if (!this.#announce(reaction, false)) return;
    this.#change(reaction.message_id, (message) => {
      const known = message.reactions.find(({ emoji }) => emoji === reaction.emoji);
      if (!known || (mine && !known.me)) return;
      if (known.count > 1) Object.assign(known, { count: known.count - 1, me: known.me && !mine });
      else message.reactions = message.reactions.filter(({ emoji }) => emoji !== reaction.emoji);
    });
  }

  /** Forgets all stretches, because the events in between are lost; opened channels load afresh. */
  invalidate(): void {
    this.#reactions.clear();
    this.#setWindows(
      produce((windows) => {
        for (const channelId of Object.keys(windows)) delete windows[channelId];
      }),
    );
  }

  /** Forgets a channel. */
  drop(channelId: string): void {
    const ids = this.windows[channelId]?.ids ?? [];
    this.#setWindows(
      produce((windows) => {
        delete windows[channelId];
      }),
    );
    this.#setById(
      produce((byId) => {
        for (const id of ids) delete byId[id];
      }),
    );
  }

  #announce({ message_id, emoji, user_id }: { message_id: string; emoji: string; user_id: string }, on: boolean) {
    const key = `${message_id}/${emoji}/${user_id}`;
    if (this.#reactions.get(key) === on) return false;
    this.#reactions.set(key, on);
    return true;
  }

  #change(id: string, change: (message: Message) => void): void {
    this.#setById(
      produce((byId) => {
        const message = byId[id];
        if (message) change(message);
      }),
    );
  }
}
