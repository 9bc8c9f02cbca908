import { type CommandInput, type Commands, type Cursors, compareIds } from '@cozy/protocol';
import type { Messages } from './messages.ts';

/** Messages of one page. */
const PAGE = 50;

/** Loads stretches of channels' history into the message store, one page of a channel at a time. */
export class History {
  readonly #commands: Commands;
  readonly #messages: Messages;
  readonly #cursors: () => Cursors;
  readonly #loading = new Map<string, Promise<void>>();

  constructor(commands: Commands, messages: Messages, cursors: () => Cursors) {
    this.#commands = commands;
    this.#messages = messages;
    this.#cursors = cursors;
  }

  /** Loads the newest page of a channel. @throws CozyError as `message.history`. */
  latest(channelId: string): Promise<void> {
    return this.#once(channelId, 'latest', async () => {
      const jumped = this.#messages.windows[channelId]?.atEnd === false;
      this.#messages.open(channelId);
      const page = await this.#fetch({ channel_id: channelId });
      this.#messages.takePage(channelId, page, { atStart: page.length < PAGE, atEnd: true }, jumped);
    });
  }

  /** Loads the page before the stretch; nothing when its start is reached. @throws CozyError as `message.history`. */
  older(channelId: string): Promise<void> {
    const window = this.#messages.windows[channelId];
    const before = window?.ids[0];
    if (!window || !before || window.atStart) return Promise.resolve();
    return this.#once(channelId, 'older', async () => {
      const page = await this.#fetch({ channel_id: channelId, before });
      this.#messages.takePage(channelId, page, { atStart: page.length < PAGE });
    });
  }

  /** Loads the page after the stretch; nothing when its end is reached. @throws CozyError as `message.history`. */
  newer(channelId: string): Promise<void> {
    const window = this.#messages.windows[channelId];
    const after = window?.ids.at(-1);
    if (!window || !after || window.atEnd) return Promise.resolve();
    return this.#once(channelId, 'newer', async () => {
      const page = await this.#fetch({ channel_id: channelId, after });
      this.#messages.takePage(channelId, page, { atEnd: page.length < PAGE });
    });
  }

  /** Moves the stretch to a message. @throws CozyError as `message.history`. */
  around(channelId: string, messageId: string): Promise<void> {
    return this.#once(channelId, `around ${messageId}`, async () => {
      const page = await this.#fetch({ channel_id: channelId, around: messageId });
      const half = Math.floor(PAGE / 2) - 1;
      const older = page.filter(({ id }) => compareIds(id, messageId) < 0).length;
      const newer = page.filter(({ id }) => compareIds(id, messageId) > 0).length;
      this.#messages.takePage(channelId, page, { atStart: older < half, atEnd: newer < half }, true);
    });
  }

  async #fetch(input: CommandInput<'message.history'>) {
    const { messages } = await this.#commands.message.history({ ...input, limit: PAGE, at: this.#cursors() });
    return messages;
  }

  #once(channelId: string, what: string, load: () => Promise<void>): Promise<void> {
    const key = `${channelId} ${what}`;
    let loading = this.#loading.get(key);
    if (!loading) {
      loading = load().finally(() => this.#loading.delete(key));
      this.#loading.set(key, loading);
    }
    return loading;
  }
}
