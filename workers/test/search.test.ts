import type { Context } from '@cozy/core';
import { type CommandInput, type CommandName, type CommandOutput, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import { eventually, openContext, person, run, type TestUser } from '../../core/test/harness.ts';
import { seed } from '../../protocol/test/seed.ts';
import { startWorker, type Worker } from '../src/index.ts';

/** Permission bits of Discord's numbering. */
const VIEW_CHANNEL = String(1n << 10n);
const READ_MESSAGE_HISTORY = String(1n << 16n);

/** Waits until the search index has taken in all that is in the log now. */
async function indexed({ log, search }: Context): Promise<void> {
  const ends = await Promise.all(Array.from({ length: log.partitions }, (_, partition) => log.bounds(partition)));
  await eventually('the search index has come to the end of the log', async () => {
    const state = await search.state();
    return state?.history === null && ends.every(({ last }, partition) => (state.places[partition] ?? 0) >= last);
  });
}

describe('Search', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let worker: Worker;
  let ann: TestUser;
  let bob: TestUser;
  let home: string;
  let general: string;
  let nonce = 0;

  const as = <C extends CommandName>(who: TestUser, name: C, input: CommandInput<C>): Promise<CommandOutput<C>> =>
    run(context, who, name, input);
  const say = async (who: TestUser, content: string, channel_id = general) =>
    (await as(who, 'message.send', { channel_id, content, nonce: `s${nonce++}` })).message;
  const found = async (who: TestUser, query: string, more: Partial<CommandInput<'message.search'>> = {}) =>
    (await as(who, 'message.search', { query, ...more })).hits.map(({ message }) => message.content);
  const makeHome = async (owner: TestUser, ...others: TestUser[]) => {
    const { community } = await as(owner, 'community.create', { name: 'Home' });
    const { invite } = await as(owner, 'invite.create', { community_id: community.id });
    for (const who of others) await as(who, 'invite.accept', { code: invite.code });
    return community;
  };
  const makeChannel = async (name: string, overwrites: CommandInput<'channel.create'>['overwrites'] = []) =>
    (await as(ann, 'channel.create', { community_id: home, name, type: 'text', overwrites })).channel.id;
  const hiddenFrom = (id: string, type: 0 | 1, deny = VIEW_CHANNEL) => ({ id, type, allow: '0', deny });

  before(async () => {
    ({ context, drop } = await openContext());
    worker = await startWorker(context);
  });
  beforeEach(async () => {
    [ann, bob] = await Promise.all([person(context), person(context)]);
    const community = await makeHome(ann, bob);
    home = community.id;
    general = community.channels[0]!.id;
  });
  after(async () => {
    await worker.close();
    await drop();
  });

  it('finds words in any form, without case and accents, newest first, and says where they stand', async () => {
    await say(ann, 'The café deploys on Fridays');
    await say(bob, 'Größe zählt, DEPLOYED twice: deploy');
    await say(bob, 'nothing of it');
    await indexed(context);
    const { hits, next } = await as(ann, 'message.search', { query: 'deploy' });
    expect(next).to.equal(null);
    expect(hits.map(({ message }) => message.author.id)).to.deep.equal([bob.id, ann.id]);
    const marked = hits.map(({ message, highlights }) => highlights.map((place) => message.content.slice(...place)));
    expect(marked).to.deep.equal([['DEPLOYED', 'deploy'], ['deploys']]);
    expect(await found(ann, 'cafe friday')).to.have.length(1);
    expect(await found(ann, 'GROSSE')).to.have.length(1);
    expect(await found(ann, 'grosse cafe')).to.have.length(0);
  });

  it('finds in text without spaces, in addresses, and beside emoji', async () => {
    await say(ann, '日本語のテキストを検索する');
    await say(ann, 'see https://docs.example.org/big_table?x=1 🐈cat');
    await indexed(context);
    expect(await found(ann, '検索')).to.have.length(1);
    for (const query of ['example', 'table', 'docs.example.org', '🐈 cat']) {
      expect(await found(ann, query), query).to.have.length(1);
    }
  });

  it('takes phrases as they stand, and leaves out what has a word after a minus', async () => {
    await say(ann, 'the black cat sleeps');
    await say(ann, 'the cat is black');
    await indexed(context);
    expect(await found(ann, '"black cat"')).to.deep.equal(['the black cat sleeps']);
    expect(await found(ann, 'cat black -sleep')).to.deep.equal(['the cat is black']);
    expect(await found(ann, 'cat -"black cat"')).to.deep.equal(['the cat is black']);
    expect(await found(ann, '-cat')).to.deep.equal([]);
  });

  it('knows who wrote, who is named, where, when, and what is in it', async () => {
    const { user } = await as(bob, 'user.me', {});
    const random = await makeChannel('random');
    await say(ann, `tea for <@${bob.id}>`);
    await say(bob, 'tea at https://example.org/tea', random);
    await indexed(context);
    const [first, second] = [`tea for <@${bob.id}>`, 'tea at https://example.org/tea'];
    expect(await found(ann, `tea from:@${user.username}`)).to.deep.equal([second]);
    expect(await found(ann, `from:${bob.id}`)).to.deep.equal([second]);
    expect(await found(ann, `tea -from:@${user.username.toUpperCase()}`)).to.deep.equal([first]);
    expect(await found(ann, 'from:me')).to.deep.equal([first]);
    expect(await found(bob, 'mentions:me')).to.deep.equal([first]);
    expect(await found(ann, `mentions:@${user.username} tea`)).to.deep.equal([first]);
    expect(await found(ann, 'in:#random')).to.deep.equal([second]);
    expect(await found(ann, 'tea -in:random')).to.deep.equal([first]);
    expect(await found(ann, 'has:link')).to.deep.equal([second]);
    expect(await found(ann, 'tea -has:link')).to.deep.equal([first]);
    expect(await found(ann, 'tea during:today')).to.have.length(2);
    expect(await found(ann, 'tea before:today')).to.deep.equal([]);
    expect(await found(ann, 'tea after:yesterday before:2999')).to.have.length(2);
    expect(await found(ann, 'tea before:2001')).to.deep.equal([]);
    expect(await found(ann, 'from:@nobody_at_all')).to.deep.equal([]);
    expect(await found(ann, 'tea', { channel_id: random })).to.deep.equal([second]);
    expect(await found(ann, 'tea', { community_id: home })).to.have.length(2);
  });

  it('follows edits and deletions of messages, channels and communities', async () => {
    const side = await makeChannel('side');
    const [edited, deleted] = [await say(ann, 'old walrus'), await say(ann, 'doomed walrus')];
    await say(ann, 'side walrus', side);
    await indexed(context);
    expect(await found(ann, 'walrus')).to.have.length(3);
    await as(ann, 'message.edit', { channel_id: general, message_id: edited.id, content: 'new walrus' });
    await as(ann, 'message.delete', { channel_id: general, message_id: deleted.id });
    await as(ann, 'channel.delete', { channel_id: side });
    await indexed(context);
    expect(await found(ann, 'walrus')).to.deep.equal(['new walrus']);
    expect(await found(ann, 'old')).to.deep.equal([]);
    const request = { words: [['walrus']], channels: [general, side], limit: 10 };
    expect(await context.search.find(request)).to.have.length(1);
    await as(ann, 'community.delete', { community_id: home });
    await indexed(context);
    expect(await context.search.find(request)).to.deep.equal([]);
  });

  it('follows pins, deletions of several, and files', async () => {
    const messages = [await say(ann, 'first lynx'), await say(ann, 'second lynx'), await say(ann, 'third lynx')];
    const [one, two, three] = messages.map(({ id }) => id) as [string, string, string];
    await as(ann, 'message.pin', { channel_id: general, message_id: one });
    await as(ann, 'message.delete-bulk', { channel_id: general, message_ids: [two, three] });
    await indexed(context);
    expect(await found(bob, 'has:pin')).to.deep.equal(['first lynx']);
    expect(await found(bob, 'lynx')).to.deep.equal(['first lynx']);
    expect(await context.search.find({ words: [['lynx']], channels: [general], limit: 10 })).to.have.length(1);
    await as(ann, 'message.unpin', { channel_id: general, message_id: one });
    await indexed(context);
    expect(await found(bob, 'has:pin')).to.deep.equal([]);
    expect(await found(bob, 'lynx -has:file -has:image')).to.deep.equal(['first lynx']);
  });

  it('finds direct messages, for those two alone', async () => {
    const eve = await person(context);
    const { community } = await as(ann, 'direct.open', { user_id: bob.id });
    await say(ann, 'only between us: okapi', community.channels[0]!.id);
    await indexed(context);
    for (const who of [ann, bob]) expect(await found(who, 'okapi')).to.have.length(1);
    expect(await found(eve, 'okapi')).to.deep.equal([]);
  });

  it('gives page after page, each hit once, by age and by how well it fits', async () => {
    for (let i = 0; i < 7; i++) await say(ann, `${'heron '.repeat(1 + (i % 3))}${'and so on '.repeat(i)}${i}`);
    await indexed(context);
    for (const sort of ['newest', 'relevance'] as const) {
      const pages: string[] = [];
      let cursor: string | null | undefined;
      do {
        const input = { query: 'heron', limit: 3, sort, ...(cursor ? { cursor } : {}) };
        const page: CommandOutput<'message.search'> = await as(bob, 'message.search', input);
        pages.push(...page.hits.map(({ message }) => message.content.at(-1)!));
        cursor = page.next;
      } while (cursor);
      expect(pages.toSorted()).to.deep.equal(['0', '1', '2', '3', '4', '5', '6']);
      expect(pages[0]).to.equal(sort === 'newest' ? '6' : '2');
    }
  });

  it('[AUD-1] gives exactly what the history would show now, whatever the permissions', async () => {
    const word = 'zebra';
    const { channels: elsewhere, id: other } = await makeHome(ann);
    await say(ann, `${word} elsewhere`, elsewhere[0]!.id);
    const ids = [general, await makeChannel('a'), await makeChannel('b'), await makeChannel('c')];
    for (const id of ids) await say(ann, `${word} in ${id}`, id);
    await indexed(context);
    const closing = fc.constantFrom('open', 'to bob', 'to members', 'history') satisfies fc.Arbitrary<string>;
    const plan = fc.record({ how: fc.array(closing, { minLength: 3, maxLength: 3 }), leaves: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(plan, async ({ how, leaves }) => {
        for (const [index, one] of how.entries()) {
          const overwrites = {
            open: [],
            'to bob': [hiddenFrom(bob.id, 1)],
            'to members': [hiddenFrom(home, 0)],
            history: [hiddenFrom(home, 0, READ_MESSAGE_HISTORY)],
          }[one];
          await as(ann, 'channel.update', { channel_id: ids[index + 1]!, overwrites });
        }
        if (leaves) await as(bob, 'member.leave', { community_id: home });
        const shown: string[] = [];
        for (const channel_id of [...ids, elsewhere[0]!.id]) {
          const { messages } = await as(bob, 'message.history', { channel_id }).catch(() => ({ messages: [] }));
          shown.push(...messages.filter(({ content }) => content.includes(word)).map(({ content }) => content));
        }
        expect((await found(bob, word)).toSorted()).to.deep.equal(shown.toSorted());
        expect(await found(ann, word)).to.have.length(5);
        for (const place of [{ community_id: other }, { channel_id: elsewhere[0]!.id }]) {
          const refused = await as(bob, 'message.search', { query: word, ...place }).catch(
            ({ code }) => code as string,
          );
          expect(refused).to.be.oneOf(['UNKNOWN_COMMUNITY', 'UNKNOWN_CHANNEL']);
        }
        if (leaves) {
          const { invite } = await as(ann, 'invite.create', { community_id: home });
          await as(bob, 'invite.accept', { code: invite.code });
        }
      }),
      { seed, numRuns: 12 },
    );
  });

  it('shows nothing that the index proposes by mistake', async () => {
    const message = await say(ann, 'plain ibis');
    const secret = await makeChannel('secret', [hiddenFrom(home, 0)]);
    const hidden = await say(ann, 'secret ibis', secret);
    await indexed(context);
    const { key } = (await context.search.find({ words: [['ibi']], channels: [secret], limit: 1 }))[0]!;
    const wrong = { _id: hidden.id, key, channel_id: general, community_id: home, words: ['ibi'] };
    await context.search.apply({ put: [wrong] });
    expect(await found(bob, 'ibis')).to.deep.equal([message.content]);
  });

  it('takes whatever is typed for text', async () => {
    await say(ann, 'a perfectly usual message');
    await indexed(context);
    const hostile = [
      '{"$gt":""}',
      '$where:1',
      'from:{"$ne":null}',
      'from:$ne in:$regex has:$exists',
      'words:{$gt:""}',
      '.* (a+)+$ [a-z',
      "'; db.dropDatabase(); //",
      '@channel:{*} | @words:{*}',
      '<script>alert(1)</script>',
      '"'.repeat(300),
      '-'.repeat(500),
      '++ !! ??',
      'before:99999999999999 after:-1 during:"',
      `mentions:${'9'.repeat(400)}`,
    ];
    for (const query of hostile) expect(await found(bob, query), query).to.deep.equal([]);
    const refused = async (query: string) =>
      as(bob, 'message.search', { query }).catch(({ code, errors }) => [code, Object.keys(errors)] as unknown);
    expect(await refused('a '.repeat(LIMITS.searchParts + 1))).to.deep.equal(['INVALID_INPUT', ['/query']]);
    const page = (limit: number) =>
      as(bob, 'message.search', { query: 'usual', limit }).then(
        ({ hits }) => hits.length,
        ({ code }) => code as string,
      );
    expect(await page(LIMITS.searchPage)).to.equal(1);
    expect(await page(LIMITS.searchPage + 1)).to.equal('INVALID_INPUT');
    expect(await refused('a'.repeat(LIMITS.searchLength + 1))).to.deep.equal(['INVALID_INPUT', ['/query']]);
  });

  it('is built from the history for an index that is new, and goes on where it was stopped', async () => {
    for (let i = 0; i < 5; i++) await say(ann, `old pelican ${i}`);
    await indexed(context);
    await worker.close();
    await context.search.clear();
    await say(ann, 'pelican while it was away');
    worker = await startWorker(context);
    await indexed(context);
    expect(await found(bob, 'pelican')).to.have.length(6);
  });
});
