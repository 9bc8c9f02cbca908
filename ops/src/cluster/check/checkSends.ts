import type { EventData, Message } from '@cozy/protocol';
import type { Sent } from '../trace.ts';
import type { Findings } from './findings.ts';
import type { WholeLog } from './wholeLog.ts';

/** Compares the messages that were sent with those of the log: each acknowledged one is there once, under its id. */
export function checkSends(sent: readonly Sent[], log: WholeLog, findings: Findings): void {
  const stored = new Map<string, string[]>();
  for (const event of log.partitions.flat()) {
    if (event.name !== 'MESSAGE_CREATE') continue;
    const { id, author, nonce } = event.data<EventData<'MESSAGE_CREATE'>>();
    const key = `${author.id}:${nonce}`;
    stored.set(key, [...(stored.get(key) ?? []), id]);
  }
  for (const [key, ids] of stored) {
    if (ids.length > 1) findings.add('doubled', () => `the message ${key} is in the log as ${ids.join(' and ')}`);
  }
  for (const { author, nonce, id } of sent) {
    if (id === null || stored.get(`${author}:${nonce}`)?.includes(id)) continue;
    findings.add('lost', () => `the message ${author}:${nonce} was acknowledged as ${id} and is not in the log`);
  }
}

/** Messages that a channel's history must hold, oldest first. */
export function messagesOf(log: WholeLog, channelId: string): string[] {
  const ids = new Set<string>();
  for (const event of log.partitions.flat()) {
    if (event.channelId !== channelId) continue;
    if (event.name === 'MESSAGE_CREATE' && !event.threadId) ids.add(event.data<Message>().id);
    else if (event.name === 'MESSAGE_DELETE_BULK') {
      for (const id of event.data<EventData<'MESSAGE_DELETE_BULK'>>().ids) ids.delete(id);
    } else if (event.name === 'MESSAGE_DELETE') ids.delete(event.data<EventData<'MESSAGE_DELETE'>>().id);
  }
  return [...ids];
}

/** Compares a channel's history with the log. @param history ids, oldest first. */
export function checkHistory(channelId: string, history: readonly string[], log: WholeLog, findings: Findings): void {
  const due = messagesOf(log, channelId);
  const seen = new Set<string>();
  for (const id of history) {
    if (seen.has(id)) findings.add('doubled', () => `history of ${channelId} has ${id} twice`);
    seen.add(id);
  }
  const missing = due.filter((id) => !seen.has(id));
  for (const id of missing) findings.add('lost', () => `history of ${channelId} lacks ${id}`);
  const known = new Set(due);
  for (const id of seen) {
    if (!known.has(id)) findings.add('leaked', () => `history of ${channelId} has ${id}, which is not in the log`);
  }
  const inBoth = due.filter((id) => seen.has(id));
  const inHistory = [...seen].filter((id) => known.has(id));
  const swapped = inHistory.findIndex((id, i) => id !== inBoth[i]);
  if (swapped >= 0) {
    findings.add('out_of_order', () => `history of ${channelId} has ${inHistory[swapped]} before ${inBoth[swapped]}`);
  }
}
