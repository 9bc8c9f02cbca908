import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

describe('who keeps order', function () {
  this.timeout(120_000);
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  /** Ann owns the community; Bob and Cleo are members. */
  let ann: Visitor;
  let bob: Visitor;
  let cleo: Visitor;
  const names = ['Ann Archer', 'Bob Baker', 'Cleo Carver'] as const;

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 3);
    await Promise.all(circle.clients.map((client, i) => client.request('user.update', { display_name: names[i]! })));
    browser = await launchBrowser();
    [ann, bob, cleo] = (await Promise.all(
      circle.people.map(async (person) => {
        const visitor = await Visitor.open(browser);
        await visitor.logIn(origin, person);
        await visitor.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
        await composer(visitor).waitFor();
        return visitor;
      }),
    )) as [Visitor, Visitor, Visitor];
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  eachGoesOn();

  const composer = ({ page }: Visitor): Locator => page.getByRole('textbox', { name: 'Message #general' });
  const toChannel = () => ann.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
  const settings = (section: string) => ann.page.goto(`${origin}/c/${circle.communityId}/settings/${section}`);
  const rows = (page: Page) => page.locator('.rows > li');
  /** Opens somebody's profile from the list of members, and begins an act there. */
  const begin = async (name: string, act: string): Promise<Locator> => {
    await ann.page.getByRole('button', { name: new RegExp(`^${name} `) }).click();
    await ann.page.getByRole('dialog').getByRole('button', { name: act, exact: true }).click();
    return ann.page.getByRole('dialog', { name: new RegExp(name) });
  };

  it('time somebody out, who reads on and writes again when it is lifted [MOD-3]', async () => {
    const dialog = await begin('Bob Baker', 'Time out');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Cool down');
    await dialog.getByLabel('For how long').selectOption('10 minutes');
    await dialog.getByRole('button', { name: 'Time out' }).click();
    await ann.page.getByText('Bob Baker is timed out (case 1).').waitFor();
    await bob.page.getByRole('region', { name: 'Timeout' }).getByText('Until then you can read.').waitFor();
    expect(await composer(bob).count()).to.equal(0);
    await begin('Bob Baker', 'End timeout');
    await composer(bob).fill('Better now');
    await bob.page.keyboard.press('Enter');
    await ann.page.getByRole('article').getByText('Better now').waitFor();
    await ann.page.keyboard.press('Escape');
  });

  it('warn somebody, which is a case [MOD-4]', async () => {
    const dialog = await begin('Bob Baker', 'Warn');
    expect(await dialog.getByRole('button', { name: 'Warn' }).isDisabled()).to.equal(true);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Be kinder');
    await dialog.getByRole('button', { name: 'Warn' }).click();
    await ann.page.getByText('Bob Baker is warned (case 3).').waitFor();
  });

  it('ban somebody, who leaves and does not come back by an invitation, until the ban is lifted [MOD-1]', async () => {
    const { invite } = await circle.clients[0]!.request('invite.create', { community_id: circle.communityId });
    const dialog = await begin('Cleo Carver', 'Ban');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Sold fake yarn');
    await dialog.getByRole('button', { name: 'Ban' }).click();
    await ann.page.getByText('Cleo Carver is banned (case 4).').waitFor();
    await composer(cleo).waitFor({ state: 'detached' });
    await cleo.page.goto(`${origin}/invite/${invite.code}`);
    const accept = cleo.page.getByRole('button', { name: /^Join/ });
    await accept.click();
    await cleo.page.getByText('You are banned from this community.').waitFor();

    await settings('bans');
    const ban = rows(ann.page).filter({ hasText: 'Cleo Carver' });
    await ban.getByText('Sold fake yarn').waitFor();
    const lift = ann.page.getByRole('button', { name: 'Lift the ban of Cleo Carver' });
    await lift.click();
    await ann.page.getByText('Nobody is banned.').waitFor();
    await ann.page.getByRole('button', { name: 'Undo' }).click();
    await lift.click();
    await ann.page.getByText('Nobody is banned.').waitFor();
    // What can be undone is done when the page is left.
    await settings('cases');
    await rows(ann.page).filter({ hasText: 'Ban lifted: Cleo Carver' }).waitFor();
    await accept.click();
    await composer(cleo).waitFor();
  });

  it('look through the cases and change the reason of one [MOD-4]', async () => {
    const { page } = ann;
    await page.getByLabel('What').selectOption('Warned');
    const banned = rows(page).filter({ hasText: 'Banned: Cleo Carver' });
    await banned.waitFor({ state: 'detached' });
    expect(await rows(page).count()).to.equal(1);
    await page.getByRole('button', { name: 'Change the reason of case 3' }).click();
    await page.getByRole('textbox', { name: 'Reason of case 3' }).fill('Be kinder to newcomers');
    await page.keyboard.press('Enter');
    await rows(page).getByText('Be kinder to newcomers').waitFor();
    await page.getByLabel('About').selectOption('Cleo Carver');
    await page.getByText('No case fits').waitFor();
    await page.getByLabel('What').selectOption('Everything');
    await banned.waitFor();
    expect(await rows(page).count()).to.equal(2);
  });

  it('make a channel slow, which tells who writes there [MOD-5]', async () => {
    const { page } = ann;
    await settings('channels');
    await page.getByRole('button', { name: 'Edit general' }).click();
    await page.getByLabel('Slow mode').selectOption('5 minutes');
    await page.getByRole('button', { name: 'Save' }).click();
    await bob.page.getByText('Slow mode: one message every 5 minutes').waitFor();
    await composer(bob).fill('First');
    await bob.page.keyboard.press('Enter');
    await bob.page.getByRole('article').getByText('First').waitFor();
    await composer(bob).fill('Second');
    await bob.page.keyboard.press('Enter');
    await bob.page.getByText('Not sent. This channel is in slow mode. You can write again in 5 minutes.').waitFor();
  });

  it('read in the audit log who did what to whom [MOD-6]', async () => {
    const { page } = ann;
    await settings('audit-log');
    const changed = rows(page).filter({ hasText: 'changed the channel #general' });
    await changed.getByText('5 minutes').waitFor();
    await page.getByLabel('To').selectOption('Cleo Carver');
    await changed.waitFor({ state: 'detached' });
    await rows(page).filter({ hasText: 'banned Cleo Carver' }).getByText('Reason: Sold fake yarn').waitFor();
    await page.getByLabel('By').selectOption('Ann Archer');
    await page.getByLabel('What').selectOption('Ban lifted');
    await rows(page).filter({ hasText: 'banned Cleo Carver' }).waitFor({ state: 'detached' });
    expect(await rows(page).allTextContents()).to.have.length(1);
    await rows(page).filter({ hasText: 'lifted the ban of Cleo Carver' }).waitFor();
    await toChannel();
    await composer(ann).waitFor();
    // That Cleo was kept out, Chromium says by itself.
    const complaints = cleo.complaints.filter((one) => !/403 \(Forbidden\) \(.*\/api\/v1\/join\)$/.test(one));
    expect([...ann.complaints, ...bob.complaints, ...complaints]).to.deep.equal([]);
  });
});
