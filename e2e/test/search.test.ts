import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { sharedCluster } from '../harness/shared.ts';

/** Messages of the long channel: far more than a page of history, so that a jump has to load. */
const LONG = 160;

describe('search in the client', function () {
  this.timeout(300_000);
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  let ann: Visitor;
  let bob: Visitor;
  let secretId: string;

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    const [owner, other] = circle.clients;
    const { communityId: community_id, channelId: channel_id } = circle;
    const hidden = { id: community_id, type: 0 as const, allow: '0', deny: String(1n << 10n) };
    const made = await owner!.request('channel.create', {
      community_id,
      name: 'vault',
      type: 'text',
      overwrites: [hidden],
    });
    secretId = made.channel.id;
    const send = (from: typeof owner, content: string, to = channel_id) =>
      from!.request('message.send', { channel_id: to, content, nonce: `${Math.random()}` });
    await send(owner, 'The narwhal code is in the vault', secretId);
    await send(owner, 'Narwhals are the unicorns of the sea, see https://example.org/narwhal');
    for (let i = 0; i < LONG; i++) await send(i % 2 ? owner : other, `Line ${i} of a long talk`);
    await send(other, `<img src=x onerror="window.hacked = 1"> **narwhal** & friends`);
    await until(async () => {
      const { hits } = await owner!.request('message.search', { query: 'narwhal' });
      return hits.length === 3;
    }, 'all messages can be searched');
    browser = await launchBrowser();
    [ann, bob] = [await Visitor.open(browser, 1440), await Visitor.open(browser, 1440)];
    for (const [visitor, person] of [
      [ann, circle.people[0]!],
      [bob, circle.people[1]!],
    ] as const) {
      await visitor.logIn(origin, person);
      await visitor.page.goto(`${origin}/c/${community_id}/${channel_id}`);
      await composer(visitor.page).waitFor();
    }
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ });
  const field = (page: Page) => page.getByRole('combobox', { name: 'Search messages' });
  const hits = (page: Page) => page.locator('.hit');
  const status = (page: Page) => page.locator('.search-count');
  const shoot = async (page: Page, name: string) => {
    const folder = process.env.SHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const theme of ['light', 'dark']) {
        await page.evaluate((value) => {
          document.documentElement.dataset.theme = value;
        }, theme);
        await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`) });
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  };

  it('finds, with hits marked, what each member may see and nothing else', async () => {
    for (const [{ page }, count] of [
      [ann, 3],
      [bob, 2],
    ] as const) {
      await page.keyboard.press('Control+f');
      await field(page).pressSequentially('narwhal');
      await status(page)
        .filter({ hasText: `${count} results` })
        .waitFor();
      expect(await hits(page).locator('mark').allTextContents()).to.include.members(['narwhal', 'Narwhals']);
      expect((await hits(page).allTextContents()).join()).to.include('<img src=x');
      expect((await hits(page).allTextContents()).join().includes('vault')).to.equal(count === 3);
    }
    expect(await bob.page.evaluate(() => 'hacked' in window)).to.equal(false);
    await shoot(ann.page, 'results');
  });

  it('opens a hit by keyboard: the list jumps there and marks it', async () => {
    const { page } = bob;
    await field(page).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const marked = page.locator('.message[data-marked]');
    await marked.filter({ hasText: 'unicorns of the sea' }).waitFor();
    expect(await page.getByText('Line 1 of a long talk').isVisible()).to.equal(true);
    await page.waitForURL(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await hits(page).nth(1).press('Escape');
    await field(page).waitFor({ state: 'detached' });
  });

  it('suggests operators, people, channels and dates, and shows what it understood', async () => {
    const { page } = ann;
    const option = (name: RegExp | string) => page.getByRole('option', { name });
    await field(page).fill('narwhal ');
    await field(page).pressSequentially('fr');
    await option('from:').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await option(/^me$/).waitFor();
    await shoot(page, 'suggestions');
    const username = circle.people[1]!.user.username;
    await field(page).pressSequentially(username.slice(0, -1));
    await option(username).click();
    expect(await field(page).inputValue()).to.equal(`narwhal from:@${username} `);
    await status(page).filter({ hasText: '1 result' }).waitFor();
    await field(page).pressSequentially('in:va');
    await option('vault').click();
    await page.getByText('Nothing was found.').waitFor();
    await shoot(page, 'nothing');
    await page.getByRole('button', { name: `Remove from ${username}` }).click();
    await status(page).filter({ hasText: '1 result' }).waitFor();
    expect(await hits(page).allTextContents()).to.have.length(1);
    await field(page).fill('has:link during:today');
    await hits(page).filter({ hasText: 'unicorns' }).waitFor();
  });

  it('takes injections for words', async () => {
    const { page } = bob;
    await page.getByRole('button', { name: 'Search messages' }).click();
    for (const query of ['{"$ne":null}', '@channel:{*}', '(zz+)+$', `in:${secretId} narwhal`, "from:' OR 1=1 --"]) {
      await field(page).fill(query);
      await field(page).press('Enter');
      await until(async () => (await page.locator('.search-results[aria-busy="false"]').count()) === 1, 'it answered');
      await page.getByText('Nothing was found.').waitFor();
    }
  });

  it('says what went wrong, and tries again', async () => {
    const { page } = bob;
    await field(page).fill('a '.repeat(30));
    await page.getByRole('alert').filter({ hasText: 'Use at most 20 words and operators.' }).waitFor();
    await shoot(page, 'failed');
    await field(page).fill('talk');
    await status(page).filter({ hasText: '25+ results' }).waitFor();
    await page.getByRole('button', { name: 'More results' }).click();
    await status(page).filter({ hasText: '50+ results' }).waitFor();
    await page.getByRole('button', { name: 'Best' }).click();
    await status(page).filter({ hasText: '25+ results' }).waitFor();
  });

  it('has nothing serious that axe finds, and fits a phone', async () => {
    const { page } = bob;
    await page.setViewportSize({ width: 390, height: 844 });
    const { violations } = await new AxeBuilder({ page }).include('.search').analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).to.deep.equal([]);
    expect(await bob.overflow()).to.equal(0);
    await hits(page).first().click();
    await page.locator('.message[data-marked]').waitFor();
    await field(page).waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('goes to channels, people and commands by Ctrl-K, what was used last first', async () => {
    const { page } = ann;
    const option = page.getByRole('dialog').getByRole('option');
    const open = async (text: string) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill(text);
    };
    await open('vlt');
    await option.filter({ hasText: 'vault' }).first().waitFor();
    await shoot(page, 'switcher');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/${secretId}`);
    await open('');
    expect(await option.first().textContent()).to.include('vault');
    await page.getByRole('dialog').getByRole('combobox').fill('theme dark');
    await option.filter({ hasText: 'Theme: dark' }).waitFor();
    await page.keyboard.press('Enter');
    await until(() => page.evaluate(() => document.documentElement.dataset.theme === 'dark'), 'the theme is dark');
    await open('unicorns of the sea');
    await option.filter({ hasText: 'Search messages for' }).click();
    await status(page).filter({ hasText: '1 result' }).waitFor();
    for (const visitor of [ann, bob]) expect(visitor.complaints).to.deep.equal([]);
  });
});
