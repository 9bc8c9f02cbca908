import { partitionOf } from '@cozy/core';
import type { Sent, Trace } from '../trace.ts';
import type { ClientPlan } from '../world.ts';
import { checkEvents, checkState, type Truth } from './checkClient.ts';
import { checkSends } from './checkSends.ts';
import type { Findings } from './findings.ts';
import { sightsOf } from './sight.ts';
import { type Ground, storyOf } from './stretches.ts';
import type { WholeLog } from './wholeLog.ts';

/** What all clients together went through. */
export interface Summary {
  /** Stored events that clients were sent. */
  received: number;
  resumes: number;
  /** Clients that were given READY again, because their cursors were of no use any more. */
  afresh: number;
}

/** Works out from a log what there is to compare with. */
export function truthOf(log: WholeLog, clients: readonly ClientPlan[]): Truth {
  const users = [...new Set(clients.map(({ userId }) => userId))];
  const own = log.partitions.flat().filter(({ owner }) => owner.kind === 'u');
  const accounts = new Map(users.map((id) => [id, own.filter(({ owner }) => owner.id === id)]));
  return { log, sights: sightsOf(log, users), accounts };
}

/**
 * Compares everything that clients were sent, and everything that they sent, with the log.
 * @param traces of clients that were settled at the end.
 */
export function check(
  clients: readonly ClientPlan[],
  traces: Iterable<Trace>,
  sent: readonly Sent[],
  truth: Truth,
  findings: Findings,
): Summary {
  const { log, sights } = truth;
  const ground: Ground = {
    partitionOf: (id) => partitionOf(id, log.partitions.length),
    wasMember: (user, community, from, through) => sights.get(community)?.wasMember(user, from, through) ?? false,
  };
  const summary = { received: 0, resumes: 0, afresh: 0 };
  const byIndex = new Map(clients.map((client) => [client.index, client]));
  for (const trace of traces) {
    const client = byIndex.get(trace.client)!;
    const story = storyOf(client, trace, ground);
    checkEvents(client, story, truth, findings);
    checkState(client, trace, truth, findings);
    summary.received += story.receipts.length;
    summary.resumes += story.resumes;
    summary.afresh += Math.max(0, story.readies - 1);
  }
  checkSends(sent, log, findings);
  for (const place of log.gaps) findings.add('lost', () => `the log has nothing at ${place}`);
  return summary;
}
