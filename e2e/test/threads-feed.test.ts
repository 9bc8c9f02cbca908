import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
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

describe('a feed of two people in a browser', function () {
  this.timeout(180_000);
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  let ann: Visitor;
  let bob: Visitor;
  let channel_id: string;
  const feed = (page: Page): Locator => page.getByRole('feed');
  const post = (page: Page, text: string): Locator => message(feed(page), text);
  const opened = (page: Page): Locator => page.getByRole('complementary', { name: 'Post' });

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    browser = await launchBrowser();
    ann = await Visitor.open(browser, 1440);
    bob = await Visitor.open(browser, 390);
    for (const [i, visitor] of [ann, bob].entries()) await visitor.logIn(origin, circle.people[i]!);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  it('[TH-6] is made as a channel, says what to do while it is empty, and shows a post with pictures to the other', async () => {
    await ann.page.goto(`${origin}/c/${circle.communityId}`);
    await ann.page.getByRole('button', { name: 'Circle' }).click();
    await ann.page.getByRole('menuitem', { name: 'Create channel' }).click();
    await ann.page.getByRole('textbox', { name: 'Name' }).fill('news');
    await ann.page.locator('label').filter({ hasText: /^Feed/ }).click();
    await ann.page.getByRole('button', { name: 'Create channel' }).click();
    await ann.page.getByRole('heading', { name: 'No posts yet' }).waitFor();
    channel_id = new URL(ann.page.url()).pathname.split('/').at(-1)!;
    await bob.page.goto(`${origin}/c/${circle.communityId}/${channel_id}`);
    await bob.page.getByRole('heading', { name: 'No posts yet' }).waitFor();

    await ann.page.getByRole('button', { name: 'Write the first post' }).click();
    await ann.page.getByRole('textbox', { name: 'Title' }).fill('The seedlings are out');
    await ann.page.keyboard.press('Enter');
    await ann.page.keyboard.type('Two of them:');
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#3a6' } })
      .png()
      .toBuffer();
    const files = ['a.png', 'b.png'].map((name) => ({ name, mimeType: 'image/png', buffer: picture }));
    await ann.page.locator('main input[type=file]').setInputFiles(files);
    await ann.page.getByRole('button', { name: 'Post', exact: true }).click();
    for (const { page } of [ann, bob]) {
      await post(page, 'Two of them:').getByRole('heading', { name: 'The seedlings are out' }).waitFor();
      await post(page, 'Two of them:').locator('img').nth(1).waitFor();
    }
    expect(await bob.overflow()).to.equal(0);
  });

  it('[TH-6] takes status updates, reactions and comments, and counts them for the other', async () => {
    await bob.page.getByRole('button', { name: 'Write a post…' }).click();
    await bob.page.getByRole('textbox', { name: 'Post in #news' }).fill('On my way to the garden');
    await bob.page.getByRole('button', { name: 'Post', exact: true }).click();
    await post(ann.page, 'On my way').waitFor();
    expect(await feed(ann.page).getByRole('article').first().textContent()).to.contain('On my way');
    await post(ann.page, 'Two of them:').getByRole('button', { name: 'Comment' }).first().click();
    await opened(ann.page).getByRole('textbox', { name: 'Comment on this post' }).fill('How tall?');
    await ann.page.keyboard.press('Enter');
    await post(bob.page, 'Two of them:')
      .getByRole('button', { name: /^1 comment/ })
      .click();
    await message(opened(bob.page), 'How tall?').waitFor();
    await message(opened(bob.page), 'Two of them:').waitFor();
    expect(await bob.overflow()).to.equal(0);
    await bob.page.reload();
    await message(opened(bob.page), 'How tall?').waitFor();
    await bob.page.getByRole('button', { name: 'Close the post' }).click();
    await circle.clients[1]!.request('reaction.add', {
      channel_id,
      message_id: await idOf('Two of them:'),
      emoji: '🌱',
    });
    await post(ann.page, 'Two of them:').getByRole('button', { name: '🌱, 1' }).waitFor();
    await ann.page.keyboard.press('Escape');
  });

  it('[TH-6] is sorted by what is new or by what is talked about, and remembers which', async () => {
    const first = () => feed(ann.page).getByRole('article').first();
    await ann.page.locator('label').filter({ hasText: 'Active' }).click();
    await first().filter({ hasText: 'Two of them:' }).waitFor();
    await ann.page.reload();
    await first().filter({ hasText: 'Two of them:' }).waitFor();
    const thread_id = await idOf('On my way to the garden');
    await circle.clients[0]!.request('message.send', { channel_id, thread_id, content: 'Bring water', nonce: 'w' });
    await first().filter({ hasText: 'On my way' }).waitFor();
    await ann.page.locator('label').filter({ hasText: 'New' }).click();
    await first().filter({ hasText: 'On my way' }).waitFor();
  });

  it('holds what is new back while one reads further down', async () => {
    for (let i = 0; i < 6; i++) {
      const content = `Update ${i}\n\n${'line\n\n'.repeat(8)}`;
      await circle.clients[0]!.request('message.send', { channel_id, content, nonce: `update ${i}` });
    }
    await post(ann.page, 'Update 5').waitFor();
    await feed(ann.page).hover();
    await ann.page.mouse.wheel(0, 900);
    await post(ann.page, 'Update 3').waitFor();
    await ann.page.waitForFunction(() => (document.querySelector('[role=feed]')?.scrollTop ?? 0) > 100);
    await circle.clients[1]!.request('message.send', { channel_id, content: 'Fresh', nonce: 'fresh' });
    const news = ann.page.getByRole('button', { name: '1 new post' });
    await news.waitFor();
    expect(await post(ann.page, 'Fresh').count()).to.equal(0);
    await news.click();
    await post(ann.page, 'Fresh').waitFor();
  });

  it('[TH-7] comes together with other feeds at home, live, and leads into them', async () => {
    await bob.page.goto(`${origin}/feed`);
    await post(bob.page, 'Fresh').waitFor();
    await circle.clients[0]!.request('message.send', { channel_id, content: 'For everyone', nonce: 'home' });
    await post(bob.page, 'For everyone').waitFor();
    const message_id = await idOf('For everyone');
    await circle.clients[0]!.request('message.edit', { channel_id, message_id, content: 'For all of you' });
    await post(bob.page, 'For all of you').waitFor();
    await circle.clients[0]!.request('message.delete', { channel_id, message_id });
    await post(bob.page, 'For all of you').waitFor({ state: 'detached' });
    expect(await bob.overflow()).to.equal(0);
  });

  it('[TH-4] shows what is unread in followed threads, at home and in the channel', async () => {
    const thread_id = await idOf('On my way to the garden');
    await circle.clients[0]!.request('message.send', { channel_id, thread_id, content: 'And gloves', nonce: 'gloves' });
    await bob.page.goto(`${origin}/threads`);
    const item = bob.page.getByRole('listitem').filter({ hasText: 'And gloves' });
    await item.getByText('unread').waitFor();
    expect(await bob.overflow()).to.equal(0);
    await bob.page.goto(`${origin}/c/${circle.communityId}/${channel_id}`);
    await bob.page.getByRole('button', { name: 'Threads, 1 unread' }).click();
    await bob.page.getByRole('button', { name: /On my way to the garden/ }).click();
    await message(opened(bob.page), 'And gloves').waitFor();
    await bob.page.getByRole('button', { name: 'Threads', exact: true }).waitFor({ state: 'attached' });
    await bob.page.goto(`${origin}/threads`);
    await item.getByRole('button', { name: 'Following; stop' }).click();
    await item.waitFor({ state: 'detached' });
    expect([...ann.complaints, ...bob.complaints]).to.deep.equal([]);
  });

  const idOf = async (content: string): Promise<string> => {
    const { messages } = await circle.clients[0]!.request('message.history', { channel_id });
    return messages.find((one) => one.content === content)!.id;
  };
});
