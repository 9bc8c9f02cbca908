import uws from 'uWebSockets.js';
import { type Context, formatSubject, LogEvent, memberNames, packData, STORED } from '@cozy/core';
import type { EventData, StoredEventName } from '@cozy/protocol';
import { expect } from 'chai';
import { eventually, openContext } from '../../core/test/harness.ts';
import { Hub } from '../src/hub.ts';
import { MemberRoster } from '../src/memberRoster.ts';

/** Members of the community. */
const MANY = 30;

describe('The roster of a community', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let hub: Hub;
  let community_id: string;
  let ids: string[];

  before(async () => {
    ({ context, drop } = await openContext());
    hub = new Hub(uws.App(), context);
  });
  beforeEach(async () => {
    community_id = context.nextId();
    ids = Array.from({ length: MANY }, () => context.nextId());
    await context.database.members.collection.insertMany(
      ids.map((user_id, i) => ({
        _id: `${community_id}:${user_id}`,
        community_id,
        user_id,
        nick: null,
        roles: [],
        joined_at: new Date().toISOString(),
        left: false,
        names: memberNames(named(i), null),
        rev: 1,
        outbox: [],
      })) as never,
    );
  });
  after(async () => {
    hub.close();
    await drop();
  });

  // The last comes first.
  const named = (i: number) => ({ username: `u${i}`, display_name: `Name ${String(MANY - i).padStart(3, '0')}` });
  const event = <E extends StoredEventName>(name: E, data: EventData<E>) => {
    const owner = { kind: 'c', id: community_id } as const;
    return new LogEvent(formatSubject(STORED, { partition: 0, owner, channelId: null, name }), 1, packData(data));
  };
  const member = (id: string, display_name: string) => ({
    community_id,
    user: { id, username: 'x', display_name, hue: 1, bio: '', bot: false, home: null },
    nick: null,
    roles: [],
    joined_at: new Date().toISOString(),
  });
  const rows = (roster: MemberRoster) => roster.slice(0, 100).rows.map(({ user_id }) => ids.indexOf(user_id));

  it('[GW-57] takes in what happens while it is read', async () => {
    const roster = new MemberRoster(hub, community_id, 0, () => undefined);
    roster.memberEvent(event('COMMUNITY_MEMBER_REMOVE', { community_id, user_id: ids[3]! }));
    roster.memberEvent(event('COMMUNITY_MEMBER_UPDATE', member(ids[4]!, 'Zora')));
    const joined = context.nextId();
    roster.memberEvent(event('COMMUNITY_MEMBER_ADD', member(joined, 'Aaron')));
    expect(roster.isReady).to.equal(false);
    await eventually('it is ready', () => roster.isReady);
    ids.push(joined);
    const order = Array.from({ length: MANY }, (_, i) => MANY - 1 - i).filter((i) => i !== 3 && i !== 4);
    expect(rows(roster)).to.deep.equal([MANY, ...order, 4]);
    roster.close();
  });

  it('[GW-57] lists only those who are here when there are too many, and finds the names of those who come', async () => {
    let changes = 0;
    const roster = new MemberRoster(hub, community_id, 0, () => void changes++, MANY - 1);
    await eventually('it is ready', () => roster.isReady);
    expect(roster.slice(0, 100)).to.deep.equal({ rows: [], total: 0, online: 0 });
    for (const i of [2, 20, 11]) roster.presence(ids[i]!, 'idle');
    roster.presence(context.nextId(), 'online');
    const before = changes;
    await roster.nameUnnamed();
    expect(changes).to.be.above(before);
    expect(rows(roster)).to.deep.equal([20, 11, 2]);
    roster.presence(ids[11]!, 'offline');
    roster.memberEvent(event('COMMUNITY_MEMBER_UPDATE', member(ids[5]!, 'Away')));
    expect(roster.slice(0, 100)).to.deep.equal({
      rows: [20, 2].map((i) => ({ user_id: ids[i], status: 'idle' })),
      total: 2,
      online: 2,
    });
    roster.close();
  });
});
