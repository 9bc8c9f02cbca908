import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cursors, EventData, Message } from '@cozy/protocol';
import { expect } from 'chai';
import { type Document, MongoClient } from 'mongodb';
import { runCozy } from '../harness/cli.ts';
import { Client } from '../harness/client.ts';
import { Cluster } from '../harness/cluster.ts';
import { Load } from '../harness/load.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { scratchFolder } from '../harness/scratch.ts';

/** Collections that commands write; nothing in them changes while the backup is made. */
const COMMITTED = ['communities', 'invites', 'keys', 'members', 'sessions', 'users'];

describe('a backup of a running Cozy', function () {
  this.timeout(300_000);
  const scratch = scratchFolder();
  const folder = join(scratch.path, 'backup');
  let lost: Cluster;
  let restored: Cluster | undefined;
  let circle: Circle;
  const clients: Client[] = [];

  /** What the lost Cozy held. */
  let committed: Record<string, Document[]>;
  let acknowledgedBefore: ReadonlySet<string>;
  let history: Message[];
  let cursors: Cursors[];
  let quiet: { channelId: string; messages: Message[] };

  before(async () => {
    lost = await Cluster.start();
    circle = await makeCircle(
      lost.nodes.map(({ origin }) => origin),
      3,
    );
    const [owner, second, third] = circle.clients as [Client, Client, Client];
    quiet = await talkQuietly(owner, second, third);

    const load = new Load(circle.channelId, circle.clients, 200);
    load.start();
    await load.more(1_000);
    acknowledgedBefore = new Set(load.acknowledged.keys());
    // History changes while it is copied: what was sent is edited and marked, each only once.
    let isDone = false;
    const changes = changeWhile(owner, [...load.acknowledged.values()], () => !isDone);
    const { code, printed } = await runCozy(['backup', folder], lost.engines);
    isDone = true;
    expect(code, printed).to.equal(0);
    await changes;
    // The lost Cozy runs on: its clients see events that the backup has not.
    await load.more(500);
    await load.finish();
    committed = await readCommitted(lost);
    history = await owner.history(circle.channelId);
    cursors = circle.clients.map(({ connection }) => connection.cursors);
    for (const client of circle.clients) client.close();
    await lost.end();
  });

  after(async () => {
    for (const client of clients) client.close();
    await restored?.end();
    scratch.remove();
  });

  /** Everything that one can do to messages, long enough ago to be projected, or not. */
  async function talkQuietly(owner: Client, second: Client, third: Client) {
    const { communityId } = circle;
    const { channel } = await owner.request('channel.create', {
      community_id: communityId,
      name: 'quiet',
      type: 'text',
    });
    const channel_id = channel.id;
    await third.waitFor('CHANNEL_CREATE', ({ id }) => id === channel_id, 'the channel');
    const send = async (content: string) =>
      (await owner.request('message.send', { channel_id, content, nonce: content })).message.id;
    const ids = [await send('first'), await send('second'), await send('third'), await send('fourth')] as const;
    await owner.request('message.edit', { channel_id, message_id: ids[1], content: 'second, edited' });
    await owner.request('message.delete', { channel_id, message_id: ids[2] });
    await second.request('reaction.add', { channel_id, message_id: ids[0], emoji: '🦉' });
    await third.request('reaction.add', { channel_id, message_id: ids[0], emoji: '🦉' });
    await third.request('reaction.remove', { channel_id, message_id: ids[0], emoji: '🦉' });
    await second.request('read.mark', { channel_id, message_id: ids[1] });
    const mention = { channel_id, content: `<@${circle.people[1]!.user.id}> look`, nonce: 'mention' };
    const { message } = await owner.request('message.send', mention);
    await owner.waitFor('MESSAGE_CREATE', ({ id }) => id === message.id, 'the mention');
    return { channelId: channel_id, messages: await owner.history(channel_id) };
  }

  async function changeWhile(owner: Client, messages: Message[], isWanted: () => boolean): Promise<void> {
    for (const { id: message_id, channel_id } of messages) {
      if (!isWanted()) return;
      await owner.insist('reaction.add', { channel_id, message_id, emoji: '👍' });
      await owner.insist('read.mark', { channel_id, message_id });
    }
  }

  async function readCommitted({ engines }: { engines: Cluster['engines'] }): Promise<Record<string, Document[]>> {
    const mongo = await MongoClient.connect(engines.mongodbUri);
    const read = COMMITTED.map(async (name) => {
      const documents = await mongo.db('cozy').collection(name).find().sort({ _id: 1 }).toArray();
      return [name, documents] as const;
    });
    const all = Object.fromEntries(await Promise.all(read));
    await mongo.close();
    return all;
  }

  function connect(i: number, from?: Cursors): Client {
    const client = new Client(circle.people[i]!.access_token, [restored!.nodes[0]!.origin], from);
    clients.push(client);
    return client;
  }

  it('is put back into empty engines, document by document', async () => {
    let documents: Record<string, Document[]> = {};
    restored = await Cluster.start({
      prepare: async (engines) => {
        const { code, printed } = await runCozy(['restore', folder], engines);
        expect(code, printed).to.equal(0);
        documents = await readCommitted({ engines });
      },
    });
    expect(documents).to.deep.equal(committed);
  });

  it('holds every message that was acknowledged before it was begun, in the order that everyone saw', async () => {
    const client = connect(0);
    await client.ready();
    const messages = await client.history(circle.channelId);
    expect(messages.length).to.be.within(acknowledgedBefore.size, history.length);
    const contents = (of: readonly Message[]) => of.map(({ id, content }) => ({ id, content }));
    expect(contents(messages)).to.deep.equal(contents(history.slice(0, messages.length)));
    const missing = [...acknowledgedBefore].filter((nonce) => !messages.some((message) => message.nonce === nonce));
    expect(missing).to.deep.equal([]);
  });

  it('holds edits, deletions, reactions, members and what is unread', async () => {
    const client = connect(1);
    await client.ready();
    expect(await client.history(quiet.channelId)).to.deep.equal(
      quiet.messages.map((message) => ({
        ...message,
        reactions: message.reactions.map((reaction) => ({ ...reaction, me: true })),
      })),
    );
    const ready = client.events.find(({ name }) => name === 'READY')?.data as EventData<'READY'>;
    expect(ready.communities.map(({ id, member_count }) => [id, member_count])).to.deep.equal([
      [circle.communityId, 3],
    ]);
    expect(ready.read_states.find(({ channel_id }) => channel_id === quiet.channelId)).to.deep.include({
      channel_id: quiet.channelId,
      last_message_id: quiet.messages[1]!.id,
      mention_count: 1,
    });
    const { members } = await client.request('member.list', { community_id: circle.communityId, limit: 10 });
    expect(members.map(({ user }) => user.id)).to.have.members(circle.people.map(({ user }) => user.id));
  });

  it('answers the cursors of before with a clean start, and gives no place twice', async () => {
    const resuming = cursors.map((of, i) => connect(i, of));
    await Promise.all(resuming.map((client) => client.ready()));
    for (const [i, client] of resuming.entries()) {
      expect(client.events[0]?.name).to.equal('READY');
      for (const [partition, sequence] of Object.entries(cursors[i]!)) {
        expect(client.connection.cursors[partition], `partition ${partition}`).to.be.above(sequence);
      }
    }
    const [first, ...others] = resuming as [Client, ...Client[]];
    const input = { channel_id: circle.channelId, content: 'we are back', nonce: 'back' };
    const { message } = await first.request('message.send', input);
    await Promise.all(
      [first, ...others].map((client) =>
        client.waitFor('MESSAGE_CREATE', ({ id }) => id === message.id, 'the message'),
      ),
    );
    expect((await first.history(circle.channelId)).at(-1)?.id).to.equal(message.id);
  });

  it('is refused where something is already', async () => {
    const again = await runCozy(['restore', folder], restored!.engines);
    expect(again.code).to.equal(1);
    expect(again.printed).to.contain('The database cozy is not empty.');
    const over = await runCozy(['backup', folder], restored!.engines);
    expect(over.code).to.equal(1);
    expect(over.printed).to.contain('is not empty.');
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).documents).to.include({ users: 3 });
  });
});
