import type { CommunitySnapshot, Dispatch, EventData, EventName } from '@cozy/protocol';
import { expect } from 'chai';
import { applyEvent, eventHandlers } from '../src/instance/events.ts';
import { createStores } from '../src/instance/stores.ts';
import { channel, community, member, message, nextId, ready, self, user } from './fixtures.ts';

function world(...communities: CommunitySnapshot[]) {
  const stores = createStores();
  const settled: string[] = [];
  const files: string[] = [];
  const threads: string[] = [];
  const handlers = eventHandlers(stores, {
    threads: {
      replied: ({ id }, namesMe) => threads.push(`${id} ${namesMe}`),
      deleted: (_, id) => threads.push(`${id} deleted`),
      stirred: (all) => threads.push(...all.map(({ id }) => `${id} stirred`)),
      changed: ({ thread_id }) => threads.push(`${thread_id} changed`),
      drop: () => undefined,
    },
    postRevived: (_, id) => threads.push(`${id} revived`),
    ownMessage: (nonce) => settled.push(nonce),
    attachmentSettled: ({ id }) => files.push(id),
    attachmentGone: (id) => files.push(`${id} gone`),
    draftChanged: () => undefined,
    sessionEnded: () => undefined,
    botsChanged: () => undefined,
  });
  const apply = <E extends EventName>(name: E, data: EventData<E>) =>
    applyEvent(handlers, { name, data, place: null } as unknown as Dispatch);
  apply('READY', ready(communities));
  return { stores, settled, files, threads, apply };
}

/** What a client shows of its communities, comparable with that of another. */
const shown = ({ stores }: ReturnType<typeof world>) =>
  structuredClone(Object.fromEntries(stores.communities.list().map((one) => [one.id, one])));

describe('events', () => {
  it('lead to the state that a fresh READY gives', () => {
    const garden = community();
    const left = community({ name: 'Left' });
    const live = world(garden, left);
    const bees = channel(garden.id, { name: 'bees', position: 1 });
    const role = { ...garden.roles[0]!, id: nextId(), name: 'Keepers', position: 1, hue: 90, fixed: null };
    const gone = channel(garden.id, { name: 'gone' });
    const sent = message(bees, { author: user('Tom') });

    live.apply('CHANNEL_CREATE', bees);
    live.apply('CHANNEL_CREATE', gone);
    live.apply('CHANNEL_UPDATE', { ...bees, name: 'bees-and-wasps' });
    live.apply('CHANNEL_DELETE', { id: gone.id, community_id: garden.id });
    live.apply('COMMUNITY_ROLE_CREATE', role);
    live.apply('COMMUNITY_ROLE_UPDATE', { ...role, name: 'Beekeepers' });
    live.apply('COMMUNITY_MEMBER_UPDATE', { ...member(garden.id), nick: 'May', roles: [role.id] });
    live.apply('COMMUNITY_MEMBER_ADD', member(garden.id, user('Tom')));
    live.apply('COMMUNITY_UPDATE', { id: garden.id, name: 'Hill', description: 'd', hue: 1, owner_id: self.id });
    live.apply('MESSAGE_CREATE', sent);
    live.apply('COMMUNITY_DELETE', { id: left.id });

    const fresh = world({
      ...garden,
      name: 'Hill',
      description: 'd',
      hue: 1,
      owner_id: self.id,
      roles: [...garden.roles, { ...role, name: 'Beekeepers' }],
      channels: [...garden.channels, { ...bees, name: 'bees-and-wasps', last_message_id: sent.id }],
      member_count: 3,
      member: { ...garden.member, nick: 'May', roles: [role.id] },
    });
    expect(shown(live)).to.deep.equal(shown(fresh));
  });

  it('lose a role everywhere when it is deleted', () => {
    const garden = community();
    const role = { ...garden.roles[0]!, id: nextId(), fixed: null };
    const tom = { ...member(garden.id, user('Tom')), roles: [role.id] };
    const { stores, apply } = world({
      ...garden,
      roles: [...garden.roles, role],
      member: { ...garden.member, roles: [role.id] },
    });
    apply('COMMUNITY_MEMBER_ADD', tom);
    apply('COMMUNITY_ROLE_DELETE', { id: role.id, community_id: garden.id });
    expect(stores.communities.byId[garden.id]?.member.roles).to.deep.equal([]);
    expect(stores.members.get(garden.id, tom.user.id)?.roles).to.deep.equal([]);
  });

  it('forget what a resumed connection is not in any more, with its messages', () => {
    const stays = community();
    const goes = community();
    const { stores, apply } = world(stays, goes);
    const inside = goes.channels[0]!;
    stores.messages.begin(inside.id);
    apply('MESSAGE_CREATE', message(inside));
    apply('RESUMED', { connection_id: 'c', replayed: 0, communities: [stays.id], cursors: {} });
    expect(Object.keys(stores.communities.byId)).to.deep.equal([stays.id]);
    expect(stores.messages.windows[inside.id]).to.equal(undefined);
  });

  it('count mentions of others, and read own messages at once', () => {
    const garden = community();
    const { stores, settled, apply } = world(garden);
    const place = garden.channels[0]!;
    const tom = user('Tom');
    const unread = () =>
      stores.readStates.isUnread(
        stores.communities.channel(place.id)!,
        stores.communities.byId[garden.id]!.member.joined_at,
      );

    apply('MESSAGE_CREATE', message(place, { author: tom }));
    expect([unread(), stores.readStates.mentionCount(place.id)]).to.deep.equal([true, 0]);
    apply('MESSAGE_CREATE', message(place, { author: tom, mentions: [self.id] }));
    expect(stores.readStates.mentionCount(place.id)).to.equal(1);
    apply('MESSAGE_CREATE', message(place, { nonce: 'mine' }));
    expect([unread(), stores.readStates.mentionCount(place.id)]).to.deep.equal([false, 0]);
    expect(settled).to.deep.equal(['mine']);
  });

  it('show typing until that person sends', () => {
    const garden = community();
    const { stores, apply } = world(garden);
    const place = garden.channels[0]!;
    const tom = user('Tom');
    const typing = { community_id: garden.id, channel_id: place.id };
    apply('TYPING_START', { ...typing, user_id: tom.id, display_name: 'Tom' });
    apply('TYPING_START', { ...typing, user_id: self.id, display_name: 'Maya' });
    expect(stores.typing.names(place.id)).to.deep.equal(['Tom']);
    apply('MESSAGE_CREATE', message(place, { author: tom }));
    expect(stores.typing.names(place.id)).to.deep.equal([]);
    stores.typing.close();
  });
});

