import { LIMITS } from './limits.ts';
import type { Message } from './messages.ts';

const USER = /<@([1-9][0-9]{16,19})>/g;
const ROLE = /<@&([1-9][0-9]{16,19})>/g;
const EVERYONE = /(?<![\p{L}\p{N}_@])@everyone(?![\p{L}\p{N}_])/u;

/** Whom a text names. */
export interface Named {
  /** Ids of members, `<@id>`, each once, in order; the first 50. */
  users: string[];
  /** Ids of roles, `<@&id>`, each once, in order; the first 50. */
  roles: string[];
  /** Whether it says `@everyone`. */
  everyone: boolean;
}

/**
 * Finds whom a text names. Whether they exist, and may be named by its author, is not looked at.
 *
 * @param content of a message.
 */
export function mentionsIn(content: string): Named {
  const ids = (pattern: RegExp) =>
    [...new Set([...content.matchAll(pattern)].map((match) => match[1]!))].slice(0, LIMITS.mentionsPerMessage);
  return { users: ids(USER), roles: ids(ROLE), everyone: EVERYONE.test(content) };
}

/** What of a message tells whom it mentions. */
export type Mentioning = Pick<Message, 'author' | 'mentions' | 'mention_roles' | 'mention_everyone'>;

/**
 * Whether a message counts as a mention of a member: it names them, one of their roles or everyone, and is by another.
 *
 * @param roles that the member has.
 */
export function isMentioned(message: Partial<Mentioning>, userId: string, roles: readonly string[]): boolean {
  if (message.author?.id === userId) return false;
  if (message.mention_everyone || message.mentions?.includes(userId)) return true;
  return message.mention_roles?.some((id) => roles.includes(id)) ?? false;
}
