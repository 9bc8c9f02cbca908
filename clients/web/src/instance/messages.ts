import { type Attachment, compareIds, type EventData, linksIn, type Message, type ReactionCount } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** An unbroken stretch of a channel's messages. */
export interface MessageWindow {
  /** Oldest first. */
  ids: string[];
  /** Nothing is older. */
  atStart: boolean;
  /** Nothing is newer; live messages are added at the end. */
  atEnd: boolean;
  /** No event of it was missed. One that is not fresh can be shown until it was loaded again. */
  fresh: boolean;
  /** The posts of a feed in the order of their last comments; absent is the order in which they were sent. */
  sort?: 'active';
}

/** A page of history that is on its way, and what happens in its channel meanwhile. */
export interface Loading {
  readonly channelId: string;
  /** Ids of live messages that have come since it was asked for. */
  readonly arrived: Set<string>;
}

/** Which edge of the known stretch a page was asked for; a page without one is a new stretch. */
export type Edge = { before: string } | { after: string };

/** The list that a message stands in: its thread, or its channel. */
export const listOf = ({ thread_id, channel_id }: Pick<Message, 'thread_id' | 'channel_id'>) => thread_id ?? channel_id;

/** Messages by id, and for each opened channel or thread the stretch that is known. */
export class Messages {
  readonly byId: Record<string, Message>;
  readonly windows: Record<string, MessageWindow>;
  /** How much of a file that the server prepares is done, from 0 to 1, by the file's id. */
  readonly progress: Record<string, number>;
  readonly #setById;
  readonly #setWindows;
  readonly #setProgress;
  readonly #loadings = new Map<string, Set<Loading>>();
  /** The channel of each thread that was opened. */
  readonly #threads = new Map<string, string>();
  /** Deleted ids; a page of history that was asked for earlier must not bring them back. */
  readonly #deleted = new Set<string>();
  /** `message/emoji/user` to whether it stands, as far as events told: the same reaction may be announced twice. */
  readonly #reactions = new Map<string, boolean>();

  constructor() {
    const [byId, setById] = createStore<Record<string, Message>>({});
    const [windows, setWindows] = createStore<Record<string, MessageWindow>>({});
    const [progress, setProgress] = createStore<Record<string, number>>({});
    this.byId = byId;
    this.progress = progress;
    this.#setProgress = setProgress;
    this.windows = windows;
    this.#setById = setById;
    this.#setWindows = setWindows;
  }

  // A channel's order is the log's. Ids of two nodes in the same millisecond may disagree with it.
  readonly #byPlace = (a: string, b: string): number =>
    (this.byId[a]?.sequence ?? 0) - (this.byId[b]?.sequence ?? 0) || compareIds(a, b);

  // The place of the last thing that has happened to a post, as the server sorts by it.
  readonly #byActivity = (a: string, b: string): number => this.activityOf(a) - this.activityOf(b) || compareIds(a, b);

