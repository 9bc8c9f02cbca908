import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { BotProcess } from '../harness/bots.ts';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { Client } from '../harness/client.ts';
import type { Part } from '../harness/cluster.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { healthy } from '../harness/health.ts';
import { logIn } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { sharedCluster } from '../harness/shared.ts';

const COMMUNITY = 'The reading circle';
const PASSWORD = 'correct horse battery';
/** Ms until a deletion that can be undone is carried out, and some. */
const DELETED_WITHIN_MS = 20_000;

describe('two people in a browser, and two bots', function () {
  this.timeout(300_000);
  let node: Part;
  let browser: Browser;
  let ann: Visitor;
  let bob: Visitor;
  /** Ann's account at the gateway, beside her browser, to see what the server holds. */
  let watcher: Client;
  const bots: BotProcess[] = [];
  const suffix = process.pid;

  before(async () => {
    await buildClient(() => undefined);
    node = (await sharedCluster()).nodes[0]!;
    browser = await launchBrowser();
    ann = await Visitor.open(browser);
    bob = await Visitor.open(browser);
  });
  after(async () => {
    watcher?.close();
    await Promise.all(bots.map((bot) => bot.end()));
    await browser?.close();
  });

  eachGoesOn();

  it('register, make a community and invite each other', async () => {
    await ann.page.goto(`${node.origin}/register`);
    await fillRegistration(ann.page, `ann${suffix}`);
    await ann.page.getByRole('button', { name: 'Create community' }).click();
    const dialog = ann.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Customize your own' }).click();
    await dialog.getByLabel('Name').fill(COMMUNITY);
    await dialog.getByRole('button', { name: 'Create community' }).click();
    await composer(ann.page).waitFor();

    await ann.page.getByRole('button', { name: 'Invite people', exact: true }).click();
    const link = ann.page.getByLabel('Invitation link');
    await until(async () => (await link.inputValue()).includes('/invite/'), 'there is an invitation link');
    const address = await link.inputValue();
    expect(address.startsWith(`${node.origin}/invite/`), address).to.equal(true);
    await ann.page.keyboard.press('Escape');

    await bob.page.goto(address);
    await bob.page.getByRole('link', { name: 'Create an account to join' }).click();
    await fillRegistration(bob.page, `bob${suffix}`);
    await bob.page.getByRole('button', { name: `Join ${COMMUNITY}` }).click();
    await composer(bob.page).waitFor();

    watcher = new Client(await logIn(node.origin, `ann${suffix}@example.org`, PASSWORD), [node.origin]);
    await watcher.ready();
  });

  it('chat live, both ways', async () => {
    await say(ann.page, 'Hello Bob');
    await message(bob.page, 'Hello Bob').waitFor();
    await say(bob.page, 'Hello Ann');
    await message(ann.page, 'Hello Ann').waitFor();
  });

  it('react, edit and delete', async () => {
    await message(bob.page, 'Hello Bob').hover();
    await message(bob.page, 'Hello Bob')
      .getByRole('button', { name: /^React with/ })
      .first()
      .click();
    await message(ann.page, 'Hello Bob').getByRole('button', { name: /, 1$/ }).waitFor();
    await message(bob.page, 'Hello Bob')
      .getByRole('button', { name: /, 1, with yours$/ })
      .waitFor();

    await message(ann.page, 'Hello Bob').hover();
    await message(ann.page, 'Hello Bob').getByRole('button', { name: 'Edit' }).click();
    await ann.page.getByLabel('Edit message').fill('Hello dear Bob');
    await ann.page.keyboard.press('Enter');
    await message(bob.page, 'Hello dear Bob').getByText('edited').waitFor();

    await message(bob.page, 'Hello Ann').hover();
    await message(bob.page, 'Hello Ann').getByRole('button', { name: 'Delete' }).click();
    await message(ann.page, 'Hello Ann').waitFor({ state: 'detached', timeout: DELETED_WITHIN_MS });
  });

  it('make bots in the settings, whose README programs answer', async () => {
    const tokens = [await makeBot(ann.page, 'Jay'), await makeBot(ann.page, 'Pia')];
    bots.push(await BotProcess.javascript(node.origin, tokens[0]!), await BotProcess.python(node.origin, tokens[1]!));
    await present(['Jay', 'Pia']);

    await ann.page.goto(node.origin);
    await ann.page.getByRole('link', { name: COMMUNITY }).first().click();
    await say(ann.page, '/ping');
    for (const { page } of [ann, bob]) {
      await until(
        async () => (await message(page, 'pong').count()) === 2,
        () => `both bots answer; they printed:\n${printed()}`,
      );
    }
    await say(bob.page, 'hello');
    // The bot of the JavaScript README also waves back.
    await message(bob.page, 'hello').getByRole('button', { name: '👋, 1' }).waitFor();
  });

  it('keep what was written while the server was away, and send it once', async () => {
    for (const visitor of [ann, bob]) visitor.serverIsAway = true;
    await node.kill();
    await ann.page.getByText(/^(Connecting…|No connection)/).waitFor();
    await say(ann.page, 'Written while away');
    await ann.page.getByRole('article', { name: 'Your message, on its way' }).waitFor();
    await node.start();
    await healthy(node.origin);
    await ann.page
      .getByRole('article', { name: 'Your message, on its way' })
      .waitFor({ state: 'detached', timeout: 60_000 });
    await message(bob.page, 'Written while away').waitFor({ timeout: 60_000 });
    for (const visitor of [ann, bob]) {
      await visitor.page.getByText(/^(Connecting…|No connection)/).waitFor({ state: 'detached', timeout: 60_000 });
      visitor.serverIsAway = false;
    }
    // What follows it is shown after everything before it.
    await say(bob.page, 'Glad you are back');
    for (const { page } of [ann, bob]) {
      await message(page, 'Glad you are back').waitFor();
      expect(await message(page, 'Written while away').count()).to.equal(1);
    }
    const away = await watcher.waitFor('MESSAGE_CREATE', ({ content }) => content === 'Written while away', 'it', {
      withinMs: 60_000,
    });
    const stored = await watcher.history(away.channel_id);
    expect(stored.filter(({ content }) => content === 'Written while away')).to.have.length(1);
  });

  it('see every page at 390 px without scrolling sideways', async () => {
    const { page } = ann;
    const channel = new URL(page.url()).pathname;
    const community = channel.split('/').slice(0, 3).join('/');
    await page.setViewportSize({ width: 390, height: 844 });
    const settings = ['', '/profile', '/appearance', '/sessions', '/bots'].map((section) => `/settings${section}`);
    for (const path of ['/', community, channel, `${community}/settings`, ...settings]) {
      await page.goto(`${node.origin}${path}`);
      await page.locator('main:visible, nav:visible').first().waitFor();
      expect(await ann.overflow(), `px that ${path} is too wide`).to.equal(0);
    }
    const stranger = await Visitor.open(browser, 390);
    for (const path of ['/register', '/login', '/invite/doesnotexist']) {
      await stranger.page.goto(`${node.origin}${path}`);
      await stranger.page.getByRole('heading', { level: 1 }).waitFor();
      expect(await stranger.overflow(), `px that ${path} is too wide`).to.equal(0);
    }
  });

  it('and no page has complained about anything', () => {
    expect(ann.complaints).to.deep.equal([]);
    expect(bob.complaints).to.deep.equal([]);
  });

  const printed = () => bots.map((bot) => bot.printed).join('\n');

  async function fillRegistration(page: Page, username: string): Promise<void> {
    await page.getByLabel('Email').fill(`${username}@example.org`);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
  }

  async function makeBot(page: Page, name: string): Promise<string> {
    await page.goto(`${node.origin}/settings/bots`);
    await page.getByLabel('Name of a new bot').fill(name);
    await page.getByRole('button', { name: 'Create bot' }).click();
    const shown = page.getByRole('region', { name: `Token of ${name}` });
    await shown.getByRole('button', { name: 'Copy' }).click();
    await shown.getByText('Copied').waitFor();
    const token = await page.evaluate(() => navigator.clipboard.readText());
    expect(token).to.match(/^bot\./);
    await page.getByRole('button', { name: `Add ${name} to a community` }).click();
    await page.getByRole('menuitem', { name: COMMUNITY }).click();
    await page.getByText(`${name} is in ${COMMUNITY} now.`).waitFor();
    return token;
  }

  /** Waits until bots are connected, as the member list tells. */
  async function present(names: string[]): Promise<void> {
    const { communities } = await watcher.request('community.list', {});
    const community_id = communities[0]!.id;
    watcher.connection.subscribe({ communities: [community_id], channels: [] });
    await Promise.all(
      names.map(async (name) => {
        const { user } = await watcher.waitFor(
          'COMMUNITY_MEMBER_ADD',
          (member) => member.user.display_name === name,
          name,
        );
        const isHere = async () => {
          const from = watcher.events.length;
          watcher.connection.requestMembers({ community_id, user_ids: [user.id] });
          const { presences } = await watcher.waitFor('COMMUNITY_MEMBERS_CHUNK', () => true, name, { from });
          return presences.some(({ user_id }) => user_id === user.id);
        };
        const arrival = watcher.waitFor(
          'PRESENCE_UPDATE',
          ({ user_id, status }) => user_id === user.id && status === 'online',
          `${name} is here`,
          { withinMs: 60_000 },
        );
        if (await isHere()) arrival.catch(() => undefined);
        else await arrival;
      }),
    );
  }
});

/** Where one writes. */
function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Message #/ });
}

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Messages with this text, edited or not. @param text without what a regular expression takes for more than itself. */
function message(page: Page, text: string): Locator {
  return page
    .locator('article[data-message]')
    .filter({ has: page.getByText(new RegExp(`^\\s*${text}(\\s+edited)?\\s*$`)) });
}