describe('events of a passive connection', () => {
  /** Two communities, of which the first is in view, each with a channel that has one known message. */
  function two() {
    const [near, far] = [community({ name: 'Near' }), community({ name: 'Far' })];
    const all = world(near, far);
    all.apply('SUBSCRIBED', { communities: [near.id], cursors: {} });
    const channels = [near.channels[0]!, far.channels[0]!] as const;
    for (const { id, ...where } of channels) {
      const { messages } = all.stores;
      messages.take(messages.begin(id), [message({ id, ...where })], { atStart: true, atEnd: true });
    }
    const count = (id: string) => all.stores.messages.windows[id]?.ids.length;
    const fresh = (id: string) => all.stores.messages.windows[id]?.fresh;
    return { ...all, near, far, nearChannel: channels[0], farChannel: channels[1], count, fresh };
  }

  it('move what is unread, and the number of members [GW-55]', () => {
    const { stores, apply, far, farChannel } = two();
    const [newest, older] = [nextId(), '100000000000000001'];
    const channels = (last_message_id: string) => [{ id: farChannel.id, last_message_id }];
    apply('PASSIVE_UPDATE', { community_id: far.id, channels: channels(newest), member_count: 9 });
    // What was told before may be told again after a resume.
    apply('PASSIVE_UPDATE', { community_id: far.id, channels: channels(older), member_count: 9 });
    const known = stores.communities.byId[far.id]!;
    expect(known.member_count).to.equal(9);
    expect(known.channels[0]?.last_message_id).to.equal(newest);
    expect(stores.readStates.isUnread(known.channels[0]!, known.member.joined_at)).to.equal(true);
  });

  it('count a mention at once, and do not put it below messages that were missed [GW-54]', () => {
    const { stores, apply, farChannel, far, count } = two();
    apply('SUBSCRIBED', { communities: [far.id], cursors: {} });
    apply('SUBSCRIBED', { communities: [], cursors: {} });
    apply('MESSAGE_CREATE', message(farChannel, { author: user('Tom'), mentions: [self.id] }));
    expect(stores.readStates.mentionCount(farChannel.id)).to.equal(1);
    expect(count(farChannel.id)).to.equal(1);
  });

  it('make what is known of a community old when it comes into view and when it goes, and not between [GW-56]', () => {
    const { stores, apply, near, far, nearChannel, farChannel, fresh } = two();
    apply('SUBSCRIBED', { communities: [near.id, far.id], cursors: {} });
    expect([fresh(nearChannel.id), fresh(farChannel.id)]).to.deep.equal([true, false]);
    expect(stores.live.list()).to.have.members([near.id, far.id]);
    apply('RESUMED', { connection_id: 'd', replayed: 0, communities: [near.id, far.id], cursors: {} });
    apply('SUBSCRIBED', { communities: [near.id, far.id], cursors: {} });
    expect(fresh(nearChannel.id)).to.equal(true);
    apply('SUBSCRIBED', { communities: [far.id], cursors: {} });
    expect(fresh(nearChannel.id)).to.equal(false);
    expect(stores.live.has(near.id)).to.equal(false);
  });

  it('show what was known until it is loaded again, when a session could not be resumed [GW-26]', () => {
    const { stores, apply, near, far, nearChannel, count, fresh } = two();
    apply('READY', ready([near]));
    expect(stores.live.list()).to.deep.equal([]);
    expect([count(nearChannel.id), fresh(nearChannel.id)]).to.deep.equal([1, false]);
    expect(stores.messages.windows[far.channels[0]!.id]).to.equal(undefined);
  });

  it('drop the messages of a channel that a community has no more when it is told afresh', () => {
    const { stores, apply, near, nearChannel } = two();
    apply('COMMUNITY_CREATE', { ...near, channels: [] });
    expect(stores.messages.windows[nearChannel.id]).to.equal(undefined);
  });
});

describe('read states', () => {
  it('take what was said before joining as read', () => {
    const garden = community();
    const before = channel(garden.id, { last_message_id: '100000000000000001' });
    const { stores } = world({ ...garden, channels: [before] });
    expect(stores.readStates.isUnread(before, garden.member.joined_at)).to.equal(false);
    expect(stores.readStates.isUnread({ ...before, last_message_id: nextId() }, garden.member.joined_at)).to.equal(
      true,
    );
  });

  it('only move forward', () => {
    const garden = community();
    const { stores, apply } = world(garden);
    const place = garden.channels[0]!;
    const [older, newer] = [nextId(), nextId()];
    apply('READ_STATE_UPDATE', { channel_id: place.id, last_message_id: newer, mention_count: 0 });
    apply('READ_STATE_UPDATE', { channel_id: place.id, last_message_id: older, mention_count: 3 });
    expect(stores.readStates.lastRead(place.id)).to.equal(newer);
    expect(stores.readStates.mentionCount(place.id)).to.equal(0);
  });
});
