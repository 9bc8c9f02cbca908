import { compareIds, type Message } from '@cozy/protocol';
import type { PendingMessage } from '../instance/outbox.ts';

/** Milliseconds within which messages of one author stand together (LOOK.md). */
export const GROUP_WITHIN = 7 * 60_000;

/** One line of the conversation. `key` stays the same as long as the row needs no other element. */
export type Row =
  | { kind: 'intro'; key: string }
  | { kind: 'older'; key: string }
  | { kind: 'day'; key: string; day: string }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; id: string; grouped: boolean }
  | { kind: 'pending'; key: string; nonce: string; grouped: boolean };

/** What rows are made from. */
export interface RowSource {
  /** Oldest first. */
  messages: readonly Pick<Message, 'id' | 'author' | 'created_at' | 'reply_to' | 'nonce' | 'interaction'>[];
  pending: readonly Pick<PendingMessage, 'nonce' | 'created_at' | 'reply_to'>[];
  selfId: string;
  /** The last message that was read when the channel was opened; null draws no line. */
  readUpTo: string | null;
  /** Nothing is older than the first message. */
  atStart: boolean;
}

/** The local calendar day of a time, as `YYYY-MM-DD`. */
export function dayOf(time: string | number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * Lays a channel's messages out in rows: day lines, the line above what is unread, and messages that stand with the one
 * before when author, day and 7 minutes are shared and it answers nothing.
 *
 * @param previous the rows before; rows that did not change are the same objects, so that their elements stay.
 */
export function buildRows(source: RowSource, previous: readonly Row[] = []): Row[] {
  const known = new Map(previous.map((row) => [row.key, row]));
  const rows: Row[] = [];
  const push = (row: Row) => rows.push(known.get(row.key) ?? row);

  if (source.atStart) push({ kind: 'intro', key: 'intro' });
  else if (source.messages.length > 0) push({ kind: 'older', key: 'older' });

  let last: { author: string; time: number; day: string } | undefined;
  // Without a read message above it, the line would stand at the edge of what is loaded, not at what was read.
  const { readUpTo } = source;
  const first = source.messages[0];
  let lineDrawn = readUpTo === null || !first || (!source.atStart && compareIds(first.id, readUpTo) > 0);
  const settled = new Set<string>();

  const place = (author: string, time: number, isReply: boolean, breaks: boolean) => {
    const day = dayOf(time);
    if (day !== last?.day) push({ kind: 'day', key: `day ${day}`, day });
    const grouped =
      !breaks &&
      !isReply &&
      last?.day === day &&
      last.author === author &&
      time - last.time < GROUP_WITHIN &&
      time >= last.time;
    last = { author, time, day };
    return grouped;
  };

  for (const message of source.messages) {
    if (message.nonce && message.author.id === source.selfId) settled.add(message.nonce);
    let breaks = false;
    const time = Date.parse(message.created_at);
    if (!lineDrawn && compareIds(message.id, readUpTo ?? '') > 0 && message.author.id !== source.selfId) {
      lineDrawn = true;
      breaks = true;
      const day = dayOf(time);
      if (day !== last?.day) {
        push({ kind: 'day', key: `day ${day}`, day });
        last = { author: '', time: 0, day };
      }
      push({ kind: 'unread', key: 'unread' });
    }
    // Above both stands a line of its own.
    const answers = message.reply_to !== null || Boolean(message.interaction?.name);
    const grouped = place(message.author.id, time, answers, breaks);
    push({ kind: 'message', key: `${message.id} ${grouped}`, id: message.id, grouped });
  }
  for (const pending of source.pending) {
    if (settled.has(pending.nonce)) continue;
    const grouped = place(source.selfId, pending.created_at, pending.reply_to !== null, false);
    push({ kind: 'pending', key: `${pending.nonce} ${grouped}`, nonce: pending.nonce, grouped });
  }
  return rows;
}
