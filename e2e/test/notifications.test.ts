import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import type { Part } from '../harness/cluster.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { sharedCluster } from '../harness/shared.ts';

/** What a page of these tests has told by the device's notifications: Chromium without a desktop shows none. */
declare global {
  var told: { title: string; body: string; click: () => void }[];
}

const RECORDER = `
  globalThis.told = [];
  globalThis.Notification = class {
    static permission = 'granted';
    static requestPermission = async () => 'granted';
    close() {}
    constructor(title, { body = '' }) {
      globalThis.told.push({ title, body, click: () => this.onclick() });
    }
  };
`;

describe('one member on two devices, and another one', function () {
  this.timeout(300_000);
  let node: Part;
  let browser: Browser;
  let circle: Circle;
  let one: Visitor;
  let two: Visitor;
  /** A second channel, in which nobody is. */
  let quiet: string;
  let nonce = 0;

  before(async () => {
    await buildClient(() => undefined);
    node = (await sharedCluster()).nodes[0]!;
    circle = await makeCircle([node.origin], 2);
    const made = { community_id: circle.communityId, name: 'quiet', type: 'text' } as const;
    quiet = (await circle.clients[0]!.request('channel.create', made)).channel.id;
    browser = await launchBrowser();
    [one, two] = [await Visitor.open(browser), await Visitor.open(browser)];
    await one.context.grantPermissions(['notifications']);
    await one.page.addInitScript({ content: RECORDER });
    for (const device of [one, two]) {
      await device.logIn(node.origin, circle.people[1]!);
      await device.page.goto(`${node.origin}/c/${circle.communityId}/${circle.channelId}`);
      await composer(device.page, 'general').waitFor();
    }
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  eachGoesOn();

  const name = async (channel_id = quiet) => {
    const content = `hey <@${circle.people[1]!.user.id}>`;
    const sent = { channel_id, content, nonce: `n${nonce++}` };
    return (await circle.clients[0]!.request('message.send', sent)).message;
  };
  const row = (page: Page, label: string): Locator =>
    page.getByRole('navigation', { name: 'Channels' }).getByRole('link', { name: label, exact: true });

  it('see the same badges, in the list, the rail, the title and the icon [GW-70][GW-72]', async () => {
    await name();
    await name();
    for (const { page } of [one, two]) {
      await row(page, 'quiet 2 mentions').waitFor();
      await page.getByRole('link', { name: 'Circle, 2 mentions' }).waitFor();
      await until(async () => (await page.title()).startsWith('(2) '), 'the title counts');
      expect(await page.locator('link[rel="icon"]').getAttribute('href')).to.contain('mention');
    }
  });

  it('have read what one of them has read', async () => {
    await one.page.bringToFront();
    await row(one.page, 'quiet 2 mentions').click();
    for (const { page } of [one, two]) {
      await row(page, 'quiet').waitFor();
      await until(async () => !(await page.title()).startsWith('('), 'the title counts no more');
    }
  });

  it('mark unread from a message on, and all as read again [GW-71]', async () => {
    const message = one.page.locator('article[data-message]').last();
    await message.hover();
    await message.getByRole('button', { name: 'More' }).click();
    await one.page.getByRole('menuitem', { name: 'Mark unread from here' }).click();
    for (const { page } of [one, two]) await row(page, 'quiet 1 mention').waitFor();
    await row(two.page, 'quiet 1 mention').click({ button: 'right' });
    await two.page.getByRole('menuitem', { name: 'Mark as read' }).click();
    for (const { page } of [one, two]) await row(page, 'quiet').waitFor();
  });

  it('mute a channel, in which only mentions count', async () => {
    await row(two.page, 'quiet').click({ button: 'right' });
    await two.page.getByRole('menuitem', { name: 'Mute until I turn it on' }).click();
    for (const { page } of [one, two]) await row(page, 'quiet , muted').waitFor();
    await row(one.page, 'general').click();
    const plain = { channel_id: quiet, content: 'nothing', nonce: `n${nonce++}` };
    await circle.clients[0]!.request('message.send', plain);
    await name();
    for (const { page } of [one, two]) await row(page, 'quiet , muted 1 mention').waitFor();
    await row(one.page, 'quiet , muted 1 mention').click({ button: 'right' });
    await one.page.getByRole('menuitem', { name: 'Unmute' }).click();
    for (const { page } of [one, two]) await row(page, 'quiet 1 mention').waitFor();
  });

  it('tell of a mention out of view once the person wants it, and lead to it', async () => {
    const from = one.frames.length;
    await one.page.goto(`${node.origin}/settings/notifications`);
    await until(() => one.events('READY', from).length > 0, 'the device is connected');
    await one.page.getByText('Desktop notifications').click();
    await one.page.getByRole('switch', { name: 'Desktop notifications' }).and(one.page.locator(':checked')).waitFor();
    const { id } = await name();
    await one.page.waitForFunction(() => globalThis.told.length === 1);
    const [shown] = await one.page.evaluate(() => globalThis.told.map(({ title, body }) => ({ title, body })));
    expect(shown?.title).to.equal(`${circle.people[0]!.user.display_name} (#quiet, Circle)`);
    await one.page.evaluate(() => globalThis.told[0]!.click());
    await one.page.locator(`article[data-message="${id}"]`).waitFor();
  });

  it('share a draft', async () => {
    await row(two.page, 'general').click();
    await row(one.page, 'general').click();
    await composer(one.page, 'general').fill('half a thought');
    await until(
      async () => (await composer(two.page, 'general').inputValue()) === 'half a thought',
      'the other device has the draft',
    );
    await row(two.page, 'quiet').click();
    await row(two.page, 'general , with a draft').waitFor();
    await composer(one.page, 'general').fill('');
    await row(two.page, 'general').waitFor();
  });

  it('put a message off, and send it now', async () => {
    await composer(one.page, 'general').fill('see you later');
    await one.page.getByRole('button', { name: 'Send later' }).click();
    await one.page.getByRole('menuitem', { name: /^Tomorrow morning/ }).click();
    await two.page.goto(`${node.origin}/settings/scheduled`);
    await two.page.getByText('see you later').waitFor();
    await two.page.getByRole('button', { name: 'Send now' }).click();
    await two.page.getByText('No message waits to be sent.').waitFor();
    await one.page.locator('article[data-message]').getByText('see you later').waitFor();
    expect([...one.complaints, ...two.complaints]).to.deep.equal([]);
  });
});

function composer(page: Page, channel: string): Locator {
  return page.getByRole('textbox', { name: `Message #${channel}` });
}
