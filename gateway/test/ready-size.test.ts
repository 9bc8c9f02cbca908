import type { CommunityDocument, MemberDocument } from '@cozy/core';
import { encodeFrame, MEMBER_PERMISSIONS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';
import { RawPeer, WS } from './hostile/rawPeer.ts';

const COMMUNITIES = 100;
const CHANNELS = 12;
const CONVERSATIONS = 100;
const MOST_BYTES = 64 * 1024;
/** Of uWebSockets. */
const CORK_BUFFER = 16 * 1024;

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

  // Of a larger frame uWebSockets would keep the memory for as long as the socket lives.
  it('comes in frames for which the server needs no memory of the socket', async () => {
    const peer = await RawPeer.open(node.port);
    peer.frame(WS.binary, encodeFrame('msgpack', { op: Op.Identify, d: { token: ann.token } }));
    await peer.until('a whole message in fragments', () => framesOf(peer.received).some(isEnd));
    const frames = framesOf(peer.received);
    const end = frames.findIndex(isEnd);
    expect(Math.max(...frames.map(({ length }) => length))).to.be.below(CORK_BUFFER);
    expect(frames.slice(0, end).reduce((sum, { length }) => sum + length, 0)).to.be.above(MOST_BYTES);
    peer.drop();
  });
});

/** A frame as it came (RFC 6455, 5.2), with the bytes that it takes. */
interface Frame {
  fin: boolean;
  opcode: number;
  length: number;
}

/** The end of a message that came in several frames. */
const isEnd = ({ fin, opcode }: Frame) => fin && opcode === WS.continuation;

/** The whole frames of what a peer has received, after the upgrade. */
function framesOf(received: Buffer): Frame[] {
  const frames: Frame[] = [];
  let at = received.indexOf('\r\n\r\n') + 4;
  while (at + 4 <= received.length) {
    const short = received[at + 1]!;
    const [head, payload] =
      short < 126
        ? [2, short]
        : short === 126
          ? [4, received.readUInt16BE(at + 2)]
          : [10, Number(received.readBigUInt64BE(at + 2))];
    if (at + head + payload > received.length) break;
    frames.push({ fin: received[at]! >= 0x80, opcode: received[at]! & 0x0f, length: head + payload });
    at += head + payload;
  }
  return frames;
}
