import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Bot, type BotOptions, CozyError } from '../src/index.ts';
import { TestKit } from '../src/test.ts';

const options: BotOptions = { url: 'http://localhost:8080', token: undefined };

/** What a call that must fail fails with. */
async function failure(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}

describe('the test kit', () => {
  let kit: TestKit | undefined;

  afterEach(() => kit?.stop());

  it('plays to a bot as a server would, and tells what it did', async () => {
    kit = await TestKit.run(() => {
      const bot = new Bot(options);
      bot.onMessage(async (message, context) => {
        if (message.content !== 'hello') return;
        const answer = await context.sendMessage(`Hello, ${message.author.display_name}!`, { replyTo: message });
        await context.addReaction(answer, '👋');
      });
      bot.onReaction((reaction, context) => context.sendMessage(`Thanks for the ${reaction.emoji}`));
      bot.onUserJoin((member, context) => context.sendMessage(`Welcome, ${member.user.display_name}!`));
    });
    const hello = await kit.message('hello');
    await kit.reaction(hello, '👍');
    await kit.join({ display_name: 'Grace' });
    await kit.message('mine', { author: kit.me });
    expect(kit.sent.map(({ content }) => content)).to.deep.equal([
      'Hello, Ada!',
      'Thanks for the 👍',
      'Welcome, Grace!',
    ]);
    expect(kit.sent[0]?.reply_to?.id).to.equal(hello.id);
    expect(kit.calls.map(({ name }) => name)).to.deep.equal([
      'message.send',
      'reaction.add',
      'message.send',
      'community.list',
      'message.send',
    ]);
  });

  it('waits for work that a handler did not wait for', async () => {
    kit = await TestKit.run(() => {
      new Bot(options).onMessage((message, context) => {
        if (message.content === 'go') void context.sendMessage('one').then(() => context.sendMessage('two'));
      });
    });
    await kit.message('go');
    expect(kit.sent.map(({ content }) => content)).to.deep.equal(['one', 'two']);
  });

  it("throws what a handler throws, also the errors that commands were answered with, and what the kit can't know", async () => {
    kit = await TestKit.run(() => {
      const bot = new Bot(options);
      bot.onCommand('kick', (_, context) => context.moderate({ kick: context.place ? kit!.ada.id : '' }));
      bot.onCommand('who', async ({ message }, { commands }) => {
        await commands.member.list({ community_id: message.community_id });
      });
      bot.onCommand('long', (_, context) => context.sendMessage('x'.repeat(5000)));
      bot.onCommand('wrong', () => {
        throw new RangeError('a mistake in the bot');
      });
    });
    kit.answer('member.kick', new CozyError('MISSING_PERMISSION'));
    expect(await failure(kit.message('/kick'))).to.have.property('code', 'MISSING_PERMISSION');
    kit.answer('member.kick', {});
    await kit.message('/kick');
    expect((await failure(kit.message('/who'))).message).to.include("kit.answer('member.list', …)");
    kit.answer('member.list', ({ community_id }) =>
      community_id === kit?.community.id ? { members: [] } : new CozyError('UNKNOWN_COMMUNITY'),
    );
    await kit.message('/who');
    expect((await failure(kit.message('/long'))).message).to.include('/content is wrong');
    expect(await failure(kit.message('/wrong'))).to.be.instanceOf(RangeError);
    await kit.message('/who');
  });

  it('resumes a bot that was away, unless it skips what it has missed', async () => {
    for (const missed of ['handle', 'skip'] as const) {
      kit = await TestKit.run(() => {
        new Bot({ ...options, missed }).onMessage((message, context) => context.sendMessage(message.content));
      });
      await kit.message('before');
      await kit.restart(() => kit?.message('meanwhile'));
      await kit.message('after');
      const wanted = missed === 'handle' ? ['before', 'meanwhile', 'after'] : ['before', 'after'];
      expect(kit.sent.map(({ content }) => content)).to.deep.equal(wanted);
      await kit.stop();
    }
  });

  it('runs timers when the test says so, and plays recordings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cozy-kit-'));
    try {
      const heard: string[] = [];
      kit = await TestKit.run(() => {
        const bot = new Bot(options);
        bot.onTimer({ every: '24h' }, (context) => context.sendMessage('tick', { channelId: kit!.channel.id }));
        bot.onMessage(({ content }) => heard.push(content));
      });
      await kit.tick();
      expect(kit.sent.map(({ content }) => content)).to.deep.equal(['tick']);
      const message = await kit.message('first');
      const lines = ['second', 'third'].map((content) => ({
        t: 'MESSAGE_CREATE' as const,
        d: { ...message, content },
      }));
      writeFileSync(join(folder, 'events.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      await kit.play(join(folder, 'events.ndjson'));
      await kit.play(lines);
      expect(heard).to.deep.equal(['first', 'second', 'third', 'second', 'third']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says what is wrong with a program', async () => {
    expect((await failure(TestKit.run(() => undefined))).message).to.include('it must call new Bot');
    const two = () => [new Bot(options), new Bot(options)];
    expect((await failure(TestKit.run(two))).message).to.include('a second bot');
    const none = await failure(TestKit.load('/nowhere/bot.js'));
    expect(none.message).to.include('/nowhere/bot.js');
  });

  it('leaves the process free to end', async () => {
    kit = await TestKit.run(() => new Bot(options).onTimer({ every: '1s' }, () => undefined));
    await kit.stop();
    await kit.stop();
  });
});
