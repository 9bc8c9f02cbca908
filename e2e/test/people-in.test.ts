import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import type { Part } from '../harness/cluster.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { type Circle, makeCircle, type Person, register } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { sharedCluster } from '../harness/shared.ts';

describe('who comes in, and what calls them back', function () {
  this.timeout(300_000);
  let node: Part;
  let browser: Browser;
  let circle: Circle;
  let owner: Visitor;
  let guest: Visitor;
  let newcomer: Person;

  before(async () => {
    await buildClient(() => undefined);
    node = (await sharedCluster()).nodes[0]!;
    circle = await makeCircle([node.origin], 2);
    newcomer = await register(node.origin, 'newcomer');
    browser = await launchBrowser();
    [owner, guest] = [await Visitor.open(browser), await Visitor.open(browser)];
    await owner.logIn(node.origin, circle.people[0]!);
    await guest.logIn(node.origin, newcomer);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  eachGoesOn();

  const settings = (section: string) => `${node.origin}/c/${circle.communityId}/settings/${section}`;
  const order = async (page: Page) =>
    (
      await page
        .getByRole('navigation', { name: 'Channels' })
        .locator('.category-name, .nav-item-name')
        .allTextContents()
    )
      .map((name) => name.trim())
      .join(' ');
  const line = (page: Page, name: string): Locator =>
    page.getByRole('navigation', { name: 'Channels' }).getByText(name, { exact: true });

  it('answer questions, wait, and are let in [GW-80]', async () => {
    const { page } = owner;
    await page.goto(settings('joining'));
    await page.getByText('Let people in one by one').click();
    await page.getByRole('button', { name: 'Add a question' }).click();
    await page.getByRole('textbox', { name: 'Question' }).fill('What do you knit?');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('status').getByText('Saved').waitFor();

    const { invite } = await circle.clients[0]!.request('invite.create', { community_id: circle.communityId });
    await guest.page.goto(`${node.origin}/invite/${invite.code}`);
    await guest.page.getByRole('button', { name: 'Ask to join' }).click();
    await guest.page.getByText('This has to be answered.').waitFor();
    await guest.page.getByRole('textbox', { name: 'What do you knit?' }).fill('Socks <b>with</b> toes');
    await page.goto(settings('join-requests'));
    await page.getByText('Nobody waits to be let in.').waitFor();
    await guest.page.getByRole('button', { name: 'Ask to join' }).click();
    await guest.page.getByText('You wait to be let in.').waitFor();
    // The one who decides has the list open, and is shown it at once.
    await page.getByText('Socks <b>with</b> toes').waitFor();
    await page.getByRole('button', { name: `Let in ${newcomer.user.display_name}` }).click();
    await guest.page.getByRole('textbox', { name: 'Message #general' }).waitFor();
    await page.getByText('Nobody waits to be let in.').waitFor();
  });

  it('are told when they are refused, and why [GW-80]', async () => {
    const other = await register(node.origin, 'other');
    const visitor = await Visitor.open(browser);
    await visitor.logIn(node.origin, other);
    await circle.clients[0]!.request('community.update', { community_id: circle.communityId, privacy: 'public' });
    await visitor.page.goto(`${node.origin}/join/${circle.communityId}`);
    await visitor.page.getByRole('textbox', { name: 'What do you knit?' }).fill('Nothing');
    await visitor.page.getByRole('button', { name: 'Ask to join' }).click();
    await visitor.page.getByText('You wait to be let in.').waitFor();
    await visitor.page.goto(node.origin);
    await visitor.page.getByRole('heading', { name: 'Waiting to join' }).waitFor();
    const refuse = owner.page.getByRole('button', { name: `Refuse ${other.user.display_name}` });
    await refuse.click();
    await owner.page.getByRole('textbox', { name: /^Why/ }).fill('We only take knitters.');
    await refuse.click();
    await visitor.page.getByRole('main').getByText('You were not let in. We only take knitters.').waitFor();
    expect(visitor.complaints).to.deep.equal([]);
    await visitor.context.close();
  });

  it('see channels move while one of them drags them in the list', async () => {
    const { communityId: community_id, clients } = circle;
    const make = (name: string, type: 'text' | 'category') =>
      clients[0]!.request('channel.create', { community_id, name, type });
    await make('alpha', 'text');
    await make('attic', 'category');
    for (const { page } of [owner, guest]) {
      await page.goto(`${node.origin}/c/${community_id}/${circle.channelId}`);
      await line(page, 'attic').waitFor();
    }
    const { page } = owner;
    await page.locator('.channels-scroll li[data-draggable]').first().waitFor();
    expect(await order(page)).to.equal('general alpha attic');
    const from = (await line(page, 'general').boundingBox())!;
    const to = (await line(page, 'attic').boundingBox())!;
    await page.mouse.move(from.x + 5, from.y + 5);
    await page.mouse.down();
    for (let step = 1; step <= 10; step++) {
      await page.mouse.move(from.x + 5, from.y + 5 + ((to.y + 8 - from.y) * step) / 10);
    }
    await page.mouse.up();
    for (const visitor of [owner, guest]) {
      await until(async () => (await order(visitor.page)) === 'alpha attic general', 'the channel is in the category');
    }
    // It was dragged, not clicked on: nobody is led away.
    await line(page, 'alpha').click();
    await page.getByRole('textbox', { name: 'Message #alpha' }).waitFor();
  });

  it('are shown what is pushed once, and are led to it [GW-74]', async () => {
    const { page, context } = guest;
    await context.grantPermissions(['notifications']);
    const path = `/c/${circle.communityId}/${circle.channelId}`;
    const cdp = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(node.origin) && !isDeleted);
        if (own) resolve(own.registrationId);
      });
    });
    await cdp.send('ServiceWorker.enable');
    const registrationId = await registered;
    const notice = { title: 'Ada (#general, Circle)', body: 'over here', path, tag: '1400000000000000000' };
    const deliver = () =>
      cdp.send('ServiceWorker.deliverPushMessage', {
        origin: node.origin,
        registrationId,
        data: JSON.stringify(notice),
      });
    await page.goto(`${node.origin}/settings/notifications`);
    await page.getByRole('switch', { name: 'Push on this device' }).waitFor();
    await deliver();
    await deliver();
    const shown = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        return (await registration!.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
      });
    await until(async () => (await shown()).length > 0, 'the notification is there');
    const { path: _path, ...visible } = notice;
    expect(await shown()).to.deep.equal([visible]);
    // Nobody can click on it without a desktop: the worker is told as the browser would.
    await context.serviceWorkers()[0]!.evaluate(`(async () => {
      const [notification] = await registration.getNotifications();
      dispatchEvent(new NotificationEvent('notificationclick', { notification }));
    })()`);
    await page.waitForURL(`${node.origin}${path}`);
    expect(await shown()).to.deep.equal([]);
    expect([...owner.complaints, ...guest.complaints]).to.deep.equal([]);
  });
});
