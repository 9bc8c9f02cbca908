import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS, type EventName } from '@cozy/protocol';
import { CONVERSATIONS, loadScript, MockGateway } from '@cozy/protocol/mock';
import { expect } from 'chai';
import { Bot, CozyError } from '../src/index.ts';

/** A bot that answers `ping` and notes all that it is given. */
async function converse(mock: MockGateway, wanted: number) {
  const dispatches: [string, unknown][] = [];
  const seen = { replies: 0, reset: false, fatal: false };
  const bot = new Bot({ url: mock.url, token: 'bot.1399999999999990001.secret', cursors: false });
  const complete = new Promise<void>((resolve) => {
    if (wanted === 0) resolve();
    for (const name of Object.keys(EVENTS) as EventName[]) {
      bot.on(name, (_, { place }) => {
        dispatches.push([name, place ?? null]);
        if (dispatches.length === wanted) resolve();
      });
    }
  });
  const errors: unknown[] = [];
  bot.on('error', (error) => errors.push(error));
  bot.on('reset', () => {
    seen.reset = true;
  });
  bot.onMessage(async (message, context) => {
    if (message.content !== 'ping') return;
    await context.sendMessage('pong');
    seen.replies += 1;
  });
  try {
    await bot.start();
  } catch (error) {
    if (!(error instanceof CozyError) || error.code !== 'UNAUTHENTICATED') throw error;
    expect(error.message).to.include('Settings → Bots');
    seen.fatal = true;
  }
  await mock.finished;
  await complete;
  await bot.stop();
  expect(errors).to.deep.equal([]);
  return { dispatches, ...seen };
}

/** Handlers keep the order of a channel; those of the session are not ordered against them. */
function byOrder<T extends { dispatches: [string, unknown][] }>({ dispatches, ...rest }: T) {
  const session = ([name]: [string, unknown]) => ['READY', 'RESUMED', 'SUBSCRIBED'].includes(name);
  return { ...rest, session: dispatches.filter(session), channel: dispatches.filter((event) => !session(event)) };
}

describe('the JavaScript SDK and the recorded conversations', () => {
  const files = readdirSync(CONVERSATIONS).filter((name) => name.endsWith('.json'));

  it('has conversations to replay', () => {
    expect(files.length).to.be.greaterThan(10);
  });

  for (const file of files) {
    const script = loadScript(join(CONVERSATIONS, file));
    const { outcome } = script;
    if (!outcome) continue;
    it(`${file}: ${script.about}`, async () => {
      const mock = await MockGateway.start(script);
      try {
        const seen = await converse(mock, outcome.dispatches.length);
        const wanted = { ...outcome, fatal: outcome.fatal !== null };
        expect(byOrder(seen)).to.deep.equal(byOrder(wanted));
      } finally {
        await mock.stop();
      }
    });
  }
});
