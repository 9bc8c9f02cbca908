import type { CommunityDocument, MemberDocument } from '@cozy/core';
import { MEMBER_PERMISSIONS } from '@cozy/protocol';
import { expect } from 'chai';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';

const COMMUNITIES = 100;
const CHANNELS = 12;
const CONVERSATIONS = 100;
const MOST_BYTES = 64 * 1024;

describe('READY of a member of 100 communities and in 100 conversations', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;

  before(async () => {
    node = await startNode(testEngines());
    ann = await node.person('ann');
    await makeCommunity(node, ann);
    const { database, nextId } = node.context;
    const communities: Omit<CommunityDocument, 'outbox'>[] = [];
    const members: Omit<MemberDocument, 'outbox'>[] = [];
    const heads: { _id: string; community_id: string; last_message_id: string }[] = [];
    const rev = 1;
    for (let i = 1; i < COMMUNITIES; i++) {
      const id = nextId();
      const role = (name: string, fixed: 'member' | 'moderator' | 'owner' | null, position: number) => ({
        id: fixed === 'member' ? id : nextId(),
        community_id: id,
        name,
        fixed,
        position,
        hue: null,
        permissions: String(MEMBER_PERMISSIONS),
      });
      const channels = Array.from({ length: CHANNELS }, (_, position) => ({
        id: nextId(),
        community_id: id,
        type: 'text' as const,
        name: `channel ${position} of ${i}`,
        topic: `What channel ${position} is about, in a sentence`,
        position,
        parent_id: null,
        overwrites: position % 6 === 0 ? [{ id, type: 0 as const, allow: '0', deny: '2048' }] : [],
      }));
      for (const channel of channels) heads.push({ _id: channel.id, community_id: id, last_message_id: nextId() });
      communities.push({
        _id: id,
        rev,
        name: `The community number ${i}`,
        description: `A place for ${i} things and whoever likes them`,
        hue: i,
        owner_id: nextId(),
        roles: [role('member', 'member', 0), role('moderator', 'moderator', 1), role('owner', 'owner', 2)],
        channels,
        deleted: false,
      });
      const joined_at = new Date(1_760_000_000_000 + i).toISOString();
      members.push({
        _id: `${id}:${ann.id}`,
        rev,
        community_id: id,
        user_id: ann.id,
        nick: null,
        roles: [],
        joined_at,
        left: false,
        names: ['ann'],
      });
    }
    const people = await Promise.all(Array.from({ length: CONVERSATIONS }, (_, i) => node.person(`friend${i}`)));
    for (const friend of people) {
      await node.run(ann, 'relationship.request', { username: friend.user.username });
      await node.run(friend, 'relationship.accept', { user_id: ann.id });
      const { community } = await node.run(friend, 'direct.open', { user_id: ann.id });
      const channel_id = community.channels[0]!.id;
      const { message } = await node.run(friend, 'message.send', { channel_id, content: 'Hello', nonce: nextId() });
      await node.run(ann, 'read.mark', { channel_id, message_id: message.id });
    }
    const withOutbox = (documents: object[]) => documents.map((document) => ({ ...document, outbox: [] }));
    await database.communities.collection.insertMany(withOutbox(communities) as never);
    await database.members.collection.insertMany(withOutbox(members) as never);
    await database.channelHeads.insertMany(heads);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  it('[GW-60] fits into 64 KiB when it is compressed', async () => {
    const client = await node.connect({ compressed: true });
    const { communities, relationships } = await client.ready(ann.token, { passive: true });
    expect(communities).to.have.length(COMMUNITIES + CONVERSATIONS);
    expect(relationships).to.have.length(CONVERSATIONS);
    expect(communities[0]!.channels).to.have.length(CHANNELS);
    const bytes = Math.max(...client.messages.map(({ length }) => length));
    expect(bytes).to.be.within(1_000, MOST_BYTES);
  });
});
