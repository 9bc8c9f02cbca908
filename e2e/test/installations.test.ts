import { createHash } from 'node:crypto';
import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

const REDIRECT = 'http://localhost/back';

describe('bots that are installed by consent', function () {
  this.timeout(180_000);
  let browser: Browser;
  let circle: Circle;
  let ann: Visitor;
  let origin: string;
  let botId: string;

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    const maker = circle.clients[1]!;
    const { bot } = await maker.request('bot.create', {
      name: 'Weather bot',
      scopes: ['read:messages', 'read:message-content', 'write:messages'],
      redirect_uris: [REDIRECT],
      public: true,
    });
    botId = bot.id;
    browser = await launchBrowser();
    ann = await Visitor.open(browser);
    await ann.logIn(origin, circle.people[0]!);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  eachGoesOn();

  it('[SC-8] are let in with what is left on, and their program gets a token for it', async () => {
    const { page } = ann;
    const verifier = 'v'.repeat(43);
    const query = new URLSearchParams({
      client_id: botId,
      redirect_uri: REDIRECT,
      response_type: 'code',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'mine',
      community_id: circle.communityId,
    });
    await page.route(`${REDIRECT}**`, (route) => route.fulfill({ body: 'back' }));
    await page.goto(`${origin}/oauth2/authorize?${query}`);
    await page.getByRole('heading', { name: 'Add Weather bot' }).waitFor();
    await page.getByText(circle.people[1]!.user.username).waitFor();
    await page.getByRole('switch', { name: 'Read what messages, files and polls say' }).press('Space');
    await page.getByRole('button', { name: /^Add to/ }).click();
    await page.waitForURL(`${REDIRECT}**`);
    const back = new URL(page.url()).searchParams;
    expect(back.get('state')).to.equal('mine');
    const answer = await fetch(`${origin}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: back.get('code')!,
        client_id: botId,
        redirect_uri: REDIRECT,
        code_verifier: verifier,
      }),
    });
    const tokens = (await answer.json()) as { access_token: string; scope: string };
    expect(tokens.scope).to.equal('read:messages write:messages');
    const said = await fetch(`${origin}/api/v1/channels/${circle.channelId}/messages`, {
      method: 'POST',
      headers: { Authorization: `Bot ${tokens.access_token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ content: 'It will rain', nonce: 'rain' }),
    });
    expect(said.status).to.equal(200);
    await page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await page.getByText('It will rain').waitFor();
  });

  it('are not let in by a link that leads to somebody else', async () => {
    const { page } = ann;
    const query = new URLSearchParams({ client_id: botId, redirect_uri: 'https://evil.example/' });
    await page.goto(`${origin}/oauth2/authorize?${query}`);
    await page.getByText('This link leads to an address that the bot has not named.').waitFor();
    expect(await page.getByRole('button', { name: /^Add to/ }).count()).to.equal(0);
  });

  it('are granted more, paused and removed by who manages the community, who can take that back', async () => {
    const { page } = ann;
    await page.goto(`${origin}/c/${circle.communityId}/settings/bots`);
    await page.getByText('It asks for more than it was granted.').waitFor();
    const more = page.getByRole('button', { name: 'More for Weather bot' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Change what it may do' }).click();
    await page.getByText('New', { exact: true }).waitFor();
    await page.getByRole('switch', { name: 'Read what messages, files and polls say' }).press('Space');
    await page.getByRole('button', { name: /^Save for/ }).click();
    await page.getByText('Read what messages, files and polls say').waitFor();
    await more.click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await page.getByText('(paused)').waitFor();
    await more.click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByText('No bot is installed here.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await more.waitFor();
  });
});
