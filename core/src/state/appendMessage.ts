import { CozyError, type Message } from '@cozy/protocol';
import type { Context } from '../context.ts';

/**
 * Appends a new message to the log. Of the same author and nonce, within the dedupe window, the first one is given.
 *
 * @param message with its nonce.
 * @returns the message as it is in the log, with its place there.
 * @throws CozyError LOG_UNAVAILABLE.
 */
export async function appendMessage({ log }: Context, message: Message): Promise<Message> {
  const event = {
    owner: { kind: 'c', id: message.community_id },
    channelId: message.channel_id,
    name: 'MESSAGE_CREATE',
    data: message,
  } as const;
  const { place, duplicate } = await log.append(event, sendKey(message.author.id, message.nonce!));
  if (!duplicate) return { ...message, sequence: place[1] };
  const first = await log.at(place);
  if (!first) throw new CozyError('INTERNAL');
  return { ...first.data<Message>(), sequence: place[1] };
}

/** What tells a send from others: the same one again is the same message. */
export function sendKey(authorId: string, nonce: string): string {
  return `${authorId}:${nonce}`;
}
