import { type Attachment, type Message, SEARCH_HAS, type SearchHas } from '@cozy/protocol';
import type { MessageDocument } from '../database/documents.ts';
import type { SearchDocument } from './searchIndex.ts';
import { wordsIn } from './words.ts';

const LINK = /https?:\/\/[^\s<>]/i;

/** What is looked at of a message, in the history and on its way to a client. */
type Searched = Omit<Message, 'reactions'> & { poll?: unknown; pinned_at?: unknown };

/** How it is told whether a message has something. */
const HAS: Record<SearchHas, (message: Searched) => boolean> = {
  link: ({ content }) => LINK.test(content),
  file: ({ attachments = [] }) => attachments.length > 0,
  image: ({ attachments = [] }) => hasMedia(attachments, 'image/'),
  video: ({ attachments = [] }) => hasMedia(attachments, 'video/'),
  audio: ({ attachments = [] }) => hasMedia(attachments, 'audio/'),
  poll: ({ poll }) => Boolean(poll),
  pin: ({ pinned_at }) => Boolean(pinned_at),
};

function hasMedia(attachments: readonly Attachment[], type: string): boolean {
  return attachments.some(({ content_type }) => content_type.startsWith(type));
}

/** What `has:` asks for, of that what a message has. */
export function hasOf(message: Searched): SearchHas[] {
  return SEARCH_HAS.filter((what) => HAS[what](message));
}

/** What the index holds of a message of the history. */
export function searchDocument(message: MessageDocument): SearchDocument {
  const { _id: key, id, channel_id, community_id, author, mentions } = message;
  const words = new Set(wordsIn(`${message.title ?? ''} ${message.content}`).flatMap(({ stems }) => stems));
  words.add(`from:${author.id}`);
  for (const user of mentions) words.add(`mentions:${user}`);
  for (const what of hasOf(message)) words.add(`has:${what}`);
  return { _id: id, key, channel_id, community_id, words: [...words] };
}
