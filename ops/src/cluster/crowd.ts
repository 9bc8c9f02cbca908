import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { Chatter } from './chatter.ts';
import { Churn } from './churn.ts';
import { Member } from './member.ts';
import { Random } from './random.ts';
import { Rest } from './rest.ts';
import type { TraceLine } from './trace.ts';
import type { ClientPlan, CommunityPlan } from './world.ts';

/** What a crowd is told at its start. */
export interface CrowdPlan {
  origins: string[];
  /** Its own clients. */
  clients: ClientPlan[];
  communities: CommunityPlan[];
  /** Messages and changes a second. */
  rate: number;
  changes: number;
  seed: number;
  /** File that it writes its traces to. */
  traceFile: string;
}

/** What a crowd can be told to do. */
export type CrowdOrder =
  | { order: 'begin' }
  | { order: 'cut'; clients: number }
  /** Sends nothing new, and answers `finished` once everything that was sent is acknowledged or given up. */
  | { order: 'finish'; withinMs: number }
  /** Sends a last message to the general channel of each community that is owned here, and answers `marked`. */
  | { order: 'mark' }
  /** Waits until every client knows the last messages, and answers `settled`, with those that do not. */
  | { order: 'settle'; markers: Record<string, string>; withinMs: number }
  /** Writes its traces, answers `written`, and ends. */
  | { order: 'write' };

/** What a crowd tells. */
export type CrowdReport =
  | { report: 'connected' }
  | { report: 'progress'; progress: CrowdProgress }
  | { report: 'finished' }
  | { report: 'marked'; markers: Record<string, string> }
  | { report: 'settled'; late: string[] }
  | { report: 'written' };

/** How far a crowd is. */
export interface CrowdProgress {
  ready: number;
  received: number;
  acknowledged: number;
  waiting: number;
  changes: number;
  refused: Record<string, number>;
}

/** Clients that connect at the same time. */
const AT_ONCE = 20;
const REPORT_EVERY = 1_000;
const LOOK_AGAIN = 50;
const LOOK_EVERY = 1_000;
/** Of so many passive clients one looks at something else each second, at one or two communities. */
const ONE_LOOKS_IN = 20;

process.once('disconnect', () => process.exit(0));
const tell = (report: CrowdReport) => process.send?.(report);
const [plan] = (await once(process, 'message')) as [CrowdPlan];
const random = new Random(plan.seed);
let deadline = Number.POSITIVE_INFINITY;
const patience = () => Date.now() < deadline;
const rest = new Rest(plan.origins);
const members = plan.clients.map((client) => new Member(client, random.shuffled(plan.origins), rest));
const { communities } = plan;
const chatter = new Chatter({ members, communities, rate: plan.rate, random, patience });
const churn = new Churn({ members, communities, rate: plan.changes, random, patience });

function progress(): CrowdProgress {
  return {
    ready: members.filter(({ connection }) => connection.state === 'ready').length,
    received: members.reduce((sum, member) => sum + member.received, 0),
    acknowledged: chatter.sent.filter(({ id }) => id !== null).length,
    waiting: chatter.waiting,
    changes: [...churn.done.values()].reduce((sum, count) => sum + count, 0),
    refused: Object.fromEntries([...chatter.refused, ...churn.refused]),
  };
}

/** Lets some passive clients look at something else. */
function lookAround(): void {
  const passive = members.filter((member) => member.plan.passive);
  for (const member of random.some(passive, Math.ceil(passive.length / ONE_LOOKS_IN))) {
    member.look(random.some([...member.communities], random.between(1, 2)));
  }
}

/** The last message of each community that a client of this crowd owns. */
async function mark(): Promise<Record<string, string>> {
  const owned = communities.flatMap((community) => {
    const owner = members.find(({ plan: { userId } }) => userId === community.ownerId);
    return owner ? [{ community, owner }] : [];
  });
  const marked = await Promise.all(
    owned.map(async ({ community, owner }) => {
      const id = await chatter.send(owner, community.generalId, 'This is the last message.');
      if (id === null) throw new Error(`The last message to ${community.id} could not be sent.`);
      return [community.generalId, id];
    }),
  );
  return Object.fromEntries(marked);
}

/** The clients that do not know the last message of every community that they are in, or see not all of them, in words. */
function late(markers: Record<string, string>): string[] {
  const isLate = ({ channels, communities, connection, plan: { passive } }: Member) =>
    connection.state !== 'ready' ||
    (passive && [...communities].some((id) => !connection.given.has(id))) ||
    Object.entries(markers).some(([channelId, id]) => channels.has(channelId) && channels.get(channelId)!.head !== id);
  return members
    .filter(isLate)
    .map(({ plan: { index }, connection }) => `client ${index}, which is ${connection.state}`);
}

function write(): void {
  const put = (line: TraceLine) => appendFileSync(plan.traceFile, `${JSON.stringify(line)}\n`);
  for (const member of members) put({ trace: member.trace() });
  put({ sent: chatter.sent });
}

async function obey(order: CrowdOrder): Promise<void> {
  switch (order.order) {
    case 'begin':
      chatter.start();
      churn.start();
      return;
    case 'cut':
      for (const member of random.some(members, order.clients)) member.cut();
      return;
    case 'finish':
      deadline = Date.now() + order.withinMs;
      await Promise.all([chatter.finish(), churn.finish()]);
      tell({ report: 'finished' });
      return;
    case 'mark':
      deadline = Number.POSITIVE_INFINITY;
      tell({ report: 'marked', markers: await mark() });
      return;
    case 'settle': {
      const until = Date.now() + order.withinMs;
      // What is unread is told up to a second late, but of what comes into view at once.
      clearInterval(looking);
      for (const member of members) if (member.plan.passive) member.look([...member.communities]);
      while (late(order.markers).length > 0 && Date.now() < until) await sleep(LOOK_AGAIN);
      tell({ report: 'settled', late: late(order.markers) });
      return;
    }
    case 'write':
      write();
      tell({ report: 'written' });
  }
}

// What goes wrong here ends the process, and with it the run.
process.on('message', (order: CrowdOrder) => void obey(order));
const limit = pLimit(AT_ONCE);
await Promise.all(
  members.map((member) =>
    limit(async () => {
      member.connection.open();
      await member.ready();
    }),
  ),
);
tell({ report: 'connected' });
setInterval(() => tell({ report: 'progress', progress: progress() }), REPORT_EVERY);
const looking = setInterval(lookAround, LOOK_EVERY);
