import { type CommandInput, type Commands, type Cursors, compareIds, type Message } from '@cozy/protocol';
import type { Edge, Messages, MessageWindow } from './messages.ts';

/** Messages of one page. */
const PAGE = 50;

type Ends = Partial<Pick<MessageWindow, 'atStart' | 'atEnd'>>;

/**
 * Loads stretches of channels' history into the message store. Every page holds at least what the connection had
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
  latest(channelId: string): Promise<void> {
    return this.#load({ channel_id: channelId }, (page) => ({ atStart: page.length < PAGE, atEnd: true }));
  }

  /** Loads the page before the stretch; nothing when its start is reached. @throws CozyError as `message.history`. */
  older(channelId: string): Promise<void> {
    const window = this.#messages.windows[channelId];
    const before = window?.ids[0];
    if (!window || !before || window.atStart) return Promise.resolve();
    return this.#once(`${channelId} older`, () =>
      this.#load({ channel_id: channelId, before }, (page) => ({ atStart: page.length < PAGE }), { before }),
    );
  }

  /** Loads the page after the stretch; nothing when its end is reached. @throws CozyError as `message.history`. */
  newer(channelId: string): Promise<void> {
    const window = this.#messages.windows[channelId];
    const after = window?.ids.at(-1);
    if (!window || !after || window.atEnd) return Promise.resolve();
    return this.#once(`${channelId} newer`, () =>
      this.#load({ channel_id: channelId, after }, (page) => ({ atEnd: page.length < PAGE }), { after }),
    );
  }

  /** Moves the stretch to a message, or to where it was. @throws CozyError as `message.history`. */
  around(channelId: string, messageId: string): Promise<void> {
    return this.#load({ channel_id: channelId, around: messageId }, (page) => {
      const half = Math.floor(PAGE / 2) - 1;
      const older = page.filter(({ id }) => compareIds(id, messageId) < 0).length;
      const newer = page.filter(({ id }) => compareIds(id, messageId) > 0).length;
      return { atStart: older < half, atEnd: newer < half };
    });
  }

  async #load(
    input: CommandInput<'message.history'>,
    ends: (page: readonly Message[]) => Ends,
    edge?: Edge,
  ): Promise<void> {
    const loading = this.#messages.begin(input.channel_id);
    try {
      const { messages } = await this.#commands.message.history({ ...input, limit: PAGE, at: this.#cursors() });
      this.#messages.take(loading, messages, ends(messages), edge);
    } finally {
      this.#messages.end(loading);
    }
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
