import { type CommandInput, type Commands, type Cursors, compareIds, type Message } from '@cozy/protocol';
import type { Edge, Messages, MessageWindow } from './messages.ts';

/** Messages of one page. */
const PAGE = 50;

type Page = Pick<CommandInput<'message.history'>, 'before' | 'after' | 'around' | 'sort' | 'before_activity'>;
type Ends = Partial<Pick<MessageWindow, 'atStart' | 'atEnd'>>;

/**
 * Loads stretches of the history of channels, and of threads by their ids, into the message store. Every page holds at least what the connection had
 * dispatched when it was asked for, and what comes live meanwhile is kept, so that nothing falls between.
 */
export class History {
  readonly #commands: Commands;
  readonly #messages: Messages;
  readonly #cursors: () => Cursors;
  readonly #scrolling = new Map<string, Promise<void>>();

  constructor(commands: Commands, messages: Messages, cursors: () => Cursors) {
    this.#commands = commands;
    this.#messages = messages;
    this.#cursors = cursors;
  }

  /** Loads the newest page of a channel in place of what is known of it. @throws CozyError as `message.history`. */
  latest(channelId: string, threadId?: string): Promise<void> {
    return this.#load(channelId, threadId, {}, (page) => ({ atStart: page.length < PAGE, atEnd: true }));
  }

  /** Loads the page before the stretch; nothing when its start is reached. @throws CozyError as `message.history`. */
  older(channelId: string, threadId?: string): Promise<void> {
    const listId = threadId ?? channelId;
    const window = this.#messages.windows[listId];
    const before = window?.ids[0];
    if (!window || !before || window.atStart) return Promise.resolve();
    return this.#once(`${listId} older`, () =>
      this.#load(channelId, threadId, { before }, (page) => ({ atStart: page.length < PAGE }), { before }),
    );
  }

  /** Loads the page after the stretch; nothing when its end is reached. @throws CozyError as `message.history`. */
  newer(channelId: string, threadId?: string): Promise<void> {
    const listId = threadId ?? channelId;
    const window = this.#messages.windows[listId];
    const after = window?.ids.at(-1);
    if (!window || !after || window.atEnd) return Promise.resolve();
    return this.#once(`${listId} newer`, () =>
      this.#load(channelId, threadId, { after }, (page) => ({ atEnd: page.length < PAGE }), { after }),
    );
  }

  /** Moves the stretch to a message, or to where it was. @throws CozyError as `message.history`. */
  around(channelId: string, messageId: string, threadId?: string): Promise<void> {
    return this.#load(channelId, threadId, { around: messageId }, (page) => {
      const half = Math.floor(PAGE / 2) - 1;
      const older = page.filter(({ id }) => compareIds(id, messageId) < 0).length;
      const newer = page.filter(({ id }) => compareIds(id, messageId) > 0).length;
      return { atStart: older < half, atEnd: newer < half };
    });
  }

  /** Brings a post into a feed that is sorted by activity, because something was said to it. */
  async bring(channelId: string, messageId: string): Promise<void> {
    try {
      const input = { channel_id: channelId, around: messageId, limit: 1, at: this.#cursors() };
      const [post] = (await this.#commands.message.history(input)).messages;
      if (post?.id === messageId) this.#messages.create(post);
    } catch (error) {
      // It comes with the next page, or when the feed is opened again.
      console.debug('A post with a new comment could not be loaded.', error);
    }
  }

  async #load(
    channelId: string,
    threadId: string | undefined,
    input: Page,
    ends: (page: readonly Message[]) => Ends,
    edge?: Edge,
  ): Promise<void> {
    if (threadId) this.#messages.openThread(threadId, channelId);
    const loading = this.#messages.begin(threadId ?? channelId);
    try {
      const list = { channel_id: channelId, ...(threadId && { thread_id: threadId }) };
      const { messages } = await this.#commands.message.history({
        ...list,
        ...(threadId ? input : this.#sorted(channelId, input)),
        limit: PAGE,
        at: this.#cursors(),
      });
      this.#messages.take(loading, messages, ends(messages), edge);
    } finally {
      this.#messages.end(loading);
    }
  }

  // A feed that is sorted by activity is paged by it, not by the ids of its posts.
  #sorted(channelId: string, input: Page): Page {
    const { before } = input;
    if (this.#messages.windows[channelId]?.sort !== 'active') return input;
    return { sort: 'active' as const, ...(before && { before_activity: this.#messages.activityOf(before) }) };
  }

  #once(key: string, load: () => Promise<void>): Promise<void> {
    let loading = this.#scrolling.get(key);
    if (!loading) {
      loading = load().finally(() => this.#scrolling.delete(key));
      this.#scrolling.set(key, loading);
    }
    return loading;
  }
}
