import { ALL_SCOPES, EVENTS, type EventData, Op, type Scope, scopeIn } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import type { TestClient } from './client.ts';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';

/** What a bot is granted: which scopes, which of the three channels (null for all), by whom, and whether it is suspended. */
interface Grant {
  scopes: Scope[];
  channels: number[] | null;
  by: 'ann' | 'bob';
  suspended: boolean;
}

const grant: fc.Arbitrary<Grant> = fc.record({
  scopes: fc.subarray([
    'read:messages',
    'read:posts',
    'read:message-content',
    'read:reactions',
    'read:members',
  ] as Scope[]),
  channels: fc.option(fc.subarray([0, 1, 2], { minLength: 1 })),
  by: fc.constantFrom('ann' as const, 'bob' as const),
  suspended: fc.boolean(),
});
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('grant' as const), grant }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), channel: fc.nat(2), naming: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('insider' as const), is: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('away' as const), channel: fc.nat(2) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

describe('Installed bots, whatever they were granted', function () {
  this.timeout(120_000);
  let node: TestNode;
  let other: TestNode;
  let ann: TestUser;
  let bob: TestUser;

  before(async () => {
    const engines = testEngines();
    node = await startNode(engines);
    other = await startNode(engines, { worker: false });
    [ann, bob] = await Promise.all([node.person('ann'), node.person('bob')]);
  });
  after(async () => {
    await dropDatabase(node);
    for (const one of [node, other]) await one.stop();
  });

  const seed = Number(process.env.COZY_SEED) || Math.floor(Math.random() * 2 ** 31);
  it(`[SC-2][SC-3][SC-4] are told of what their scopes open where they and their installers may see it, and of nothing else (COZY_SEED=${seed})`, async () => {
    const property = fc.asyncProperty(grant, fc.array(step, { minLength: 6, maxLength: 14 }), run);
    const { errorInstance } = await fc.check(property, { seed, numRuns: 8, endOnFailure: true });
    if (errorInstance) throw errorInstance;
  });

  async function run(first: Grant, steps: readonly Step[]): Promise<void> {
    const home = await makeCommunity(node, ann, [bob]);
    const here = { community_id: home.id };
    // Bob manages the community always; the hidden channel he and the bot see while they have the role.
    const manager = await node.run(ann, 'role.create', { ...here, name: 'Managers', permissions: '32' });
    const insider = await node.run(ann, 'role.create', { ...here, name: 'Insiders', permissions: '0' });
    const hidden = [
      { id: home.id, type: 0 as const, allow: '0', deny: '1024' },
      { id: insider.role.id, type: 0 as const, allow: '1024', deny: '0' },
    ];
    const make = async (type: 'text' | 'feed', overwrites: typeof hidden) =>
      (await node.run(ann, 'channel.create', { ...here, name: type, type, overwrites })).channel;
    const channels = [await make('text', []), await make('feed', []), await make('text', hidden)] as const;
    const { bot, token } = await node.run(ann, 'bot.create', { name: 'Echo', scopes: ALL_SCOPES, public: true });
    const assign = (user_id: string, roles: string[]) => node.run(ann, 'role.assign', { ...here, user_id, roles });

    let now = first;
    let bobIsInsider = false;
    const give = async (next: Grant) => {
      const shown = next.channels && { channels: next.channels.map((i) => channels[i]!.id) };
      const who = next.by === 'ann' ? ann : bob;
      const input = { ...here, bot_id: bot.id };
      await node.run(who, 'installation.create', { ...input, scopes: next.scopes, ...shown });
      await node.run(who, 'installation.update', { ...input, suspended: next.suspended });
      now = next;
    };
    await assign(bob.id, [manager.role.id]);
    await give(first);
    await assign(bot.id, [insider.role.id]);

    let client: TestClient = await other.connect();
    await client.ready(token);
    const partition = node.context.log.partitionOf({ kind: 'c', id: home.id });
    const settle = async () => {
      const { last } = await node.context.log.bounds(partition);
      await other.context.replica.tail.reached([partition, last], 10_000);
      const from = client.frames.length;
      client.send({ op: Op.Heartbeat });
      await client.frame(Op.HeartbeatAck, from);
    };
    const sees = (i: number) =>
      !now.suspended && (now.channels?.includes(i) ?? true) && (i < 2 || now.by === 'ann' || bobIsInsider);
    const has = (scope: Scope, i: number) => now.scopes.includes(scopeIn(scope, channels[i]!.type));
    const say = async (i: number, naming: boolean) => {
      const content = naming ? `<@${bot.id}>` : 'words';
      const nonce = node.context.nextId();
      const { message } = await node.run(ann, 'message.send', { channel_id: channels[i]!.id, content, nonce });
      await node.run(ann, 'reaction.add', { channel_id: channels[i]!.id, message_id: message.id, emoji: '🦊' });
      return message;
    };
    /** Compares what came of a message with what is to come of it. */
    const judge = (from: number, i: number, message: EventData<'MESSAGE_CREATE'>, naming: boolean) => {
      const of = client.events
        .slice(from)
        .filter(({ name }) => EVENTS[name].scope === 'channel' && !name.startsWith('CHANNEL'));
      const expected = [
        ...(sees(i) && has('read:messages', i) ? ['MESSAGE_CREATE'] : []),
        ...(sees(i) && has('read:reactions', i) ? ['MESSAGE_REACTION_ADD'] : []),
      ];
      const what = JSON.stringify({ now, i, naming, bobIsInsider });
      expect(
        of.map(({ name }) => name),
        what,
      ).to.deep.equal(expected);
      const shown = of.find(({ name }) => name === 'MESSAGE_CREATE')?.data as typeof message | undefined;
      const isRead = naming || now.scopes.includes('read:message-content');
      if (shown) expect(shown.content, what).to.equal(isRead ? message.content : '');
    };

    await settle();
    for (const one of steps) {
      const from = client.events.length;
      if (one.do === 'grant') await give(one.grant);
      else if (one.do === 'insider') {
        bobIsInsider = one.is;
        await assign(bob.id, one.is ? [manager.role.id, insider.role.id] : [manager.role.id]);
      } else if (one.do === 'say') {
        const message = await say(one.channel, one.naming);
        await settle();
        judge(from, one.channel, message, one.naming);
      } else {
        const { cursors } = client;
        client.drop();
        const message = await say(one.channel, false);
        client = await other.connect();
        await client.resumed(token, cursors);
        judge(0, one.channel, message, false);
      }
      await settle();
      const told = client.events.slice(from).filter(({ name }) => EVENTS[name].needs === 'read:members');
      const ofOthers = told.filter(({ data }) => (data as EventData<'COMMUNITY_MEMBER_UPDATE'>).user.id !== bot.id);
      if (one.do === 'insider') {
        expect(ofOthers.length > 0).to.equal(!now.suspended && now.scopes.includes('read:members'));
      }
    }
    client.drop();
    await node.run(ann, 'community.delete', here);
  }
});
