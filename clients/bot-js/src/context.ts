import { createHash, randomUUID } from 'node:crypto';
import { type Commands, CozyError, type ErrorCode, type Message, type Place } from '@cozy/protocol';

/** What a context needs of its bot. */
export interface Actions {
  commands: Commands;
  /** The text channel at the top of a community. */
  firstTextChannel(communityId: string): Promise<string>;
}

/** Where something happened; all are absent for a timer. */
export interface Origin {
  channelId?: string;
  communityId?: string;
  /** The event's place in the log. */
  place?: Place;
}

/** What `moderate` does: removes a member or a message. */
export type Moderation =
  | { kick: string; reason?: string; communityId?: string }
  | { delete: Pick<Message, 'id' | 'channel_id'> };

/** What a handler can do, and where the thing happened that it handles. */
export class Context {
  /** The channel of the event; undefined for timers and for events of a whole community. */
  readonly channelId: string | undefined;
  /** The community of the event; undefined for timers and for events of the account. */
  readonly communityId: string | undefined;
  /**
   * The event's place in the log, `[partition, sequence]`: the same when it is handled again, so a key for things of your
   * own that must happen once. Undefined for timers and for events that are not stored.
   */
  readonly place: Place | undefined;
  readonly #actions: Actions;
  readonly #sent = new Map<string, number>();

  constructor(actions: Actions, origin: Origin) {
    this.#actions = actions;
    this.channelId = origin.channelId;
    this.communityId = origin.communityId;
    this.place = origin.place;
  }

  /** Every command of the server, e.g. `context.commands.message.history({ channel_id, limit: 10 })`. */
  get commands(): Commands {
    return this.#actions.commands;
  }

  /**
   * Sends a message: once, however often it must be repeated, and in order with the bot's others in that channel. A
   * handler that runs again after a crash and sends the same text again gives the first message.
   *
   * @param content Markdown, up to 4,000 characters.
   * @param options where to; by default the channel of the event, or the community's first text channel. `threadId`, the
   *   id of the message that began a thread, makes it a reply in that thread, or a comment on a post; an answer to a
   *   message (`replyTo`, given whole) goes into the thread of that message by itself.
   * @returns the message as it was stored.
   * @throws CozyError e.g. MISSING_PERMISSION; waits for errors that go away by themselves.
   */
  async sendMessage(
    content: string,
    options: { channelId?: string; threadId?: string; replyTo?: string | Pick<Message, 'id' | 'thread_id'> } = {},
  ): Promise<Message> {
    const { replyTo } = options;
    const channelId = options.channelId ?? this.channelId;
    const reply_to = typeof replyTo === 'object' ? replyTo.id : replyTo;
    const thread_id = options.threadId ?? (typeof replyTo === 'object' ? replyTo.thread_id : undefined);
    const nonce = this.#nonce(channelId, content, reply_to, thread_id);
    const send = async (channel_id: string) => {
      const input = { channel_id, content, nonce, ...(reply_to && { reply_to }), ...(thread_id && { thread_id }) };
      const { message } = await this.commands.message.send(input);
      return message;
    };
    if (channelId) return send(channelId);
    if (this.communityId) return send(await this.#actions.firstTextChannel(this.communityId));
    throw new TypeError('A timer has no channel: sendMessage needs channelId in its options.');
  }

  /** Deletes a message. One that is gone already is no error. */
  async deleteMessage(message: Pick<Message, 'id' | 'channel_id'>): Promise<void> {
    await unless(
      'UNKNOWN_MESSAGE',
      this.commands.message.delete({ channel_id: message.channel_id, message_id: message.id }),
    );
  }

  /** Adds the bot's reaction to a message. */
  async addReaction(message: Pick<Message, 'id' | 'channel_id'>, emoji: string): Promise<void> {
    await this.commands.reaction.add({ channel_id: message.channel_id, message_id: message.id, emoji });
  }

  /** Removes a member from the community, or deletes a message. Who or what is gone already is no error. */
  async moderate(action: Moderation): Promise<void> {
    if ('delete' in action) return this.deleteMessage(action.delete);
    const community_id = action.communityId ?? this.communityId;
    if (!community_id) throw new TypeError('A timer has no community: moderate needs communityId.');
    const { kick: user_id, reason } = action;
    await unless('UNKNOWN_MEMBER', this.commands.member.kick({ community_id, user_id, ...(reason && { reason }) }));
  }

  /** A name for a message that is the same when the same handler runs again for the same event. */
  #nonce(channelId: string | undefined, content: string, replyTo: string | undefined, threadId?: string): string {
    if (!this.place) return randomUUID();
    const what = JSON.stringify([this.place, channelId, content, replyTo, ...(threadId ? [threadId] : [])]);
    const times = (this.#sent.get(what) ?? 0) + 1;
    this.#sent.set(what, times);
    return createHash('sha256').update(`${what}${times}`).digest('base64url');
  }
}

async function unless(code: ErrorCode, done: Promise<unknown>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!(error instanceof CozyError) || error.code !== code) throw error;
  }
}