  #orderOf(window: Pick<MessageWindow, 'sort'> | undefined) {
    return window?.sort === 'active' ? this.#byActivity : this.#byPlace;
  }

  /** The place in the log of a post or of its last comment, whichever is later; 0 when it is not known. */
  activityOf(id: string): number {
    const { sequence = 0, thread } = this.byId[id] ?? {};
    return Math.max(sequence, thread?.sequence ?? 0);
  }

  /** Orders the posts of a feed by their age or by their last comments. What is known in another order is forgotten. */
  sortBy(channelId: string, sort: 'new' | 'active'): void {
    const before = this.windows[channelId];
    if ((before?.sort ?? 'new') === sort) return;
    this.#loadings.delete(channelId);
    this.#setWindows(
      produce((windows) => {
        const order = sort === 'active' ? { sort } : {};
        windows[channelId] = { ids: [], atStart: false, atEnd: true, fresh: false, ...order };
      }),
    );
    this.#forget(before?.ids ?? []);
  }

  /** Notes that a page is asked for now, so that live messages are kept while it is on the way. */
  begin(channelId: string): Loading {
    const loading = { channelId, arrived: new Set<string>() };
    const others = this.#loadings.get(channelId);
    if (others) others.add(loading);
    else this.#loadings.set(channelId, new Set([loading]));
    this.#setWindows(
      produce((windows) => {
        windows[channelId] ??= { ids: [], atStart: false, atEnd: true, fresh: false };
      }),
    );
    return loading;
  }

  /** Ends what `begin` began, whether its page has come or not. */
  end(loading: Loading): void {
    const others = this.#loadings.get(loading.channelId);
    others?.delete(loading);
    if (others?.size === 0) this.#loadings.delete(loading.channelId);
  }

  /**
   * Takes a page of history into a channel's stretch.
   *
   * @param messages in any order.
   * @param ends which ends the page has shown to be reached; others stay as they were.
   * @param edge where the page goes on; without it the page is a new, fresh stretch in place of the known one.
   * @returns false when the stretch has changed meanwhile, so that the page does not fit any more.
   */
  take(
    loading: Loading,
    messages: readonly Message[],
    ends: Partial<Pick<MessageWindow, 'atStart' | 'atEnd'>>,
    edge?: Edge,
  ): boolean {
    const { channelId, arrived } = loading;
    const before = this.windows[channelId];
    if (!before || !this.#loadings.get(channelId)?.has(loading)) return false;
    if (edge && ('before' in edge ? before.ids[0] !== edge.before : before.ids.at(-1) !== edge.after)) return false;
    if (!edge) this.#loadings.delete(channelId);

    const taken = messages.filter(({ id }) => !this.#deleted.has(id));
    const ids = new Set(edge ? before.ids : []);
    for (const { id } of taken) ids.add(id);
    if (ends.atEnd) for (const id of arrived) if (!this.#deleted.has(id)) ids.add(id);
    this.#setById(
      produce((byId) => {
        for (const id of before.ids) if (!ids.has(id)) delete byId[id];
        for (const message of taken) {
          const known = byId[message.id];
          if (known && (known.edited_at ?? '') > (message.edited_at ?? '')) continue;
          byId[message.id] = message;
        }
      }),
    );
    this.#setWindows(
      produce((windows) => {
        windows[channelId] = {
          ids: [...ids].sort(this.#orderOf(before)),
          atStart: ends.atStart ?? (edge !== undefined && before.atStart),
          atEnd: ends.atEnd ?? (edge !== undefined && before.atEnd),
          fresh: edge ? before.fresh : true,
          ...(before.sort && { sort: before.sort }),
        };
      }),
    );
    return true;
  }

  /** Shows messages of an earlier visit, oldest first, until the channel is loaded again. */
  restore(channelId: string, messages: readonly Message[]): void {
    this.#setById(
      produce((byId) => {
        for (const message of messages) byId[message.id] = message;
      }),
    );
    this.#setWindows(
      produce((windows) => {
        windows[channelId] = { ids: messages.map(({ id }) => id), atStart: false, atEnd: true, fresh: false };
      }),
    );
  }

  /** Adds a message that was just sent. A repeat changes nothing. */
  create(message: Message): void {
    const { id } = message;
    const listId = listOf(message);
    const window = this.windows[listId];
    if (!window || this.#deleted.has(id) || window.ids.includes(id)) return;
    const loadings = this.#loadings.get(listId);
    // Nothing is added to a stretch of which later messages may be missing, unless these are on their way.
    if (!loadings && !(window.fresh && window.atEnd)) return;
    for (const { arrived } of loadings ?? []) arrived.add(id);
    this.#setById(
      produce((byId) => {
        byId[id] = message;
      }),
    );
    if (!window.atEnd) return;
    this.#setWindows(
      produce((windows) => {
        const window = windows[listId];
        if (!window) return;
        const order = this.#orderOf(window);
        const last = window.ids.at(-1);
        window.ids.push(id);
        if (last && order(last, id) > 0) window.ids.sort(order);
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
    this.#forget(dropped);
  }

  /** Remembers which channel an opened thread belongs to. */
  openThread(threadId: string, channelId: string): void {
    this.#threads.set(threadId, channelId);
  }

  /**
   * Counts a reply in the message that began its thread, unless the message was loaded with it.
   *
   * @returns false when it is to be brought: a feed that is sorted by activity has not got to that post yet.
   */
  countReply({ thread_id = '', channel_id, id, created_at, sequence = 0 }: Message): boolean {
    this.#change(thread_id, (root) => {
      if (sequence <= (root.thread?.sequence ?? 0)) return;
      const count = (root.thread?.count ?? 0) + 1;
      root.thread = { count, last_reply_id: id, last_reply_at: created_at, sequence };
    });
    const window = this.windows[channel_id];
    if (window?.sort !== 'active' || !window.fresh) return true;
    if (!window.ids.includes(thread_id)) return window.atStart;
    this.#setWindows(produce((windows) => windows[channel_id]?.ids.sort(this.#byActivity)));
    return true;
  }

  /** Takes a message that stands in no loaded stretch, such as one of the home feed. */
  show(message: Message): void {
    if (this.#deleted.has(message.id)) return;
    this.#setById(
      produce((byId) => {
        byId[message.id] = message;
      }),
    );
  }

  /** Counts a deleted reply off, unless the message was loaded without it. @param sequence place of the deletion. */
  uncountReply(threadId: string, sequence = Number.POSITIVE_INFINITY): void {
    this.#change(threadId, ({ thread }) => {
      if (!thread || sequence <= (thread.sequence ?? 0)) return;
      thread.count = Math.max(0, thread.count - 1);
      if (Number.isFinite(sequence)) thread.sequence = sequence;
    });
  }

  /** Takes an edit. */
  update(changed: EventData<'MESSAGE_UPDATE'>): void {
    this.#change(changed.id, (message) => {
      message.content = changed.content;
      message.mentions = [...changed.mentions];
      message.edited_at = changed.edited_at;
      if (changed.components) message.components = changed.components;
      if (!message.embeds) return;
      const links = linksIn(changed.content);
      message.embeds = message.embeds.filter(({ url }) => links.includes(url));
    });
  }

  /** Takes what was found behind the links of a message, if it is of the message as it is now. */
  setEmbeds({ id, embeds, edited_at = null, flags }: EventData<'MESSAGE_EMBEDS_UPDATE'>): void {
    this.#change(id, (message) => {
      if (flags === undefined) {
        if (message.edited_at === edited_at && !message.flags) message.embeds = embeds;
        return;
      }
      delete message.embeds;
      if (flags) message.flags = flags;
      else delete message.flags;
    });
  }

  /** Hides link previews or shows them again, before the server has settled it. */
  putEmbeds(id: string, { embeds, flags }: Pick<Message, 'embeds' | 'flags'>): void {
    this.#change(id, (message) => {
      if (embeds) message.embeds = embeds;
      else delete message.embeds;
      if (flags) message.flags = flags;
      else delete message.flags;
    });
  }

  /** Shows the counted votes of a poll. */
  setPollCounts(id: string, counts: number[], voters: number): void {
    this.#change(id, ({ poll }) => {
      if (poll) Object.assign(poll, { counts, voters });
    });
  }

  /** Shows the own vote in a poll. */
  setVote(id: string, answers: number[]): void {
    this.#change(id, ({ poll }) => {
      if (poll) poll.me = answers;
    });
  }

  /** Marks a message as pinned, or as pinned no more. */
  setPinned(id: string, pinnedAt: string | null): void {
    this.#change(id, (message) => {
      if (pinnedAt === null) delete message.pinned_at;
      else message.pinned_at = pinnedAt;
    });
  }

  /** Shows a file of a message as it is now. */
  setAttachment(id: string, attachment: Attachment): void {
    this.#change(id, (message) => {
      message.attachments = message.attachments?.map((one) => (one.id === attachment.id ? attachment : one));
    });
  }

  /** Tells how much of a file is prepared. */
  setProgress(attachmentId: string, progress: number): void {
    this.#setProgress(attachmentId, progress);
  }

  /** Shows other content, before the server has settled it. */
  setContent(id: string, content: string): void {
    this.#change(id, (message) => {
      message.content = content;
    });
  }

  /** Forgets a message of a channel or thread for good. */
  delete(channelId: string, id: string): void {
    this.#deleted.add(id);
    this.#setWindows(
      produce((windows) => {
        const window = windows[channelId];
        if (window) window.ids = window.ids.filter((one) => one !== id);
      }),
    );
    this.#forget([id]);
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

  /**
   * Notes that events of a channel were or will be missed: what is known of it stays to be shown, is added to no more,
   * and pages that are on their way are of no use.
   */
  expire(channelId: string): void {
    for (const [thread, channel] of this.#threads) if (channel === channelId) this.expire(thread);
    this.#loadings.delete(channelId);
    this.#reactions.clear();
    this.#setWindows(
      produce((windows) => {
        const window = windows[channelId];
        if (window) window.fresh = false;
      }),
    );
  }

  /** Forgets a channel. */
  drop(channelId: string): void {
    for (const [thread, channel] of [...this.#threads]) {
      if (channel !== channelId) continue;
      this.#threads.delete(thread);
      this.drop(thread);
    }
    const ids = this.windows[channelId]?.ids ?? [];
    this.#loadings.delete(channelId);
    this.#setWindows(
      produce((windows) => {
        delete windows[channelId];
      }),
    );
    this.#forget(ids);
  }

  #forget(ids: readonly string[]): void {
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
