import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { sharedCluster } from '../harness/shared.ts';

describe('the client without a network', function () {
  this.timeout(120_000);
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  let visitor: Visitor;

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    browser = await launchBrowser();
    visitor = await Visitor.open(browser);
    await visitor.logIn(origin, circle.people[0]!);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  const say = (content: string) =>
    circle.clients[1]!.request('message.send', { channel_id: circle.channelId, content, nonce: content });

  it('opens after a reload, and shows the channels and messages that were seen', async () => {
    const { page } = visitor;
    await page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await say('Seen before the tunnel');
    await page.getByText('Seen before the tunnel').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await until(() => page.evaluate(hasSeen, 'Seen before the tunnel'), 'it is kept on the device');
    visitor.serverIsAway = true;
    await visitor.context.setOffline(true);
    await page.reload();
    await page.getByText('Seen before the tunnel').waitFor();
    await page.getByRole('link', { name: 'general' }).waitFor();
    await page.getByText(/^(Connecting…|No connection)/).waitFor();
  });

  it('keeps what is written, and sends it once the network is back; what was missed is there then', async () => {
    const { page } = visitor;
    const composer = page.getByRole('textbox', { name: /^Message #/ });
    await composer.fill('Written in the tunnel');
    await composer.press('Enter');
    await page.getByRole('article', { name: 'Your message, on its way' }).waitFor();
    await say('Said meanwhile');
    await visitor.context.setOffline(false);
    await page.getByText('Said meanwhile').waitFor();
    await circle.clients[1]!.waitFor(
      'MESSAGE_CREATE',
      ({ content }) => content === 'Written in the tunnel',
      'the message',
    );
    await page.getByRole('article', { name: 'Your message, on its way' }).waitFor({ state: 'detached' });
    expect(await page.getByText('Written in the tunnel').count()).to.equal(1);
  });

  it('forgets what was seen with the log-in', async () => {
    const { page } = visitor;
    visitor.serverIsAway = false;
    await page.getByRole('button', { name: /^You: / }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await until(async () => !(await page.evaluate(hasSeen, 'Seen before the tunnel')), 'nothing is kept');
    expect(visitor.complaints).to.deep.equal([]);
  });
});

/** Runs in the page: whether a text is among what the client keeps of an account. */
async function hasSeen(text: string): Promise<boolean> {
  for (const { name } of await indexedDB.databases()) {
    if (!name?.startsWith('cozy-seen')) continue;
    const value = await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const getting = opening.result.transaction('snapshot').objectStore('snapshot').get('snapshot');
        getting.onsuccess = () => resolve(getting.result);
        getting.onerror = () => reject(getting.error);
      };
    });
    if (JSON.stringify(value ?? null).includes(text)) return true;
  }
  return false;
}
