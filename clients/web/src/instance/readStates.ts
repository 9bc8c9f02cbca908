import {
  type Channel,
  compareIds,
  dropMention,
  LIMITS,
  NOTHING_READ,
  type Reading,
  type ReadState,
  snowflakeTime,
  takeMention,
  takeOwnMessage,
  takeReadState,
} from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** Deleted mentions that are remembered, because a read state that is on its way may still name them. */
const REMEMBERED = 200;

/** How far the account has read each channel, and the mentions since then; the same on all its devices. */
export class ReadStates {
  readonly #byChannel: Record<string, Reading>;
  readonly #set;
  readonly #deleted = new Set<string>();

  constructor() {
    const [byChannel, set] = createStore<Record<string, Reading>>({});
    this.#byChannel = byChannel;
    this.#set = set;
  }

  /** Everything that is known. */
  list(): ReadState[] {
    return Object.entries(this.#byChannel).map(([channel_id, { last_message_id, epoch, mentions }]) => ({
      channel_id,
      last_message_id,
      mention_count: this.mentionCount(channel_id),
      mentions: mentions.slice(-LIMITS.mentionsListed),
      ...(epoch === undefined ? {} : { epoch }),
    }));
  }

  /** The last message of a channel that was read; undefined while none was. */
  lastRead(channelId: string): string | undefined {
    return this.#byChannel[channelId]?.last_message_id;
  }

  /** When the marker of a channel was last set back; undefined if never. */
  epoch(channelId: string): string | undefined {
    return this.#byChannel[channelId]?.epoch;
  }

  /** Replaces everything, for READY. */
  replaceAll(states: readonly ReadState[]): void {
    this.#set(
      produce((byChannel) => {
        for (const channelId of Object.keys(byChannel)) delete byChannel[channelId];
      }),
    );
    for (const state of states) this.put(state);
  }

  /** Takes what the server tells. */
  put(state: ReadState): void {
    const reading = takeReadState(this.#byChannel[state.channel_id], state);
    const mentions = reading.mentions.filter((id) => !this.#deleted.has(id));
    this.#set(state.channel_id, { ...reading, mentions });
  }

  /** Marks a channel as read up to a message, before the server has settled it. */
  advance(channelId: string, messageId: string): void {
    this.put({ channel_id: channelId, last_message_id: messageId, mention_count: 0 });
  }

  /** The account has sent a message itself, so it has read what is above. */
  sent(channelId: string, messageId: string): void {
    this.#set(channelId, takeOwnMessage(this.#byChannel[channelId], messageId));
  }

  /** A message names the account. */
  addMention(channelId: string, messageId: string): void {
    if (!this.#deleted.has(messageId)) this.#set(channelId, takeMention(this.#byChannel[channelId], messageId));
  }

  /** A message was deleted that may have named the account. */
  removeMention(channelId: string, messageId: string): void {
    this.#deleted.add(messageId);
    if (this.#deleted.size > REMEMBERED) this.#deleted.delete(this.#deleted.values().next().value!);
    const known = this.#byChannel[channelId];
    if (known?.mentions.includes(messageId)) this.#set(channelId, dropMention(known, messageId));
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
    const read = this.lastRead(channel.id);
    if (read && read !== NOTHING_READ) return compareIds(channel.last_message_id, read) > 0;
    return snowflakeTime(channel.last_message_id) > Date.parse(joinedAt);
  }

  /** Unread mentions of a channel. */
  mentionCount(channelId: string): number {
    const reading = this.#byChannel[channelId];
    return reading ? reading.mentions.length + reading.older : 0;
  }
}
