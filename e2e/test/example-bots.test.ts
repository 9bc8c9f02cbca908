import { join } from 'node:path';
import { ROOT } from '@cozy/ops/root';
import { expect } from 'chai';
import { BotProcess } from '../harness/bots.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

describe('the example bots, as programs on a real server', function () {
  this.timeout(120_000);
  let origin: string;
  let circle: Circle;
  const bots: BotProcess[] = [];

  before(async () => {
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    // Presences come of what is in view.
    circle.clients[0]!.connection.subscribe({ communities: [circle.communityId], channels: [] });
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await Promise.all(bots.map((bot) => bot.end()));
  });

  eachGoesOn();

  /** Makes a bot, adds it to the circle and runs an example as it. */
  async function run(language: 'javascript' | 'python', example: string): Promise<BotProcess> {
    const [owner] = circle.clients as [Circle['clients'][number]];
    const { bot, token } = await owner.request('bot.create', { name: `${example} ${language}` });
    await owner.request('bot.add', { community_id: circle.communityId, bot_id: bot.id });
    const file = `${example}.${language === 'javascript' ? 'mjs' : 'py'}`;
    const folder = language === 'javascript' ? 'clients/bot-js' : 'clients/bot-py';
    const started = await BotProcess[language](origin, token, join(ROOT, folder, 'examples', file));
    bots.push(started);
    const online = ({ user_id, status }: { user_id: string; status: string }) =>
      user_id === bot.id && status !== 'offline';
    await owner.waitFor('PRESENCE_UPDATE', online, `the presence of ${file}`, {
      withinMs: 60_000,
    });
    return started;
  }

  /** Writes as the second member. */
  const say = (content: string) =>
    circle.clients[1]!.request('message.send', { channel_id: circle.channelId, content, nonce: content });

  it('the trivia bot asks and hears the right answer, and the poll bot begins a poll', async () => {
    await run('javascript', 'trivia');
    await run('python', 'poll');
    const [owner] = circle.clients as [Circle['clients'][number]];
    await say('/trivia');
    await owner.waitFor('MESSAGE_CREATE', ({ content }) => content.startsWith('Which planet'), 'the question');
    await say('Mercury');
    const right = await owner.waitFor('MESSAGE_CREATE', ({ content }) => content.startsWith('Right, '), 'the point');
    expect(right.reply_to?.content).to.equal('Mercury');
    await say('/poll "Where do we eat?" Pizza Noodles');
    const { poll } = await owner.waitFor('MESSAGE_CREATE', (message) => message.poll !== undefined, 'the poll');
    expect(poll?.answers).to.deep.equal(['Pizza', 'Noodles']);
  });
});
