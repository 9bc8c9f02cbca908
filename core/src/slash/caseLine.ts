import type { ModerationCase, User } from '@cozy/protocol';
import { plain } from './plain.ts';

/** What is kept of a case, as a line of Markdown. @param users who is named in it. */
export function caseLine(
  { number, actor_id, reason, created_at, expires_at }: ModerationCase,
  users: readonly User[],
): string {
  const by = actor_id ? (users.find(({ id }) => id === actor_id)?.display_name ?? 'someone') : 'Cozy';
  const until = expires_at ? `, until ${day(expires_at)}` : '';
  return `**Case ${number}**, by ${plain(by)} on ${day(created_at)}${until}: ${plain(reason ?? 'no reason given')}`;
}

const day = (time: string) => time.slice(0, 10);
