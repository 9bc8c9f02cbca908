import { compareIds, Op, type Reading } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import type { TestClient } from './client.ts';
import {
  dropDatabase,
  makeCommunity,
  startNode,
  type TestEngines,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';
import { applyEvent, type ClientState, loadState } from './verify.ts';

const RUNS = 10;

/** Something that happens in one of two channels; `at` picks one of its messages. */
const act = fc.record({
  what: fc.constantFrom(
    ...(['say', 'name', 'name', 'own', 'delete', 'mark', 'mark', 'unmark', 'hide', 'show', 'turn'] as const),
  ),
  channel: fc.nat(1),
  at: fc.nat(),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** What history and markers say of a channel. */
interface Truth {
  id: string;
  sent: { id: string; names: boolean; deleted: boolean }[];
  read: string | null;
  hidden: boolean;
}

describe('Unread marks', function () {
  this.timeout(120_000);
  let engines: TestEngines;
  let nodes: TestNode[];
  let owner: TestUser;
  let nonce = 0;

  before(async () => {
    engines = testEngines();
    nodes = [await startNode(engines), await startNode(engines, { worker: false })];
    owner = await nodes[0]!.person();
  });
  after(async () => {
    await dropDatabase(nodes[0]!);
    for (const node of nodes.toReversed()) await node.stop();
  });

  const seed = Number(process.env.COZY_SEED) || Math.floor(Math.random() * 2 ** 31);
  it(`[GW-70] [GW-71] [GW-72] [GW-73] are on every device what history and markers say (COZY_SEED=${seed})`, async () => {
    const property = fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 60 }), run);
    const { errorInstance } = await fc.check(property, { seed, numRuns: RUNS, endOnFailure: true });
    if (errorInstance) throw errorInstance;
  });

  async function run(acts: Act[]): Promise<void> {
    const [node, second] = nodes as [TestNode, TestNode];
    const reader = await node.person();
    const home = await makeCommunity(node, owner, [reader]);
    const { channel } = await node.run(owner, 'channel.create', { community_id: home.id, name: 'two', type: 'text' });
    const truths = [home.channelId, channel.id].map((id): Truth => ({ id, sent: [], read: null, hidden: false }));
    // One device is given everything, the other only what concerns it, and looks at the community now and then.
    const [full, passive] = [await loadState(node, reader), await watch(second, reader)];
    let looks = false;
    for (const one of acts) {
      const truth = truths[one.channel]!;
      if (one.what === 'turn') {
        looks = !looks;
        passive.client.send({ op: Op.Subscribe, d: { communities: looks ? [home.id] : [], channels: [] } });
      } else await carryOut(node, reader, home.id, truth, one);
    }
    const seen = truths.filter(({ hidden }) => !hidden);
    const expected = seen.map((truth) => ({ id: truth.id, ...rightFor(truth) }));
    for (const device of [full, passive]) await holds(device, reader.id, expected);
    const fresh = await watch(second, reader);
    await holds(fresh, reader.id, expected);
    for (const { client } of [full, passive, fresh]) client.drop();
  }

  async function carryOut(node: TestNode, reader: TestUser, home: string, truth: Truth, { what, at }: Act) {
    const picked = truth.sent[at % Math.max(1, truth.sent.length)];
    const place = { channel_id: truth.id, message_id: picked?.id ?? '' };
    const send = async (who: TestUser, content: string) =>
      (await node.run(who, 'message.send', { channel_id: truth.id, content, nonce: `u${nonce++}` })).message.id;
    if (what === 'hide' || what === 'show') {
      truth.hidden = what === 'hide';
      const overwrites = truth.hidden ? [{ id: home, type: 0 as const, allow: '0', deny: '1024' }] : [];
      await node.run(owner, 'channel.update', { channel_id: truth.id, overwrites });
    } else if (what === 'say' || what === 'name') {
      const names = what === 'name';
      const id = await send(owner, names ? `hey <@${reader.id}>` : 'hey');
      truth.sent.push({ id, names, deleted: false });
    } else if (what === 'delete' && picked && !picked.deleted) {
      await node.run(owner, 'message.delete', place);
      picked.deleted = true;
    } else if (what === 'own' && !truth.hidden) {
      const id = await send(reader, 'mine');
      truth.sent.push({ id, names: false, deleted: false });
      truth.read = id;
    } else if (what === 'mark' && picked && !truth.hidden) {
      await node.run(reader, 'read.mark', place);
      if (!truth.read || compareIds(picked.id, truth.read) > 0) truth.read = picked.id;
    } else if (what === 'unmark' && picked && !truth.hidden) {
      await node.run(reader, 'read.unmark', place);
      truth.read = String(BigInt(picked.id) - 1n);
    }
  }
});

interface Right {
  unread: boolean;
  mentions: string[];
}

function rightFor({ sent, read }: Truth): Right {
  const beyond = sent.filter(({ id }) => !read || compareIds(id, read) > 0);
  return {
    unread: beyond.length > 0,
    mentions: beyond.filter(({ names, deleted }) => names && !deleted).map(({ id }) => id),
  };
}

interface Device {
  client: TestClient;
  state: ClientState;
  from: number;
}

/** Connects passively and holds what READY tells. */
async function watch(node: TestNode, who: TestUser): Promise<Device> {
  const client = await node.connect();
  const { client: loader, state } = await loadState(node, who);
  loader.drop();
  const ready = structuredClone(await client.ready(who.token, { passive: true }));
  state.communities = new Map(ready.communities.map((community) => [community.id, community]));
  state.readStates = new Map();
  applyAll({ client, state, from: 0 }, who.id);
  for (const told of ready.read_states)
    applyEvent(state, { name: 'READ_STATE_UPDATE', data: told, place: null }, who.id);
  return { client, state, from: client.events.length };
}

function applyAll(device: Device, me: string): void {
  for (const event of device.client.events.slice(device.from)) applyEvent(device.state, event, me);
  device.from = device.client.events.length;
}

async function holds(device: Device, me: string, expected: (Right & { id: string })[]): Promise<void> {
  const held = () => {
    applyAll(device, me);
    const channels = [...device.state.communities.values()].flatMap(({ channels }) => channels);
    return expected.map(({ id }): Right & { id: string } => {
      const reading: Reading | undefined = device.state.readStates.get(id);
      const newest = channels.find((channel) => channel.id === id)?.last_message_id;
      const unread = newest ? compareIds(newest, reading?.last_message_id ?? '0') > 0 : false;
      return { id, unread, mentions: [...(reading?.mentions ?? [])].sort(compareIds) };
    });
  };
  const same = () => JSON.stringify(held()) === JSON.stringify(expected);
  await device.client
    .until('the right unread marks', () => same() || undefined)
    .catch(() => expect(held()).to.deep.equal(expected));
}
