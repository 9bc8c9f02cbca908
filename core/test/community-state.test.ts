import type { Channel, EventData, Role, StoredEventName, User } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import type { CommunityDocument } from '../src/database/documents.ts';
import { CommunityState, formatSubject, LogEvent, packData, STORED } from '../src/index.ts';

const ID = '100000000000000000';
const OWNER = '100000000000000001';
const ANN = '100000000000000002';
const VIEW = 1024n;
const id = (n: number) => String(100000000000000100n + BigInt(n));

const role = (n: number, permissions = '0', position = n + 1): Role => ({
  id: id(n),
  community_id: ID,
  name: `r${n}`,
  hue: null,
  position,
  permissions,
  fixed: null,
});
const channel = (n: number, overwrites: Channel['overwrites'] = []): Channel => ({
  id: id(n),
  community_id: ID,
  type: 'text',
  name: `c${n}`,
  topic: '',
  position: n,
  parent_id: null,
  overwrites,
  last_message_id: null,
});
const user = (userId: string): User => ({
  id: userId,
  username: 'ann',
  display_name: 'Ann',
  hue: 1,
  bio: '',
  bot: false,
  home: null,
});
const state = (roles: Role[] = [], channels: Channel[] = []) => {
  const everyone: Role = { ...role(0, String(VIEW), 0), id: ID, fixed: 'member' };
  const document: CommunityDocument = {
    _id: ID,
    name: 'Home',
    description: '',
    hue: 1,
    owner_id: OWNER,
    roles: [everyone, ...roles],
    channels,
    deleted: false,
    rev: 1,
    outbox: [],
  };
  return new CommunityState(document, new Map([[id(1), id(99)]]), 2);
};
const ann = (roles: string[] = []) => ({ user_id: ANN, nick: null, roles, joined_at: '2026-01-01T00:00:00.000Z' });
const event = <E extends StoredEventName>(name: E, data: EventData<E>) =>
  new LogEvent(
    formatSubject(STORED, { partition: 0, owner: { kind: 'c', id: ID }, channelId: null, name }),
    1,
    packData(data),
  );

describe('The state of a community', () => {
  it('shows channels as an independent reading of the rules does', () => {
    const bits = fc.constantFrom('0', String(VIEW), '8', '2048');
    const overwrite = fc.record({
      id: fc.constantFrom(ID, id(20), id(21), ANN, OWNER),
      allow: fc.constantFrom('0', String(VIEW)),
      deny: fc.constantFrom('0', String(VIEW)),
    });
    fc.assert(
      fc.property(
        fc.tuple(bits, bits),
        fc.array(fc.uniqueArray(overwrite, { selector: (one) => one.id, maxLength: 4 }), { maxLength: 4 }),
        fc.subarray([id(20), id(21), id(77)]),
        fc.constantFrom(ANN, OWNER),
        (permissions, lists, held, who) => {
          const channels = lists.map((list, n) =>
            channel(
              n,
              list.map((one) => ({ ...one, type: one.id === ANN || one.id === OWNER ? (1 as const) : (0 as const) })),
            ),
          );
          const community = state([role(20, permissions[0]), role(21, permissions[1])], channels);
          const admin = who === OWNER || [20, 21].some((n, i) => held.includes(id(n)) && permissions[i] === '8');
          const expected = channels.filter(({ overwrites }) => {
            if (admin) return true;
            // The member role shows every channel; then each layer decides, allowing after denying.
            let visible = true;
            for (const layer of [[ID], held, [who]]) {
              const of = overwrites.filter((one) => layer.includes(one.id) && (one.type === 1) === (one.id === who));
              if (of.some((one) => one.deny !== '0')) visible = false;
              if (of.some((one) => one.allow !== '0')) visible = true;
            }
            return visible;
          });
          expect(community.visibleChannels({ ...ann(held), user_id: who })).to.deep.equal(
            expected.map((one) => one.id),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is changed by every event as its name says', () => {
    const community = state([role(20)], [channel(1), channel(2)]);
    community.memberships.set(ANN, ann([id(20)]));
    community.apply(event('COMMUNITY_UPDATE', { id: ID, name: 'N', description: 'D', hue: 3, owner_id: ANN }));
    expect(community).to.include({ name: 'N', description: 'D', hue: 3, owner_id: ANN });
    community.apply(event('CHANNEL_CREATE', channel(3)));
    community.apply(event('CHANNEL_UPDATE', { ...channel(1), name: 'new' }));
    expect(community.channels.get(id(1))).to.include({ name: 'new', last_message_id: id(99) });
    community.apply(event('CHANNEL_DELETE', { id: id(2), community_id: ID }));
    expect([...community.channels.keys()]).to.deep.equal([id(1), id(3)]);
    community.apply(event('COMMUNITY_ROLE_CREATE', role(21)));
    community.apply(event('COMMUNITY_ROLE_UPDATE', role(21, '8')));
    expect(community.roles.get(id(21))?.permissions).to.equal('8');
    community.apply(event('COMMUNITY_ROLE_DELETE', { id: id(20), community_id: ID }));
    expect(community.memberships.get(ANN)?.roles).to.deep.equal([]);
    const member = { community_id: ID, user: user(ANN), nick: 'A', roles: [id(21)], joined_at: ann().joined_at };
    community.apply(event('COMMUNITY_MEMBER_UPDATE', member));
    expect(community.memberships.get(ANN)).to.deep.include({ nick: 'A', roles: [id(21)] });
    community.apply(event('COMMUNITY_MEMBER_REMOVE', { community_id: ID, user_id: ANN }));
    expect(community.memberships.get(ANN)).to.equal(null);
    expect(community.memberCount).to.equal(1);
    community.apply(event('COMMUNITY_MEMBER_ADD', member));
    expect(community.memberCount).to.equal(2);
    expect(community.membershipChanges).to.equal(3);
    community.apply(event('COMMUNITY_DELETE', { id: ID }));
    expect(community.deleted).to.equal(true);
  });

  it('keeps the newest message of a channel, in whatever order they come, and ignores channels it does not have', () => {
    const community = state([], [channel(1)]);
    const message = (n: number, in_ = id(1)) =>
      event('MESSAGE_CREATE', { id: id(n), channel_id: in_ } as EventData<'MESSAGE_CREATE'>);
    for (const n of [200, 198, 201, 150]) community.apply(message(n));
    community.apply(message(300, id(55)));
    expect(community.channels.get(id(1))?.last_message_id).to.equal(id(201));
    expect(community.channels.size).to.equal(1);
  });

  it('ranks the owner above all, others by their highest role, and those without any lowest', () => {
    const community = state([role(20), role(21)]);
    expect(community.rank({ ...ann(), user_id: OWNER })).to.equal(Number.POSITIVE_INFINITY);
    expect(community.rank(ann([id(20), id(21)]))).to.equal(22);
    expect(community.rank(ann([id(77)]))).to.equal(0);
  });

  it('names no role in a membership that does not exist any more', () => {
    expect(state([role(20)]).member(ann([id(20), id(77)]), user(ANN)).roles).to.deep.equal([id(20)]);
  });
});
