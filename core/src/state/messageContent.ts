import type { Installation, Message } from '@cozy/protocol';
import { usableScopes } from './installations.ts';

/** What of a message tells nothing of what it says. Fields that are added later are content until they are named here. */
const ENVELOPE: ReadonlySet<string> = new Set<keyof Message>([
  'id',
  'channel_id',
  'community_id',
  'author',
  'mentions',
  'mention_roles',
  'mention_everyone',
  'reactions',
  'pinned_at',
  'sequence',
  'thread_id',
  'thread',
  'edited_at',
  'created_at',
]);

/** A message, or its change, without what it says. */
export function withoutContent<M extends { content: string }>(message: M): M {
  const shown = Object.fromEntries(Object.entries(message).filter(([key]) => ENVELOPE.has(key)));
  const { reply_to } = message as { reply_to?: Message['reply_to'] };
  return { ...shown, content: '', ...(reply_to !== undefined && { reply_to: quiet(reply_to) }) } as unknown as M;
}

/** A message that is shown to a bot because it is its own or names it: only what it answers is another's. */
export function withoutQuote<M extends { reply_to?: Message['reply_to'] }>(message: M, botId: string): M {
  const { reply_to } = message;
  return reply_to && reply_to.author.id !== botId ? { ...message, reply_to: quiet(reply_to) } : message;
}

/** Whether a message is a bot's own or names it: then it may read it without the scope for that, as at Discord. */
export function concerns(message: Partial<Pick<Message, 'author' | 'mentions'>>, botId: string): boolean {
  return message.author?.id === botId || (message.mentions?.includes(botId) ?? false);
}

/** A message as an installed bot is shown it. */
export function shownMessage(installation: Installation, message: Message): Message {
  const scopes = usableScopes(installation);
  const { reactions } = message;
  const known = scopes.includes('read:reactions')
    ? message
    : { ...message, reactions: reactions.filter(({ me }) => me) };
  if (scopes.includes('read:message-content')) return known;
  const { user_id } = installation;
  return concerns(message, user_id) ? withoutQuote(known, user_id) : withoutContent(known);
}

function quiet(reply: Message['reply_to']): Message['reply_to'] {
  return reply && { ...reply, content: '' };
}
