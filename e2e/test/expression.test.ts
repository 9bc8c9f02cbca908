import { createServer, type Server } from 'node:http';
import { buildClient } from '@cozy/ops/client';
import { type CommandOutput, expressionPath, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster, sitePort } from '../harness/shared.ts';

const message = (page: Page, text: string): Locator => page.getByRole('article').filter({ hasText: text });
const newest = (page: Page): Locator => page.locator('main.conversation').getByRole('article').last();
/** Waits until a picture has come, and gives its own width. */
const loaded = async (picture: Locator): Promise<number> => {
  await picture.waitFor();
  return picture.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    return element.naturalWidth;
  });
};

describe('emoji, stickers and link previews of two people in a browser', function () {
  this.timeout(180_000);
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  let ann: Visitor;
  let bob: Visitor;
  let site: Server;
  let picture: Buffer;
  let port: number;

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    picture = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#d62' } })
      .png()
      .toBuffer();
    site = createServer((request, response) => {
      if (request.url === '/cover.png') response.setHeader('content-type', 'image/png').end(picture);
      else {
        response.setHeader('content-type', 'text/html');
        response.end(`<title>Tea <script>alert(1)</script></title><meta property="og:image" content="/cover.png">
          <meta property="og:description" content="<img src=x onerror=alert(1)> How long it takes">`);
      }
    });
    port = await sitePort();
    await new Promise<void>((resolve) => site.listen(port, '127.0.0.1', resolve));
    browser = await launchBrowser();
    ann = await Visitor.open(browser, 1440);
    bob = await Visitor.open(browser, 390);
    for (const [i, visitor] of [ann, bob].entries()) await visitor.logIn(origin, circle.people[i]!);
    await bob.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await bob.page.getByLabel('Message #').waitFor();
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
    site?.close();
  });

  it('[EX-1][EX-3] are added, renamed and deleted on a page, and a deletion can be undone', async () => {
    const { page } = ann;
    await page.goto(`${origin}/c/${circle.communityId}/settings/emoji`);
    await page.getByText('has no emoji of its own yet').waitFor();
    const add = async (label: string, name: string) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: label }).click();
      await (await chooser).setFiles({ name, mimeType: 'image/png', buffer: picture });
    };
    await add('Add emoji', 'hot tea.png');
    const name = page.getByLabel('Name of the emoji hot_tea');
    await name.fill('teapot');
    await name.press('Enter');
    await page.getByLabel('Name of the emoji teapot').waitFor();
    expect(await loaded(page.getByRole('list', { name: 'Emoji' }).locator('img'))).to.equal(128);
    await page.getByRole('button', { name: 'Delete teapot' }).click();
    await page.getByLabel('Name of the emoji teapot').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByLabel('Name of the emoji teapot').waitFor();
    await add('Add stickers', 'party.png');
    await page.getByLabel('Name of the sticker party').waitFor();
  });

  it('[EX-3] their pictures may be larger than other bodies over REST, and are for anyone, as pictures only', async () => {
    const noise = await sharp({
      create: { width: 320, height: 320, channels: 3, background: '#fff', noise: { type: 'gaussian', sigma: 80 } },
    })
      .png()
      .toBuffer();
    expect(noise.length).to.be.above(LIMITS.bodyBytes);
    const send = (path: string, body: object) =>
      fetch(`${origin}/api/v1/communities/${circle.communityId}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${circle.people[0]!.access_token}` },
        body: JSON.stringify(body),
      });
    const made = await send('stickers', { name: 'noise', image: `data:image/png;base64,${noise.toString('base64')}` });
    const { sticker } = (await made.json()) as CommandOutput<'sticker.create'>;
    // What other commands take stays small.
    expect((await send('roles', { name: 'x'.repeat(LIMITS.bodyBytes) })).status).to.equal(413);
    const path = expressionPath('sticker', sticker.id);
    const response = await fetch(origin + path);
    expect(response.status).to.equal(200);
    expect(Object.fromEntries(response.headers)).to.include({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 8, 12)).to.equal('WEBP');
    await circle.clients[0]!.request('sticker.delete', { community_id: circle.communityId, sticker_id: sticker.id });
    for (const gone of [
      path,
      path.replace('.webp', ''),
      path.replace('stickers', 'emojis'),
      '/api/v1/previews/x.webp',
    ]) {
      expect((await fetch(origin + gone)).status, gone).to.equal(404);
    }
  });

  it('[EX-2] emoji are found after a colon, shown as pictures, and are reactions', async () => {
    await ann.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    const box = bob.page.getByLabel('Message #');
    await box.pressSequentially('More :teap');
    await bob.page.getByRole('option', { name: ':teapot:' }).click();
    await bob.page.keyboard.type('please');
    expect(await box.inputValue()).to.equal('More :teapot: please');
    await bob.page.getByRole('button', { name: 'Send', exact: true }).click();
    for (const { page } of [ann, bob]) {
      expect(await loaded(message(page, 'please').getByAltText(':teapot:'))).to.equal(128);
    }
    await message(ann.page, 'please').hover();
    await message(ann.page, 'please').getByRole('button', { name: 'Add a reaction' }).click();
    await ann.page.getByRole('button', { name: ':teapot:' }).last().click();
    const reaction = message(bob.page, 'please').getByRole('button', { name: ':teapot:, 1' });
    await reaction.click();
    await message(ann.page, 'please').getByRole('button', { name: ':teapot:, 2, with yours' }).waitFor();
  });

  it('[EX-4] stickers are picked beside them, and are a message', async () => {
    await bob.page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await bob.page.getByRole('tab', { name: 'Stickers' }).click();
    expect(await bob.overflow()).to.equal(0);
    await bob.page.getByRole('button', { name: 'Send the sticker party' }).click();
    for (const { page } of [ann, bob]) expect(await loaded(newest(page).getByAltText('Sticker: party'))).to.equal(320);
  });

  it('[EM-1][EM-3] links are shown with a card whose picture is the instance’s, and nothing of it runs', async () => {
    const asked: string[] = [];
    for (const { page } of [ann, bob]) page.on('request', (request) => asked.push(new URL(request.url()).origin));
    const box = ann.page.getByLabel('Message #');
    await box.fill(`Read http://127.0.0.1:${port}/tea`);
    await box.press('Enter');
    for (const { page } of [ann, bob]) {
      const card = message(page, 'Read').getByRole('list', { name: 'Link previews' });
      await card.getByText('Tea <script>alert(1)</script>').waitFor();
      await card.getByText('<img src=x onerror=alert(1)> How long it takes').waitFor();
      expect(await loaded(card.locator('img'))).to.equal(600);
    }
    expect(new Set(asked)).to.deep.equal(new Set([origin]));
    expect(await bob.overflow()).to.equal(0);
  });

  it('[EM-4] their author hides the card for everyone, and shows it again; everyone may turn cards off', async () => {
    const cards = (page: Page) => page.getByRole('list', { name: 'Link previews' });
    await cards(ann.page).hover();
    await ann.page.getByRole('button', { name: 'Hide the preview' }).click();
    await cards(bob.page).waitFor({ state: 'detached' });
    await message(ann.page, 'Read').hover();
    await message(ann.page, 'Read').getByRole('button', { name: 'More' }).click();
    await ann.page.getByRole('menuitem', { name: 'Show link previews' }).click();
    await cards(bob.page).waitFor();
    await bob.page.goto(`${origin}/settings/appearance`);
    await bob.page.getByRole('switch', { name: 'Show link previews' }).press('Space');
    await bob.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await message(bob.page, 'Read').waitFor();
    expect(await cards(bob.page).count()).to.equal(0);
  });

  it('[EX-2] a deleted emoji is its name again', async () => {
    const { communities } = await circle.clients[0]!.request('expression.list', {});
    const [emoji] = communities[0]!.emojis;
    await circle.clients[0]!.request('emoji.delete', { community_id: circle.communityId, emoji_id: emoji!.id });
    // One that has not kept the picture.
    const other = await Visitor.open(browser);
    await other.logIn(origin, circle.people[1]!);
    await other.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await message(other.page, 'More :teapot: please').waitFor();
    expect([...ann.complaints, ...bob.complaints]).to.deep.equal([]);
  });
});
