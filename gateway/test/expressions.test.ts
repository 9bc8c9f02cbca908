import { expressionPath, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import sharp from 'sharp';
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
import { PIXEL } from './pixel.ts';

describe('Emoji and stickers of communities', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;
  let nonce = 0;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob] = (await Promise.all(['ann', 'bob'].map((name) => node.person(name)))) as [TestUser, TestUser];
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const make = async (name: string, image = PIXEL, who = ann) =>
    (await node.run(who, 'emoji.create', { community_id: home.id, name, image })).emoji;
  const data = (bytes: Buffer, type = 'png') => `data:image/${type};base64,${bytes.toString('base64')}`;
  const kept = async (id: string, kind: 'emoji' | 'sticker') => {
    const parts: Buffer[] = [];
    for await (const part of (await node.context.storage.read(`${id}/${kind}`)) ?? []) parts.push(part as Buffer);
    return Buffer.concat(parts);
  };
  /** The newest message, as of the end of the log. */
  const newest = async () => {
    const partition = node.context.log.partitionOf({ kind: 'c', id: home.id });
    const { last } = await node.context.log.bounds(partition);
    const page = { channel_id: home.channelId, limit: 1, at: { [partition]: last } };
    return (await node.run(ann, 'message.history', page)).messages;
  };
  const say = async (who: TestUser) =>
    (await node.run(who, 'message.send', { channel_id: home.channelId, content: 'hi', nonce: `e${nonce++}` })).message;

  it('[EX-1] are told to members in full after each change, also to passive connections, and are listed', async () => {
    const watching = await node.connect();
    await watching.ready(bob.token, { passive: true });
    const { id } = await make('first');
    await watching.event('COMMUNITY_EMOJIS_UPDATE', ({ emojis }) => emojis.some((one) => one.id === id));
    await node.run(ann, 'emoji.update', { community_id: home.id, emoji_id: id, name: 'renamed' });
    await watching.event('COMMUNITY_EMOJIS_UPDATE', ({ emojis }) => emojis.some(({ name }) => name === 'renamed'));
    const { communities } = await node.run(bob, 'expression.list', {});
    expect(communities).to.deep.equal([{ community_id: home.id, emojis: [{ id, name: 'renamed' }], stickers: [] }]);
    await node.run(ann, 'emoji.delete', { community_id: home.id, emoji_id: id });
    await watching.event('COMMUNITY_EMOJIS_UPDATE', ({ emojis }) => emojis.length === 0);
    expect((await node.run(bob, 'expression.list', {})).communities).to.deep.equal([]);
    expect(await kept(id, 'emoji')).to.have.length(0);
    expect(expressionPath('emoji', id)).to.equal(`/api/v1/emojis/${id}.webp`);
    watching.drop();
  });

  it('[EX-1] are of those who may manage them, bounded, and named once', async () => {
    expect(await outcome(make('mine', PIXEL, bob))).to.equal('MISSING_PERMISSION');
    await make('Gear');
    expect(await outcome(make('gear'))).to.equal('INVALID_INPUT');
    expect(await outcome(make('a'))).to.equal('INVALID_INPUT');
    expect(await outcome(make('a:b'))).to.equal('INVALID_INPUT');
    expect(await outcome(make('a'.repeat(LIMITS.expressionNameLength + 1)))).to.equal('INVALID_INPUT');
    const large = `data:image/png;base64,${'A'.repeat(LIMITS.pictureBodyBytes)}`;
    expect(large.length).to.be.above((LIMITS.pictureBytes / 3) * 4);
    expect(await outcome(make('large', large))).to.equal('INVALID_INPUT');
    const other = await makeCommunity(node, ann);
    const emojis = Array.from({ length: LIMITS.emojisPerCommunity }, (_, i) => ({ id: String(i), name: `e${i}` }));
    const stickers = emojis.slice(0, LIMITS.stickersPerCommunity);
    await node.context.database.communities.updateOne({ _id: other.id }, { $set: { emojis, stickers } });
    const sticker = { community_id: other.id, name: 'more', image: PIXEL };
    expect(await outcome(node.run(ann, 'sticker.create', sticker))).to.equal('LIMIT_REACHED');
    const more = node.run(ann, 'emoji.create', { community_id: other.id, name: 'more', image: PIXEL });
    expect(await outcome(more)).to.equal('LIMIT_REACHED');
  });

  it('[EX-3] become a small WebP without metadata; one that moves keeps on moving', async () => {
    const photo = sharp({ create: { width: 900, height: 600, channels: 3, background: '#c33' } });
    const { id } = await make(
      'photo',
      data(
        await photo
          .withExif({ IFD0: { Artist: 'Ann' } })
          .jpeg()
          .toBuffer(),
        'jpeg',
      ),
    );
    const made = await sharp(await kept(id, 'emoji')).metadata();
    expect(made).to.include({ format: 'webp', width: 128, height: 85 });
    expect(made.exif).to.equal(undefined);
    const frames = await Promise.all(
      ['#f00', '#0f0'].map((background) =>
        sharp({ create: { width: 200, height: 200, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100] })
      .toBuffer();
    const moving = await make('blink', data(gif, 'gif'));
    expect(moving.animated).to.equal(true);
    expect(await sharp(await kept(moving.id, 'emoji')).metadata()).to.include({ pages: 2, width: 128 });
  });

  it('[EX-3] are of no SVG, whatever it says that it is, and of nothing that is no picture', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>');
    const refused = {
      svg,
      text: Buffer.from('no picture at all, but long enough'),
      cut: Buffer.from(PIXEL).subarray(0, 60),
    };
    for (const bytes of Object.values(refused)) {
      expect(await outcome(make('odd', data(bytes)))).to.equal('UNUSABLE_PICTURE');
    }
    expect(await outcome(make('odd', data(svg, 'svg+xml')))).to.equal('INVALID_INPUT');
    const bomb = await sharp({ create: { width: 4100, height: 4100, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    expect(await outcome(make('bomb', data(bomb)))).to.equal('UNUSABLE_PICTURE');
  });

  it('[EX-2] are reactions in their community only, as long as they are there', async () => {
    const emoji = await make('cog');
    const place = { channel_id: home.channelId, message_id: (await say(ann)).id };
    const react = (text: string) => node.run(bob, 'reaction.add', { ...place, emoji: text });
    expect(await outcome(react(`other:${emoji.id}`))).to.equal('UNKNOWN_EMOJI');
    expect(await outcome(react('cog:1399999999999990001'))).to.equal('UNKNOWN_EMOJI');
    await react(`cog:${emoji.id}`);
    await node.run(ann, 'emoji.update', { community_id: home.id, emoji_id: emoji.id, name: 'wheel' });
    const [shown] = await newest();
    expect(shown?.reactions).to.deep.equal([{ emoji: `cog:${emoji.id}`, count: 1, me: false }]);
    // One that was renamed is still the same reaction.
    await node.run(ann, 'reaction.add', { ...place, emoji: `cog:${emoji.id}` });
    await node.run(ann, 'emoji.delete', { community_id: home.id, emoji_id: emoji.id });
    await node.run(bob, 'reaction.remove', { ...place, emoji: `cog:${emoji.id}` });
    expect(await outcome(react(`cog:${emoji.id}`))).to.equal('UNKNOWN_EMOJI');
  });

  it('[EX-4] stickers are a message of their own', async () => {
    const input = { community_id: home.id, name: 'steam', image: PIXEL };
    const { sticker } = await node.run(ann, 'sticker.create', input);
    const send = (...sticker_ids: string[]) =>
      node.run(bob, 'message.send', {
        channel_id: home.channelId,
        content: '',
        nonce: `e${nonce++}`,
        sticker_ids,
      });
    const { message } = await send(sticker.id);
    expect(message.sticker_items).to.deep.equal([sticker]);
    const [shown] = await newest();
    expect(shown?.sticker_items).to.deep.equal([sticker]);
    expect(await outcome(send('1399999999999990001'))).to.equal('UNKNOWN_STICKER');
    expect(await outcome(send(...Array(LIMITS.stickersPerMessage + 1).fill(sticker.id)))).to.equal('INVALID_INPUT');
  });
});
