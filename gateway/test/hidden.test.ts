import type { CommunityState, LogEvent, Membership } from '@cozy/core';
import { CozyError, EVENTS, hasPermission, PERMISSIONS } from '@cozy/protocol';
import { expect } from 'chai';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';

/** Numbers from a seed, so that a failure can be repeated. Source: mulberry32, public domain. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below) >> 0;
  };
}

const VIEW = String(PERMISSIONS.VIEW_CHANNEL);

describe('Hidden channels', function () {
  this.timeout(120_000);
  let node: TestNode;
  let owner: TestUser;
  let people: TestUser[];

  before(async () => {
    node = await startNode(testEngines());
    [owner, ...people] = (await Promise.all(Array.from({ length: 5 }, () => node.person()))) as [
      TestUser,
      ...TestUser[],
    ];
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const seeds = process.env.TEST_SEED ? [Number(process.env.TEST_SEED)] : [1, 2, 3, Date.now() % 1_000_000];
  for (const seed of seeds) {
    it(`[GW-20][GW-21] never tells anyone of a channel that is hidden from them at that place (TEST_SEED=${seed})`, async () => {
      const pick = seeded(seed);
      const home = await makeCommunity(node, owner, people);
      const roles: string[] = [];
      for (let i = 0; i < 3; i++) {
        roles.push((await node.run(owner, 'role.create', { community_id: home.id, name: `r${i}` })).role.id);
      }
      const channels = [home.channelId];
      const clients = await Promise.all(
        people.map(async (who) => {
          const client = await node.connect();
          await client.ready(who.token);
          return client;
        }),
      );
      // What everyone may see at every place of the community, worked out beside the gateway.
      const rights = new Map<number, Set<string>>();
      const community = (await node.context.replica.community(home.id)) as CommunityState;
      const memberships = new Map<string, Membership>();
      for (const who of people) memberships.set(who.id, (await node.context.replica.membership(community, who.id))!);
      const stop = node.context.replica.on('event', ({ event, community: at }) => {
        if (event.owner.id !== home.id || event.sequence === 0 || !at) return;
        rights.set(event.sequence, seenBy(at));
      });
      const seenBy = (at: CommunityState) => {
        const pairs = new Set<string>();
        for (const who of people) {
          const membership = at.memberships.get(who.id);
          if (!membership) continue;
          for (const channel of at.channels.values()) {
            if (hasPermission(at.permissions(membership, channel), 'VIEW_CHANNEL'))
              pairs.add(`${who.id} ${channel.id}`);
          }
        }
        return pairs;
      };
      const overwrites = () => {
        const chosen: { id: string; type: 0 | 1; allow: string; deny: string }[] = [];
        for (const id of [home.id, ...roles]) {
          if (pick(2))
            chosen.push({ id, type: 0, ...(pick(2) ? { allow: VIEW, deny: '0' } : { allow: '0', deny: VIEW }) });
        }
        for (const { id } of people) {
          if (!pick(4))
            chosen.push({ id, type: 1, ...(pick(2) ? { allow: VIEW, deny: '0' } : { allow: '0', deny: VIEW }) });
        }
        return chosen;
      };
      const change = async (step: number): Promise<unknown> => {
        const channel_id = channels[pick(channels.length)]!;
        const who = people[pick(people.length)]!;
        const in_ = { community_id: home.id };
        switch (pick(7)) {
          case 0:
            if (channels.length > 12) return undefined;
            return node
              .run(owner, 'channel.create', { ...in_, name: `c${step}`, type: 'text', overwrites: overwrites() })
              .then(({ channel }) => channels.push(channel.id));
          case 1:
          case 2:
            return node.run(owner, 'channel.update', { channel_id, overwrites: overwrites() });
          case 3:
            return node.run(owner, 'role.assign', { ...in_, user_id: who.id, roles: roles.filter(() => pick(2)) });
          case 4:
            return node.run(owner, 'role.update', { ...in_, role_id: home.id, permissions: pick(2) ? VIEW : '0' });
          case 5:
            return node.run(owner, 'role.update', {
              ...in_,
              role_id: roles[pick(3)]!,
              permissions: pick(2) ? VIEW : '0',
            });
          default:
            if (channels.length < 3 || channel_id === home.channelId) return undefined;
            channels.splice(channels.indexOf(channel_id), 1);
            return node.run(owner, 'channel.delete', { channel_id });
        }
      };
      let nonce = 0;
      for (let step = 0; step < 40; step++) {
        const messages = channels
          .slice(0, 6)
          .map((channel_id) =>
            node
              .run(owner, 'message.send', { channel_id, content: 'x', nonce: `h${seed}-${nonce++}` })
              .catch((error: { code: string }) => expect(error.code).to.equal('UNKNOWN_CHANNEL')),
          );
        await Promise.all([...messages, change(step)]);
      }
      const last = await node.run(owner, 'community.update', { community_id: home.id, name: 'End' });
      expect(last.community.name).to.equal('End');
      stop();

      let judged = 0;
      for (const [i, client] of clients.entries()) {
        const who = people[i]!;
        await client.event('COMMUNITY_UPDATE', ({ name }) => name === 'End');
        const visible = new Set([home.channelId]);
        const told = new Set<number>();
        for (const { name, data, place } of client.events) {
          const channelId = (data as { channel_id?: string }).channel_id ?? (data as { id: string }).id;
          if (name === 'CHANNEL_CREATE' && !place) visible.add(channelId);
          if (name === 'CHANNEL_DELETE') visible.delete(channelId);
          if (!place || EVENTS[name].scope !== 'channel') continue;
          if (name === 'CHANNEL_CREATE') visible.add(channelId);
          judged += 1;
          told.add(place[1]);
          if (name === 'CHANNEL_DELETE') continue;
          expect(rights.get(place[1])?.has(`${who.id} ${channelId}`), `${name} at ${place}`).to.equal(true);
          expect(visible.has(channelId), `${name} of a channel that was announced, at ${place}`).to.equal(true);
        }
        // And the other way round: everything of what they may see has come.
        await expectComplete(node, home.id, (event) => {
          const channelId = event.channelId;
          return (
            channelId === null || told.has(event.sequence) || !rights.get(event.sequence)?.has(`${who.id} ${channelId}`)
          );
        });
      }
      expect(judged, 'something was seen').to.be.greaterThan(50);
    });
  }

  it('[GW-20] are hidden also from one whose removal is committed and waits for the log', async () => {
    const [bob] = people as [TestUser];
    const home = await makeCommunity(node, owner, [bob]);
    const client = await node.connect();
    await client.ready(bob.token);
    const { log, database, outbox } = node.context;
    const append = log.append;
    log.append = async (event, id) => {
      if (event.name === 'COMMUNITY_MEMBER_REMOVE') throw new CozyError('LOG_UNAVAILABLE', { retryAfter: 1 });
      return await append.call(log, event, id);
    };
    try {
      await node.run(owner, 'member.kick', { community_id: home.id, user_id: bob.id });
    } finally {
      log.append = append;
    }
    const overwrites = [{ id: home.id, type: 0 as const, allow: '0', deny: VIEW }];
    await node.run(owner, 'channel.update', { channel_id: home.channelId, overwrites });
    await node.run(owner, 'message.send', { channel_id: home.channelId, content: 'not for bob', nonce: '1' });
    await outbox.sweep(database.members, -1_000);
    await client.event('COMMUNITY_DELETE');
    expect(client.names).to.include('CHANNEL_DELETE').and.not.include('MESSAGE_CREATE');
  });
});

async function expectComplete(
  { context }: TestNode,
  id: string,
  accounted: (event: LogEvent) => boolean,
): Promise<void> {
  const partition = context.log.partitionOf({ kind: 'c', id });
  const { last } = await context.log.bounds(partition);
  for await (const event of context.log.read(partition, 0, last, [{ kind: 'c', id }])) {
    expect(accounted(event), `${event.name} at ${event.sequence} has not come`).to.equal(true);
  }
}
