import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MESSAGE_FLAGS, previewPath } from '@cozy/protocol';
import { expect } from 'chai';
import sharp from 'sharp';
import type { TestClient } from './client.ts';
import {
  dropDatabase,
  makeCommunity,
  outcome,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Link previews', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;
  let watching: TestClient;
  let site: Server;
  let origin: string;
  let asked: string[] = [];
  let nonce = 0;

  before(async () => {
    const picture = await sharp({ create: { width: 900, height: 450, channels: 3, background: '#3a7' } })
      .png()
      .toBuffer();
    site = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/picture.png') response.setHeader('content-type', 'image/png').end(picture);
      else if (request.url === '/none') response.setHeader('content-type', 'text/html').end('<p>nothing');
      else if (request.url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      else {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(`<title>Page ${request.url}</title><meta property="og:image" content="/picture.png">`);
      }
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(site.address() as AddressInfo).port}`;
    origin = `http://${host}`;
    node = await startNode(testEngines(), { previewHosts: [host] });
    [ann, bob] = (await Promise.all(['ann', 'bob'].map((name) => node.person(name)))) as [TestUser, TestUser];
    home = await makeCommunity(node, ann, [bob]);
    watching = await node.connect();
    await watching.ready(bob.token);
  });
  after(async () => {
    site.close();
    await dropDatabase(node);
    await node.stop();
  });
  beforeEach(() => {
    asked = [];
  });

  const say = async (who: TestUser, content: string) => {
    const input = { channel_id: home.channelId, content, nonce: `l${nonce++}` };
    return (await node.run(who, 'message.send', input)).message;
  };
  const told = async (id: string, from = 0) =>
    (await watching.event('MESSAGE_EMBEDS_UPDATE', (data) => data.id === id, from)).data;
  const stored = async (id: string) => {
    const page = { channel_id: home.channelId, limit: 100, at: watching.cursors };
    return (await node.run(ann, 'message.history', page)).messages.find((message) => message.id === id)!;
  };

  it('[EM-1][EM-3] come after the message, with a picture that the instance keeps', async () => {
    const { id } = await say(ann, `look: ${origin}/one, and ${origin}/none`);
    const { embeds, edited_at } = await told(id);
    expect(edited_at).to.equal(null);
    const [embed] = embeds;
    expect(embeds).to.have.length(1);
    expect(embed).to.deep.include({ url: `${origin}/one`, title: 'Page /one', site_name: '127.0.0.1' });
    expect(embed?.image).to.include({ width: 640, height: 320 });
    expect(previewPath(embed!.image!.id)).to.equal(`/api/v1/previews/${embed!.image!.id}.webp`);
    expect(await node.context.storage.size(`${embed!.image!.id}/link`)).to.be.above(100);
    expect((await stored(id)).embeds).to.deep.equal(embeds);
    // What was found is remembered.
    asked = [];
    const again = await say(bob, `${origin}/one`);
    expect((await told(again.id)).embeds).to.deep.equal(embeds);
    expect(asked).to.deep.equal([]);
  });

  it('[EM-1] are of the message as it is after an edit', async () => {
    const { id } = await say(ann, `${origin}/one ${origin}/two`);
    await told(id);
    const from = watching.events.length;
    await node.run(ann, 'message.edit', {
      channel_id: home.channelId,
      message_id: id,
      content: `${origin}/two ${origin}/three`,
    });
    const { embeds, edited_at } = await told(id, from);
    expect(embeds.map(({ title }) => title)).to.deep.equal(['Page /two', 'Page /three']);
    const shown = await stored(id);
    expect(shown.embeds).to.deep.equal(embeds);
    expect(shown.edited_at).to.equal(edited_at);
    await node.run(ann, 'message.edit', { channel_id: home.channelId, message_id: id, content: 'no links' });
    await watching.event('MESSAGE_UPDATE', ({ content }) => content === 'no links');
    expect((await stored(id)).embeds).to.deep.equal([]);
  });

  it('[EM-4] are hidden by the author and by those who manage messages, and shown again', async () => {
    const { id } = await say(ann, `${origin}/one`);
    await told(id);
    const place = { channel_id: home.channelId, message_id: id };
    expect(await outcome(node.run(bob, 'message.suppress-embeds', { ...place, suppress: true }))).to.equal(
      'MISSING_PERMISSION',
    );
    let from = watching.events.length;
    await node.run(ann, 'message.suppress-embeds', { ...place, suppress: true });
    expect((await told(id, from)).flags).to.equal(MESSAGE_FLAGS.SUPPRESS_EMBEDS);
    expect(await stored(id))
      .to.include({ flags: 4 })
      .and.to.not.have.property('embeds');
    from = watching.events.length;
    await node.run(ann, 'message.suppress-embeds', { ...place, suppress: false });
    const shown = await watching.event('MESSAGE_EMBEDS_UPDATE', ({ embeds }) => embeds.length > 0, from);
    expect(shown.data.id).to.equal(id);
    expect(await stored(id)).to.not.have.property('flags');
    expect((await stored(id)).embeds).to.have.length(1);
  });

  it('[EM-2][EM-3] are not of private networks, nor of who may not have them', async () => {
    const inside = await say(ann, `http://127.0.0.1:1/ http://localhost/ ${origin}/away`);
    const overwrite = { id: home.id, type: 0 as const, allow: '0', deny: String(1 << 14) };
    const { channel } = await node.run(ann, 'channel.create', {
      community_id: home.id,
      name: 'bare',
      type: 'text',
      overwrites: [overwrite],
    });
    const bare = { channel_id: channel.id, content: `${origin}/four`, nonce: `l${nonce++}` };
    const { message } = await node.run(bob, 'message.send', bare);
    // Jobs are done in their order, four at once: those before this one are done, or never will be.
    for (const page of ['five', 'six', 'seven', 'eight', 'nine']) await told((await say(ann, `${origin}/${page}`)).id);
    const of = watching.events.filter(({ name }) => name === 'MESSAGE_EMBEDS_UPDATE').map(({ data }) => data);
    const ids = of.map((data) => (data as { id: string }).id);
    expect(ids).to.not.include(inside.id);
    expect(ids).to.not.include(message.id);
    expect(asked).to.not.include('/four');
  });
});
