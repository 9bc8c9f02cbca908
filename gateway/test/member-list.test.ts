import { changeMembership, memberNames } from '@cozy/core';
import { type EventData, LIMITS, type Member, type MemberWindow, Op, type Presence, type Status } from '@cozy/protocol';
import { expect } from 'chai';
import { wireToDatabase } from '../../core/test/harness.ts';
import type { TestClient } from './client.ts';
import {
  dropDatabase,
  joinAs,
  makeCommunity,
  startNode,
  type TestCommunity,
  type TestEngines,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

/** Members of the large community. */
const LARGE = 50_000;
/** Documents of one insert. */
const PAGE = 2_500;

type Update = EventData<'COMMUNITY_MEMBER_LIST_UPDATE'>;

/** What a client makes of the updates that it is sent: each window as it was told last, and all members. */
class Windows {
  readonly client: TestClient;
  readonly #community: string;

  constructor(client: TestClient, community: string) {
    this.client = client;
    this.#community = community;
  }

  look(...windows: [from: number, limit: number][]): void {
    const members: MemberWindow[] = windows.map(([from, limit]) => ({ community_id: this.#community, from, limit }));
    this.client.send({ op: Op.Subscribe, d: { communities: [], channels: [], members } });
  }

  told(from: number): Update[] {
    return this.client.events
      .filter(({ name, data }) => name === 'COMMUNITY_MEMBER_LIST_UPDATE' && (data as Update).from === from)
      .map(({ data }) => data as Update)
      .filter(({ community_id }) => community_id === this.#community);
  }

  members(): Map<string, Member> {
    const updates = this.client.events.filter(({ name }) => name === 'COMMUNITY_MEMBER_LIST_UPDATE');
    const all = updates.flatMap(({ data }) => (data as Update).members);
    return new Map(all.map((member) => [member.user.id, member]));
  }

  /** Waits until the last that was told of a window is as it should be. */
  async until(what: string, from: number, accept: (update: Update) => boolean, after = 0): Promise<Update> {
    return await this.client.until(what, () => {
      const updates = this.told(from).slice(after);
      const last = updates.at(-1);
      return last && accept(last) ? last : undefined;
    });
  }
}

/** The list, worked out from the database by itself. */
async function expected(node: TestNode, community_id: string, here: ReadonlyMap<string, Status>): Promise<Presence[]> {
  const { members, users } = node.context.database;
  const documents = await members.find({ community_id, left: false }, { user_id: 1, nick: 1 }).lean();
  const names = new Map<string, string>();
  for (let i = 0; i < documents.length; i += PAGE) {
    const ids = documents.slice(i, i + PAGE).map(({ user_id }) => user_id);
    for (const user of await users.find({ _id: { $in: ids } }, { display_name: 1 }).lean()) {
      names.set(user._id, user.display_name);
    }
  }
  return documents
    .map(({ user_id, nick }) => ({
      name: (nick ?? names.get(user_id)!).toLowerCase(),
      row: { user_id, status: here.get(user_id) ?? ('offline' as const) },
    }))
    .sort((a, b) => {
      const away = Number(a.row.status === 'offline') - Number(b.row.status === 'offline');
      if (away !== 0) return away;
      if (a.name !== b.name) return a.name < b.name ? -1 : 1;
      return a.row.user_id < b.row.user_id ? -1 : 1;
    })
    .map(({ row }) => row);
}

/** Makes accounts that are members, by bulk insert. Every tenth has a nick, and names come several times. */
async function fill({ context }: TestNode, community_id: string, count: number): Promise<void> {
  const { members, users } = context.database;
  for (let i = 0; i < count; i += PAGE) {
    const people = Array.from({ length: Math.min(PAGE, count - i) }, (_, j) => {
      const n = (i + j) * 7_919;
      const display_name = `${['Mia', 'noah', 'Élise', 'ÖZGÜR'][n % 4]} ${(n % 30_011).toString(36)}`;
      return { _id: context.nextId(), username: `u${i + j}`, display_name, nick: n % 10 ? null : `Nick ${n % 97}` };
    });
    const common = { rev: 1, outbox: [] };
    await users.collection.insertMany(
      people.map(({ nick: _nick, ...person }) => ({ ...common, ...person, hue: 1, bio: '', bot: false })) as never,
    );
    await members.collection.insertMany(
      people.map(({ _id, nick, ...person }) => ({
        ...common,
        _id: `${community_id}:${_id}`,
        community_id,
        user_id: _id,
        nick,
        roles: [],
        joined_at: '2026-01-01T00:00:00.000Z',
        left: false,
        names: memberNames(person, nick),
      })) as never,
    );
  }
}

describe('Member lists', function () {
  this.timeout(120_000);
  let engines: TestEngines;
  let node: TestNode;
  let ann: TestUser;
  let aaron: TestUser;
  let zoe: TestUser;

  before(async () => {
    engines = testEngines();
    node = await startNode(engines);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  /** Three people whom no earlier test has left connected. */
  const meet = async () => {
    [ann, aaron, zoe] = [await node.person('ann'), await node.person('aaron'), await node.person('zoe')];
  };
  const connect = async (who: TestUser, options: object = {}) => {
    const client = await node.connect();
    await client.ready(who.token, options);
    return client;
  };
  const open = async (who: TestUser, home: TestCommunity, options: object = {}) =>
    new Windows(await connect(who, options), home.id);
  /** Renames someone in a community, as a command for it would. */
  const rename = async (home: TestCommunity, who: TestUser, nick: string | null) =>
    void (await changeMembership(node.context, await node.context.replica.community(home.id), who.user, () => ({
      nick,
    })));
  const ids = ({ rows }: Update) => rows.map(({ user_id }) => user_id);

  describe('of 50,000', () => {
    let home: TestCommunity;
    let list: Windows;

    before(async () => {
      await meet();
      home = await makeCommunity(node, ann, [aaron, zoe]);
      await fill(node, home.id, LARGE);
      list = await open(ann, home);
    });

    it('[GW-57] give every window those who are here first, each group by name, with every member once', async () => {
      const begun = performance.now();
      list.look([0, 100], [25_000, 200], [LARGE - 20, 100], [900_000, 10]);
      const updates = await Promise.all(
        [0, 25_000, LARGE - 20, 900_000].map((from) => list.until(`the window at ${from}`, from, () => true)),
      );
      expect(performance.now() - begun).to.be.below(10_000);
      const all = await expected(node, home.id, new Map([[ann.id, 'online']]));
      expect(all).to.have.length(LARGE + 3);
      for (const { from, rows, total, online } of updates) {
        expect(rows, String(from)).to.deep.equal(all.slice(from, from + (from === 25_000 ? 200 : 100)));
        expect([total, online]).to.deep.equal([LARGE + 3, 1]);
      }
      const given = list.client.events.flatMap(({ name, data }) =>
        name === 'COMMUNITY_MEMBER_LIST_UPDATE' ? (data as Update).members.map(({ user }) => user.id) : [],
      );
      expect(given).to.have.length(100 + 200 + 23);
      expect(new Set(given)).to.deep.equal(new Set(updates.flatMap(ids)));
    });

    it('[GW-57] tell a window only when its own rows change', async () => {
      const low = 10_000;
      list.look([0, 20], [low, 50]);
      await list.until('the lower window', low, () => true);
      const before = list.told(low).length;
      // From before the lower window to the top: its rows stay.
      const client = await connect(aaron);
      await list.until('the one who came', 0, (update) => ids(update).includes(aaron.id));
      client.send({ op: Op.PresenceUpdate, d: { status: 'dnd' } });
      const second = await list.until('their status', 0, ({ rows }) => rows.some(({ status }) => status === 'dnd'));
      expect(second.online).to.equal(2);
      // The second update of the upper window came a second after the first, and by then the lower would have been told.
      expect(list.told(low)).to.have.length(before);
      // From behind it to the top: all shift by one.
      const rows = list.told(low).at(-1)!.rows;
      await connect(zoe);
      const shifted = await list.until('the shifted window', low, ({ online }) => online === 3, before);
      expect(shifted.rows.slice(1)).to.deep.equal(rows.slice(0, -1));
      const all = await expected(
        node,
        home.id,
        new Map([
          [ann.id, 'online'],
          [aaron.id, 'dnd'],
          [zoe.id, 'online'],
        ]),
      );
      expect(shifted.rows).to.deep.equal(all.slice(low, low + 50));
      const upper = await list.until('the upper window', 0, (update) => ids(update).includes(zoe.id));
      expect(upper.rows).to.deep.equal(all.slice(0, 20));
    });

    it('[GW-43] finds members by the beginning of any of their names, in any case, and none of other communities', async () => {
      const { members, users } = node.context.database;
      const stranger = await node.person('strangest');
      await makeCommunity(node, stranger);
      const ask = async (query: string, limit: number = LIMITS.memberPage) => {
        const from = list.client.events.length;
        list.client.send({ op: Op.RequestMembers, d: { community_id: home.id, query, limit } });
        return (await list.client.event('COMMUNITY_MEMBERS_CHUNK', undefined, from)).data;
      };
      const find = async (query: string) => {
        const lower = query.toLowerCase();
        const begins = (name: string | null | undefined) => name?.toLowerCase().startsWith(lower) ?? false;
        const documents = await members.find({ community_id: home.id, left: false }, { user_id: 1, nick: 1 }).lean();
        const named = new Set<string>();
        for await (const user of users.find({}, { username: 1, display_name: 1 }).lean().cursor({ batchSize: PAGE })) {
          if (begins(user.username) || begins(user.display_name)) named.add(user._id);
        }
        return documents
          .filter(({ user_id, nick }) => begins(nick) || named.has(user_id))
          .map(({ user_id }) => user_id);
      };
      for (const query of ['ÉLISE 1a', 'nick 42', 'U4999', 'özgür z', 'mia 7', 'strangest', 'nobody.*', '(']) {
        const found = (await ask(query)).members.map(({ user }) => user.id);
        const all = await find(query);
        expect(found.length, query).to.equal(Math.min(all.length, LIMITS.memberPage));
        if (all.length <= LIMITS.memberPage) expect(found, query).to.have.members(all);
      }
      const begun = performance.now();
      for (let i = 0; i < 10; i++) expect((await ask(`U${i + 1}`, 20)).members).to.have.length(20);
      expect(performance.now() - begun, 'ms for ten').to.be.below(5_000);
    });
  });

  describe('of a few', () => {
    beforeEach(meet);

    it('[GW-57] follow who joins, leaves, is renamed and changes their profile, and give changed members again', async () => {
      const people = await Promise.all(['ben', 'cem', 'dan'].map((name) => node.person(name)));
      const [ben, cem, dan] = people as [TestUser, TestUser, TestUser];
      const home = await makeCommunity(node, ann, [ben, cem]);
      const list = await open(ann, home);
      list.look([0, 50]);
      await list.until('the first', 0, (update) => ids(update).join() === [ann.id, ben.id, cem.id].join());
      await joinAs(node, ann, home.id, dan);
      await list.until('who joined', 0, (update) => ids(update).join() === [ann.id, ben.id, cem.id, dan.id].join());
      await rename(home, ben, 'Emil');
      await list.until(
        'who was renamed',
        0,
        (update) => ids(update).join() === [ann.id, cem.id, dan.id, ben.id].join(),
      );
      expect(list.members().get(ben.id)?.nick).to.equal('Emil');
      await node.run(cem, 'user.update', { display_name: 'Zora', bio: 'new' });
      await list.until('the profile', 0, (update) => ids(update).join() === [ann.id, dan.id, ben.id, cem.id].join());
      expect(list.members().get(cem.id)?.user).to.include({ display_name: 'Zora', bio: 'new' });
      await node.run(dan, 'member.leave', { community_id: home.id });
      await list.until('who left', 0, (update) => ids(update).join() === [ann.id, ben.id, cem.id].join());
      // A change of a member in view that moves no row.
      const before = list.told(0).length;
      await node.run(ann, 'role.assign', { community_id: home.id, user_id: cem.id, roles: [home.moderatorRole] });
      const changed = await list.until('the changed member', 0, ({ members }) => members.length > 0, before);
      expect(changed.members.map(({ user, roles }) => [user.id, roles])).to.deep.equal([
        [cem.id, [home.moderatorRole]],
      ]);
      const all = await expected(node, home.id, new Map([[ann.id, 'online']]));
      expect(list.told(0).at(-1)!.rows).to.deep.equal(all);
    });

    it('[GW-57] are told at most once a second for each window, and then as they are', async () => {
      const home = await makeCommunity(node, ann, [aaron]);
      const list = await open(ann, home);
      list.look([0, 10]);
      await list.until('the first', 0, () => true);
      const begun = performance.now();
      const before = list.told(0).length;
      const client = await connect(aaron);
      for (let i = 0; i < 60; i++) {
        client.send({ op: Op.PresenceUpdate, d: { status: i % 2 ? 'online' : 'dnd' } });
        await client.settled();
        await list.client.settled();
      }
      client.send({ op: Op.PresenceUpdate, d: { status: 'idle' } });
      const isLast = ({ rows }: Update) => rows.some(({ status }) => status === 'idle');
      await list.until('the last status', 0, isLast, before);
      const most = Math.floor((performance.now() - begun) / LIMITS.memberListInterval) + 1;
      expect(list.told(0).length - before).to.be.within(1, most);
    });

    it('[GW-57] are shared by those with the same windows, and each is given the members that it lacks', async () => {
      const home = await makeCommunity(node, ann, [aaron, zoe]);
      const first = await open(ann, home);
      first.look([0, 2]);
      await first.until('the first window', 0, () => true);
      first.look([0, 2], [1, 2]);
      await first.until('the second window', 1, () => true);
      const second = await open(ann, home);
      second.look([1, 2]);
      const { members } = await second.until('the same window', 1, () => true);
      expect(members).to.have.length(2);
      expect(
        first
          .told(1)
          .at(-1)!
          .members.map(({ user }) => user.id),
      ).to.deep.equal([zoe.id]);
      // Both are told of a change, alike.
      const client = await connect(zoe);
      const shown = await Promise.all(
        [first, second].map((list) => list.until('who came', 1, ({ rows }) => rows[0]?.status === 'online')),
      );
      expect(shown[0]!.rows).to.deep.equal(shown[1]!.rows);
      client.drop();
    });

    it('[GW-57] show nothing of communities that the session is not in, or not in any more', async () => {
      const [home, foreign] = [await makeCommunity(node, ann, [zoe]), await makeCommunity(node, aaron)];
      const list = await open(zoe, home);
      list.client.send({
        op: Op.Subscribe,
        d: {
          communities: [],
          channels: [],
          members: [foreign, home].map(({ id }) => ({ community_id: id, from: 0, limit: 10 })),
        },
      });
      await list.until('the own community', 0, () => true);
      await node.run(ann, 'member.kick', { community_id: home.id, user_id: zoe.id });
      await list.client.event('COMMUNITY_DELETE');
      const before = list.client.events.length;
      const watching = await open(ann, home);
      watching.look([0, 10]);
      await watching.until('the list without them', 0, ({ total }) => total === 1);
      await joinAs(node, ann, home.id, aaron);
      await watching.until('who joined', 0, ({ total }) => total === 2);
      await rename(home, aaron, 'Other');
      await watching.until('the other name', 0, () => watching.members().get(aaron.id)?.nick === 'Other');
      await list.client.settled();
      const of = (name: string, data: unknown) =>
        name === 'COMMUNITY_MEMBER_LIST_UPDATE' ? (data as Update).community_id : null;
      expect(list.client.events.slice(before).map(({ name, data }) => of(name, data))).not.to.include(home.id);
      expect(list.client.events.map(({ name, data }) => of(name, data))).not.to.include(foreign.id);
    });

    it('[GW-57] are all that a passive connection is told of who is here', async () => {
      const home = await makeCommunity(node, ann, [aaron]);
      const list = await open(ann, home, { passive: true });
      list.client.send({
        op: Op.Subscribe,
        d: {
          communities: [home.id],
          channels: [],
          members: [{ community_id: home.id, from: 0, limit: 10 }],
        },
      });
      await list.until('the list', 0, () => true);
      const client = await connect(aaron);
      await list.until('who came', 0, ({ online }) => online === 2);
      client.drop();
      await list.until('who went', 0, ({ online }) => online === 1);
      expect(list.client.names).not.to.include('PRESENCE_UPDATE');
    });

    it('[GW-57] come, and with all members, when the database is back', async () => {
      const wire = await wireToDatabase();
      const far = await startNode({ ...engines, mongodbUri: wire.uri }, { worker: false });
      try {
        const home = await makeCommunity(node, ann, [aaron, zoe]);
        const client = await far.connect();
        await client.ready(ann.token);
        const list = new Windows(client, home.id);
        await wire.cut();
        list.look([0, 1], [2, 1]);
        await client.settled();
        expect(list.told(0)).to.deep.equal([]);
        await wire.mend();
        await list.until('the list', 0, ({ members }) => members.length === 1);
        await list.until('the list', 2, ({ members }) => members.length === 1);
        // Rows are told without it, members follow.
        await wire.cut();
        list.look([0, 3]);
        const bare = await list.until('the rows', 0, ({ rows }) => rows.length === 3);
        expect(bare.members).to.deep.equal([]);
        await wire.mend();
        const whole = await list.until('the members', 0, ({ members }) => members.length === 1);
        expect(whole.rows).to.deep.equal(bare.rows);
        expect([...list.members().keys()]).to.have.members([ann.id, aaron.id, zoe.id]);
      } finally {
        await far.stop();
        await wire.close();
      }
    });
  });
});
