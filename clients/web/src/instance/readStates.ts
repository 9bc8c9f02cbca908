import { type Channel, compareIds, type ReadState, snowflakeTime } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** How far the account has read each channel, and the mentions since then; the same on all its devices. */
export class ReadStates {
  readonly lastRead: Record<string, string>;
  readonly mentions: Record<string, number>;
  readonly #setLastRead;
  readonly #setMentions;

  constructor() {
    const [lastRead, setLastRead] = createStore<Record<string, string>>({});
    const [mentions, setMentions] = createStore<Record<string, number>>({});
    this.lastRead = lastRead;
    this.mentions = mentions;
    this.#setLastRead = setLastRead;
    this.#setMentions = setMentions;
  }

  /** Replaces everything, for READY. */
  replaceAll(states: readonly ReadState[]): void {
    this.#setLastRead(produce<Record<string, string>>(clear));
    this.#setMentions(produce<Record<string, number>>(clear));
    for (const state of states) this.put(state);
  }

  /** Everything that is known. */
  list(): ReadState[] {
    return Object.entries(this.lastRead).map(([channel_id, last_message_id]) => ({
      channel_id,
      last_message_id,
      mention_count: this.mentionCount(channel_id),
    }));
  }

  /** Takes what the server settled. The marker only moves forward. */
  put(state: ReadState): void {
    const known = this.lastRead[state.channel_id];
    if (known && compareIds(known, state.last_message_id) > 0) return;
    this.#setLastRead(state.channel_id, state.last_message_id);
    this.#setMentions(state.channel_id, state.mention_count);
  }

  /** Marks a channel as read up to a message, before the server has settled it. */
  advance(channelId: string, messageId: string): void {
    this.put({ channel_id: channelId, last_message_id: messageId, mention_count: 0 });
  }

  /** Counts one more unread mention. */
  addMention(channelId: string): void {
    this.#setMentions(channelId, (this.mentions[channelId] ?? 0) + 1);
  }

  /**
   * Tells whether a channel has something unread.
   *
   * @param channel with its newest message.
   * @param joinedAt when the account joined the community (ISO 8601): what was said before is not unread in a channel
   *   that was never opened.
   */
  isUnread(channel: Pick<Channel, 'id' | 'last_message_id'>, joinedAt: string): boolean {
    if (!channel.last_message_id) return false;
    const read = this.lastRead[channel.id];
    if (read) return compareIds(channel.last_message_id, read) > 0;
    return snowflakeTime(channel.last_message_id) > Date.parse(joinedAt);
  }

  /** Unread mentions of a channel. */
  mentionCount(channelId: string): number {
    return this.mentions[channelId] ?? 0;
  }
}

function clear(record: Record<string, unknown>): void {
  for (const key of Object.keys(record)) delete record[key];
}
