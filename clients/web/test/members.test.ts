import { expect } from 'chai';
import { memberEntries } from '../src/conversation/memberEntries.ts';
import { MemberLookup } from '../src/instance/memberLookup.ts';
import { MEMBER_WINDOW, Members } from '../src/instance/members.ts';
import { member, nextId, user } from './fixtures.ts';

const COMMUNITY = nextId();

/** So many members, named by their number. */
const people = (count: number) => Array.from({ length: count }, (_, i) => member(COMMUNITY, user(`Person ${i}`)));

/** What the server says of a window in which everyone is online. */
const update = (all: ReturnType<typeof people>, from: number, total = all.length) => {
  const members = all.slice(from, from + MEMBER_WINDOW);
  return {
    community_id: COMMUNITY,
    from,
    total,
    online: total,
    rows: members.map(({ user: { id } }) => ({ user_id: id, status: 'online' as const })),
    members,
  };
};

const rows = (members: Members) => members.lists[COMMUNITY]?.rows ?? {};

describe('Members', () => {
  it('hold the rows of the windows in view, and of no others [GW-57]', () => {
    const members = new Members();
    const all = people(3 * MEMBER_WINDOW);
    members.show(COMMUNITY, [0, MEMBER_WINDOW]);
    members.takeRows(update(all, 0));
    members.takeRows(update(all, MEMBER_WINDOW));
    members.takeRows(update(all, 2 * MEMBER_WINDOW));
    expect(Object.keys(rows(members))).to.have.length(2 * MEMBER_WINDOW);
    expect(rows(members)[MEMBER_WINDOW]).to.equal(all[MEMBER_WINDOW]?.user.id);
    members.show(COMMUNITY, [MEMBER_WINDOW]);
    expect(Object.keys(rows(members)).map(Number)).to.have.members(
      Array.from({ length: MEMBER_WINDOW }, (_, i) => MEMBER_WINDOW + i),
    );
  });

  it('forget the rows beyond the end of a list that has become shorter', () => {
    const members = new Members();
    const all = people(5);
    members.show(COMMUNITY, [0]);
    members.takeRows(update(all, 0));
    members.takeRows({ ...update(all.slice(0, 3), 0), members: [] });
    expect(rows(members)).to.deep.equal({ 0: all[0]?.user.id, 1: all[1]?.user.id, 2: all[2]?.user.id });
    expect(members.lists[COMMUNITY]).to.include({ total: 3, online: 3 });
  });

  it('take presences from the rows', () => {
    const members = new Members();
    const [one] = people(1);
    const row = { user_id: one!.user.id, status: 'idle' as const };
    members.show(COMMUNITY, [0]);
    members.takeRows({ ...update([one!], 0), rows: [row] });
    expect(members.status(COMMUNITY, one!.user.id)).to.equal('idle');
    members.takeRows({ ...update([one!], 0), online: 0, rows: [{ ...row, status: 'offline' }], members: [] });
    expect(members.status(COMMUNITY, one!.user.id)).to.equal('offline');
  });

  it('keep names that may be old, and ask for them again', () => {
    const members = new Members();
    const [one] = people(1);
    const { id } = one!.user;
    members.put(one!);
    expect(members.claim(COMMUNITY, [id])).to.deep.equal([]);
    members.expire(COMMUNITY);
    expect(members.get(COMMUNITY, id)).to.deep.equal(one);
    expect(members.claim(COMMUNITY, [id, id])).to.deep.equal([id]);
    expect(members.claim(COMMUNITY, [id])).to.deep.equal([]);
    members.forgetAsked();
    expect(members.claim(COMMUNITY, [id])).to.deep.equal([id]);
  });

  it('know who is no member', () => {
    const members = new Members();
    const [one] = people(1);
    const { id } = one!.user;
    members.takeChunk({ community_id: COMMUNITY, members: [], presences: [], not_found: [id] });
    expect(members.lists[COMMUNITY]?.absent[id]).to.equal(true);
    members.put(one!);
    expect(members.lists[COMMUNITY]?.absent[id]).to.equal(undefined);
    members.remove(COMMUNITY, id);
    expect(members.lists[COMMUNITY]?.absent[id]).to.equal(true);
  });
});

describe('MemberLookup', () => {
  it('asks for each person once, a hundred at a time, and for nobody while not connected', async () => {
    const asked: string[][] = [];
    let told: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      told = resolve;
    });
    let ready = false;
    const lookup = new MemberLookup(new Members(), {
      ready: () => ready,
      request: ({ user_ids = [] }) => {
        asked.push(user_ids);
        if (asked.flat().length === 150) told();
      },
    });
    const ids = Array.from({ length: 150 }, () => nextId());
    lookup.want(COMMUNITY, ids);
    ready = true;
    lookup.want(COMMUNITY, [...ids.slice(0, 100), ids[0]!]);
    lookup.want(COMMUNITY, ids);
    await all;
    expect(asked.map(({ length }) => length)).to.deep.equal([100, 50]);
    expect(asked.flat()).to.deep.equal(ids);
  });
});

describe('memberEntries', () => {
  const lines = (total: number, online: number) => {
    const { count, headAt, rowAt } = memberEntries(total, online);
    return Array.from({ length: count }, (_, line) => headAt(line) ?? rowAt(line));
  };

  it('put a heading above each group that has somebody in it', () => {
    expect(lines(3, 1)).to.deep.equal(['Online · 1', 0, 'Offline · 2', 1, 2]);
    expect(lines(2, 2)).to.deep.equal(['Online · 2', 0, 1]);
    expect(lines(2, 0)).to.deep.equal(['Offline · 2', 0, 1]);
    expect(lines(0, 0)).to.deep.equal([]);
  });

  it('know the row below a heading', () => {
    expect([0, 2].map(memberEntries(3, 1).rowAt)).to.deep.equal([0, 1]);
  });
});
