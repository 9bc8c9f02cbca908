import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CONVERSATIONS, loadScript, MockGateway, type Script } from '@cozy/protocol/mock';
import { expect } from 'chai';
import { Bot, type Progress } from '../src/index.ts';

const { define } = loadScript(join(CONVERSATIONS, 'ready-and-dispatch.json'));
const script = (connections: Script['connections']): Script => ({ about: 'A test', define, connections });
const identify = [{ send: '$hello' }, { expect: { op: 2 } }, { send: '$ready' }];
const resume = (cursors: object) => [{ send: '$hello' }, { expect: { op: 6, d: { cursors } } }];
const elsewhere = { '...': '$m103', d: { '...': '$m103.d', channel_id: '1399999999999990012' } };
const token = 'bot.1399999999999990001.secret';

interface Line {
  began?: string;
  ended?: string;
  saved?: Progress;
}

describe('a bot that starts again', function () {
  // It starts processes, which takes its time on a busy machine.
  this.timeout(60_000);
  let folder: string;
  let mock: MockGateway | undefined;
  let child: ChildProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cozy-bot-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await mock?.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs the bot as a process until a line that is wanted, then kills it with -9. */
  async function runAndKill(url: string, wanted: (line: Line) => boolean): Promise<Line[]> {
    const program = fileURLToPath(new URL('programs/stuck-bot.ts', import.meta.url));
    const args = ['--import', 'tsx', program, url, join(folder, 'cursors.json')];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const lines: Line[] = [];
    for await (const text of createInterface({ input: child.stdout! })) {
      const line = JSON.parse(text) as Line;
      lines.push(line);
      if (wanted(line)) break;
    }
    child.kill('SIGKILL');
    await exited;
    return lines;
  }

  it('handles again what was not finished when it was killed, and only that, with the same nonce', async () => {
    mock = await MockGateway.start(
      script([
        [
          ...identify,
          { send: '$m101' },
          { send: '$m102' },
          { expect: { op: 20, t: 'message.send', d: { nonce: '*' } }, as: 'first' },
          { send: '$answer' },
          { send: elsewhere },
          { expect_close: true },
        ],
        [
          ...resume({ 3: 101 }),
          { send: '$m102' },
          { send: elsewhere },
          { send: '$m104' },
          { send: { '...': '$resumed', d: { '...': '$resumed.d', cursors: { 3: 104 } } } },
          { expect: { op: 20, t: 'message.send', d: { nonce: '$first.d.nonce' } } },
          { send: '$answer' },
        ],
      ]),
    );
    const first = await runAndKill(mock.url, ({ saved }) => saved?.done[3]?.includes(103) ?? false);
    expect(first.flatMap(({ ended }) => ended ?? [])).to.deep.equal(['message 101', 'message 103']);
    const handled: string[] = [];
    const finished = mock.finished;
    const bot = new Bot({ url: mock.url, token, cursors: join(folder, 'cursors.json') });
    const last = new Promise<void>((resolve) => {
      bot.onMessage(async (message, context) => {
        if (message.content === 'message 102') await context.sendMessage('pong');
        handled.push(message.content);
        if (message.content === 'message 104') resolve();
      });
    });
    await bot.start();
    await finished;
    await last;
    await bot.stop();
    expect(handled).to.deep.equal(['message 102', 'message 104']);
  });

  it('leaves in the log what does not fit its queue, and handles it later, once and in order', async () => {
    const resumed = { send: { '...': '$resumed', d: { '...': '$resumed.d', cursors: { 3: 105 } } } };
    mock = await MockGateway.start(
      script([
        [...identify, { send: ['$m101', '$m102', '$m103', '$m104'] }, { send: '$m105' }, { expect_close: true }],
        [...resume({ 3: 102 }), { send: ['$m103', '$m104', '$m105'] }, resumed, { expect_close: true }],
        [...resume({ 3: 104 }), { send: '$m105' }, resumed],
      ]),
    );
    const handled: string[] = [];
    const bot = new Bot({ url: mock.url, token, cursors: false, queueLimit: 2 });
    const last = new Promise<void>((resolve) => {
      bot.onMessage(async (message) => {
        handled.push(message.content);
        await new Promise(setImmediate);
        if (message.content === 'message 105') resolve();
      });
    });
    await bot.start();
    await mock.finished;
    await last;
    await bot.stop();
    expect(handled).to.deep.equal([101, 102, 103, 104, 105].map((n) => `message ${n}`));
  });

  it('refuses a file that holds no cursors', async () => {
    const bot = new Bot({ url: 'http://127.0.0.1:9', token, cursors: fileURLToPath(import.meta.url) });
    const error = await bot.start().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).to.include("does not hold a bot's cursors");
  });
});
