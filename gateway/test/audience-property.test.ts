import { compareIds, type EventData, INTENTS } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import { judge } from './audience/judge.ts';
import { type Model, visibleAt } from './audience/model.ts';
import { PEOPLE, type Plan, plan } from './audience/plan.ts';
import type { Watcher } from './audience/watcher.ts';
import { World } from './audience/world.ts';
import type { Received } from './client.ts';
import { dropDatabase, startNode, type TestEngines, type TestNode, type TestUser, testEngines } from './harness.ts';

/** Runs of a new seed, and of each that has found something at some time. */
const RUNS = 12;
const FOUND = [
  // A passive session was told of its own membership without having asked for members.
  { seed: 841699199, numRuns: 3 },
];

/** Megabytes for some 80 events: what is missed on the second node is read from the stream. */
const FORGETFUL = 0.05;

describe('Audiences', function () {
  this.timeout(180_000);
  let engines: TestEngines;
  const start = (recentMb?: number) => startNode(engines, { worker: false, recentMb });
  let founder: TestNode;
  let nodes: TestNode[];
  let people: TestUser[];

  before(async () => {
    engines = testEngines();
    founder = await startNode(engines);
    nodes = [await start(), await start(FORGETFUL)];
    people = await Promise.all(Array.from({ length: PEOPLE + 1 }, () => founder.person()));
  });
  after(async () => {
    await dropDatabase(founder);
    for (const node of [...nodes, founder]) await node.stop();
  });

  const own = { seed: Number(process.env.COZY_SEED) || Math.floor(Math.random() * 2 ** 31), numRuns: RUNS };
  for (const { seed, numRuns } of [...FOUND, own]) {
    it(`[GW-20] [GW-21] [GW-22] [GW-24] [GW-54] [GW-55] show everyone what they may see at its place, and nothing else (COZY_SEED=${seed})`, async () => {
      const property = fc.asyncProperty(plan, (what) => run(what));
      // A smaller run is another run: what is done at the same time falls out differently each time.
      const { errorInstance } = await fc.check(property, { seed, numRuns, endOnFailure: true });
      if (errorInstance) throw errorInstance;
    });
  }

  async function run({ sessions, batches, restart }: Plan): Promise<void> {
    const world = await World.make(nodes, founder, people, sessions);
    for (const [i, batch] of batches.entries()) {
      if (i === restart % batches.length) await world.restart(() => start(FORGETFUL), batch);
      else await world.takeAll(batch);
    }
    await world.end();
    const model = await world.past();
    for (const watcher of world.watchers) {
      if (followsUnread(watcher)) {
        await watcher.until('what is unread', (events) => isTold(watcher, events, model));
      }
      await watcher.drop();
      expect(
        judge(watcher, model),
        `to ${watcher.user.user.username}, ${JSON.stringify(watcher.options)}`,
      ).to.deep.equal([]);
    }
  }
});

function followsUnread({ options: { passive, intents } }: Watcher): boolean {
  const both = INTENTS.COMMUNITIES | INTENTS.COMMUNITY_MESSAGES;
  return passive && ((intents ?? both) & both) === both;
}

/** Whether a session was told of the newest message of each channel that it may see, however it was. */
function isTold({ lives, user }: Watcher, current: readonly Received[], model: Model): boolean {
  const newest = new Map<string, string>();
  const tell = (id: string, messageId: string | null) => {
    if (compareIds(messageId ?? '0', newest.get(id) ?? '0') > 0) newest.set(id, messageId!);
  };
  for (const { name, data } of [...lives.flatMap(({ events }) => events), ...current]) {
    if (name === 'READY' || name === 'COMMUNITY_CREATE') {
      const shown =
        name === 'READY' ? (data as EventData<'READY'>).communities : [data as EventData<'COMMUNITY_CREATE'>];
      for (const { channels } of shown) for (const channel of channels) tell(channel.id, channel.last_message_id);
    } else if (name === 'CHANNEL_CREATE' || name === 'CHANNEL_UPDATE') {
      const channel = data as EventData<'CHANNEL_CREATE'>;
      tell(channel.id, channel.last_message_id);
    } else if (name === 'MESSAGE_CREATE') {
      const message = data as EventData<'MESSAGE_CREATE'>;
      tell(message.channel_id, message.id);
    } else if (name === 'PASSIVE_UPDATE') {
      for (const { id, last_message_id } of (data as EventData<'PASSIVE_UPDATE'>).channels) tell(id, last_message_id);
    }
  }
  const end = model.moment(model.end);
  return visibleAt(end, user.id).every((id) => {
    const head = end.channels.get(id)?.last_message_id ?? null;
    return head === null || compareIds(newest.get(id) ?? '0', head) >= 0;
  });
}
