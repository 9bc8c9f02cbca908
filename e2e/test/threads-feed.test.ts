import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

const message = (within: Page | Locator, text: string): Locator =>
  within.getByRole('article').filter({ hasText: text });
const pane = (page: Page): Locator => page.getByRole('complementary', { name: 'Thread' });
const channel = (page: Page): Locator => page.locator('main.conversation');

describe('threads of two people in a browser', function () {
  this.timeout(180_000);
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  let ann: Visitor;
  let bob: Visitor;

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    const { channelId: channel_id } = circle;
    const content = 'Who brings the cake?';
    await circle.clients[0]!.request('message.send', { channel_id, content, nonce: 'root' });
    browser = await launchBrowser();
    ann = await Visitor.open(browser, 1440);
    bob = await Visitor.open(browser, 390);
    for (const [i, visitor] of [ann, bob].entries()) {
      await visitor.logIn(origin, circle.people[i]!);
      await visitor.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
      await message(visitor.page, content).waitFor();
    }
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  it('[TH-1][TH-2] are replied in beside the channel, and counted in it for the other', async () => {
    const root = message(channel(ann.page), 'Who brings the cake?');
    await root.hover();
    await root.getByRole('button', { name: 'Reply in thread' }).click();
    await pane(ann.page).getByText('Who brings the cake?').waitFor();
    await pane(ann.page).getByRole('textbox').fill('I could');
    await ann.page.keyboard.press('Enter');
    await message(pane(ann.page), 'I could').waitFor();
    await channel(bob.page)
      .getByRole('button', { name: /^1 reply/ })
      .waitFor();
    await channel(ann.page)
      .getByRole('button', { name: /^1 reply/ })
      .waitFor();
    expect(await message(channel(bob.page), 'I could').count()).to.equal(0);
    expect(await message(channel(ann.page), 'I could').count()).to.equal(0);
  });

  it('are a page of their own on a phone, with an address, and back leads out', async () => {
    await channel(bob.page)
      .getByRole('button', { name: /^1 reply/ })
      .click();
    await message(pane(bob.page), 'I could').waitFor();
    expect(await bob.overflow()).to.equal(0);
    const address = bob.page.url();
    await pane(bob.page).getByRole('textbox').fill('Chocolate please');
    await pane(bob.page).getByRole('button', { name: 'Send' }).click();
    await message(pane(ann.page), 'Chocolate please').waitFor();
    await channel(ann.page)
      .getByRole('button', { name: /^2 replies/ })
      .waitFor();
    await bob.page.goBack();
    await pane(bob.page).waitFor({ state: 'detached' });
    await bob.page.goto(address);
    await message(pane(bob.page), 'Chocolate please').waitFor();
    await message(pane(bob.page), 'Who brings the cake?').waitFor();
  });

  it('[TH-2] count a deleted reply off, and are closed by Escape', async () => {
    const { channelId: channel_id } = circle;
    const root = (await circle.clients[0]!.request('message.history', { channel_id })).messages[0]!;
    const [last] = (await circle.clients[0]!.request('message.history', { channel_id, thread_id: root.id })).messages;
    await circle.clients[1]!.request('message.delete', { channel_id, message_id: last!.id });
    await channel(ann.page)
      .getByRole('button', { name: /^1 reply/ })
      .waitFor();
    await message(pane(ann.page), 'Chocolate please').waitFor({ state: 'detached' });
    await pane(ann.page).getByRole('textbox').focus();
    await ann.page.keyboard.press('Escape');
    await pane(ann.page).waitFor({ state: 'detached' });
    await channel(ann.page).getByRole('textbox').and(ann.page.locator(':focus')).waitFor();
  });

  it('[TH-3] are readable when their message is gone', async () => {
    const { channelId: channel_id } = circle;
    const root = (await circle.clients[0]!.request('message.history', { channel_id })).messages[0]!;
    await circle.clients[0]!.request('message.delete', { channel_id, message_id: root.id });
    await message(channel(ann.page), 'Who brings the cake?').waitFor({ state: 'detached' });
    await bob.page.reload();
    await pane(bob.page).getByText('The original message was deleted.').waitFor();
    await message(pane(bob.page), 'I could').waitFor();
    await pane(bob.page).getByText('This thread can be read').waitFor();
    expect([...ann.complaints, ...bob.complaints]).to.deep.equal([]);
  });
});
