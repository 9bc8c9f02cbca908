import { join } from 'node:path';
import { CONVERSATIONS, loadScript, MockGateway } from '@cozy/protocol/mock';
import { expect } from 'chai';
import { Bot, type Message } from '../src/index.ts';

const { define } = loadScript(join(CONVERSATIONS, 'ready-and-dispatch.json'));
const token = 'bot.1399999999999990001.secret';
const community = '1399999999999990010';
const channel = '1399999999999990011';
const ada = '1399999999999990002';

/** Plays one session: what follows READY. */
const play = (steps: object[]) =>
  MockGateway.start({
    about: 'A test',
    define,
    connections: [[{ send: '$hello' }, { expect: { op: 2 } }, { send: '$ready' }, ...(steps as never[])]],
  });
const answer = (d: object) => ({ send: { op: 21, n: '$last.n', d } });
const refuse = (code: string) => ({ send: { op: 21, n: '$last.n', e: { code, message: 'No.' } } });
const said = (place: number, fields: object) => ({
  send: { '...': '$created', s: [3, place], d: { '...': '$message', ...fields } },
});

describe('bot', () => {
  let mock: MockGateway;
  let bot: Bot;
  const errors: unknown[] = [];

  /** Starts a bot with handlers, plays the session to its end and stops both. */
  async function session(steps: object[], prepare: (bot: Bot) => void): Promise<void> {
    errors.length = 0;
    mock = await play(steps);
    bot = new Bot({ url: mock.url, token, cursors: false });
    bot.on('error', (error) => errors.push(error));
    prepare(bot);
    try {
      await bot.start();
      await mock.finished;
      await bot.stop();
    } finally {
      await mock.stop();
    }
  }

  it('welcomes people in the first text channel, and moderates', async () => {
    const member = {
      community_id: community,
      user: '$ada',
      nick: null,
      roles: [],
      joined_at: '2026-01-02T03:04:05.678Z',
    };
    const steps = [
      { send: { op: 0, t: 'COMMUNITY_MEMBER_ADD', s: [3, 101], d: member } },
      { expect: { op: 20, t: 'community.list' } },
      answer({ communities: ['$community'] }),
      { expect: { op: 20, t: 'message.send', d: { channel_id: channel, content: 'Welcome, Ada!' } }, as: 'first' },
      { send: '$answer' },
      { expect: { op: 20, t: 'member.kick', d: { community_id: community, user_id: ada, reason: 'A test' } } },
      answer({}),
    ];
    await session(steps, (bot) =>
      bot.onUserJoin(async (member, context) => {
        await context.sendMessage(`Welcome, ${member.user.display_name}!`);
        await context.moderate({ kick: member.user.id, reason: 'A test' });
      }),
    );
    expect(errors).to.deep.equal([]);
  });

  it('[TH-1] replies in a thread that it names, and in the thread of a message that it answers', async () => {
    const [root, comment] = ['1399999999999990101', '1399999999999990102'];
    const send = (content: string, fields: object) => [
      { expect: { op: 20, t: 'message.send', d: { channel_id: channel, content, ...fields } }, as: 'first' },
      { send: '$answer' },
    ];
    const steps = [
      said(101, { id: root, content: 'a post' }),
      ...send('first comment', { thread_id: root }),
      said(102, { id: comment, content: 'a comment', thread_id: root }),
      ...send('an answer', { thread_id: root, reply_to: comment }),
    ];
    await session(steps, (bot) =>
      bot.onMessage(async (message, context) => {
        if (message.thread_id) await context.sendMessage('an answer', { replyTo: message });
        else await context.sendMessage('first comment', { threadId: message.id });
      }),
    );
    expect(errors).to.deep.equal([]);
  });

  it('takes a message that is gone already for deleted, and goes on after a handler has failed', async () => {
    const steps = [
      said(101, { id: '1399999999999990101', content: '/remove "a b"' }),
      { expect: { op: 20, t: 'message.delete', d: { channel_id: channel, message_id: '1399999999999990101' } } },
      refuse('UNKNOWN_MESSAGE'),
      { expect: { op: 20, t: 'reaction.add', d: { emoji: '👍' } } },
      refuse('MISSING_PERMISSION'),
      said(102, { id: '1399999999999990102', content: 'after' }),
      { expect: { op: 20, t: 'typing.start' } },
      answer({}),
    ];
    const args: string[][] = [];
    await session(steps, (bot) => {
      bot.onCommand('remove', async (command, context) => {
        args.push(command.args);
        await context.moderate({ delete: command.message });
        await context.addReaction(command.message, '👍');
      });
      bot.onMessage(async (message, { commands }) => {
        if (message.content === 'after') await commands.typing.start({ channel_id: message.channel_id });
      });
    });
    expect(args).to.deep.equal([['a b']]);
    expect(errors.map((error) => (error as { code: string }).code)).to.deep.equal(['MISSING_PERMISSION']);
  });

  it('does not handle its own messages and reactions, nor those of other bots', async () => {
    const reaction = { community_id: community, channel_id: channel, message_id: '1399999999999990100', emoji: '👍' };
    const steps = [
      said(101, { author: '$bot', content: 'mine' }),
      said(102, { author: { '...': '$bot', id: '1399999999999990003' }, content: 'of another bot' }),
      { send: { op: 0, t: 'MESSAGE_REACTION_ADD', s: [3, 103], d: { ...reaction, user_id: '$bot.id' } } },
      { send: { op: 0, t: 'MESSAGE_REACTION_ADD', s: [3, 104], d: { ...reaction, user_id: ada } } },
      said(105, { content: 'of Ada' }),
      { expect: { op: 20, t: 'typing.start' } },
      answer({}),
    ];
    const messages: string[] = [];
    const reactions: string[] = [];
    await session(steps, (bot) => {
      bot.onReaction((reaction) => reactions.push(reaction.user_id));
      bot.onMessage(async (message, { commands }) => {
        messages.push(message.content);
        await commands.typing.start({ channel_id: message.channel_id });
      });
    });
    expect(messages).to.deep.equal(['of Ada']);
    expect(reactions).to.deep.equal([ada]);
  });

  it('sends messages of one channel in the order in which they were written', async () => {
    const wanted = ['one', 'two', 'three'];
    const steps = [
      said(101, { content: 'go' }),
      ...wanted.flatMap((content) => [
        { expect: { op: 20, t: 'message.send', d: { content } }, as: 'first' },
        { quiet: 50 },
        { send: '$answer' },
      ]),
    ];
    let sent: Message[] = [];
    await session(steps, (bot) =>
      bot.onMessage(async (_, context) => {
        sent = await Promise.all(wanted.map((content) => context.sendMessage(content)));
      }),
    );
    expect(sent).to.have.length(3);
  });

  it('[GW-36] waits for a rate limit, and keeps the order of a command in a channel meanwhile', async () => {
    const reaction = (emoji: string) => ({ expect: { op: 20, t: 'reaction.add', d: { emoji } } });
    const e = { code: 'RATE_LIMITED', message: 'Wait.', retry_after: 0.3 };
    const steps = [
      said(101, { content: 'go' }),
      { ...reaction('1️⃣'), as: 'first' },
      { expect: { op: 20, t: 'typing.start' } },
      answer({}),
      { send: { op: 21, n: '$first.n', e } },
      { quiet: 250 },
      ...['1️⃣', '2️⃣', '3️⃣'].flatMap((emoji) => [reaction(emoji), { quiet: 50 }, answer({})]),
    ];
    await session(steps, (bot) =>
      bot.onMessage(async (message, context) => {
        const reactions = ['1️⃣', '2️⃣', '3️⃣'].map((emoji) => context.addReaction(message, emoji));
        // Another command is not held up.
        await context.commands.typing.start({ channel_id: message.channel_id });
        await Promise.all(reactions);
      }),
    );
    expect(errors).to.deep.equal([]);
  });

  it('runs timers, whose sends must name a channel', async () => {
    const runs: string[] = [];
    const steps = [
      { expect: { op: 20, t: 'message.send', d: { channel_id: channel, content: 'tick' } }, as: 'first' },
      { send: '$answer' },
    ];
    await session(steps, (bot) =>
      bot.onTimer({ every: '100ms' }, async (context) => {
        if (runs.length === 0) {
          runs.push('sent');
          await context.sendMessage('tick', { channelId: channel });
          await context.sendMessage('tock');
        }
      }),
    );
    expect(errors.map(String)).to.deep.equal([
      'TypeError: A timer has no channel: sendMessage needs channelId in its options.',
    ]);
  });

  it('tells that it was refused while it ran, and has the process end with 1', async () => {
    const steps = [
      said(101, { content: 'wait' }),
      { expect: { op: 20, t: 'typing.start' } },
      answer({}),
      { close: 4004 },
    ];
    await session(steps, (bot) => {
      const refused = new Promise<void>((resolve) => bot.on('error', () => resolve()));
      bot.onMessage(async (message, { commands }) => {
        await commands.typing.start({ channel_id: message.channel_id });
        await refused;
      });
    });
    expect(errors.map((error) => (error as { code: string }).code)).to.deep.equal(['UNAUTHENTICATED']);
    expect(process.exitCode).to.equal(1);
    process.exitCode = undefined;
  });

  it('says in a sentence what is wrong with its options', () => {
    expect(() => new Bot({ url: 'localhost', token })).to.throw(TypeError, 'http://localhost:8080');
    expect(() => new Bot({ url: 'http://localhost', token: undefined })).to.throw(TypeError, 'Settings → Bots');
    const bot = new Bot({ url: 'http://localhost', token, cursors: false });
    expect(() => bot.onCommand('two words', () => undefined)).to.throw(TypeError, '1 to 32 letters');
    expect(() => bot.onTimer({ every: 'often' }, () => undefined)).to.throw(RangeError, "not 'often'");
    expect(() => bot.onTimer({ every: 2 ** 31 }, () => undefined)).to.throw(RangeError, '24 days');
  });
});
