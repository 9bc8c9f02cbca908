import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import type { Part } from '../harness/cluster.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { register } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

const GUILD = 'The dice tower';

describe('a community that two people shape, in a browser', function () {
  this.timeout(300_000);
  let node: Part;
  let browser: Browser;
  let ann: Visitor;
  let bob: Visitor;

  before(async () => {
    await buildClient(() => undefined);
    node = (await sharedCluster()).nodes[0]!;
    browser = await launchBrowser();
    [ann, bob] = await Promise.all([Visitor.open(browser), Visitor.open(browser, 390)]);
    await ann.logIn(node.origin, await register(node.origin, 'shaper'));
    await bob.logIn(node.origin, await register(node.origin, 'joiner'));
  });
  after(() => browser?.close());

  eachGoesOn();

  const button = (of: Page | Locator, name: string) => of.getByRole('button', { name, exact: true });
  const channel = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Channels' }).getByRole('link', { name: new RegExp(`^${name}\\b`) });
  const settings = async (page: Page, section: string) => {
    const id = new URL(page.url()).pathname.split('/')[2]!;
    await page.goto(`${node.origin}/c/${id}/settings/${section}`);
  };
  const doors = async (page: Page) => {
    await page.goto(node.origin);
    await button(page, 'Create community').click();
    return page.getByRole('dialog');
  };

  it('begins by three doors: a template with its messages, one’s own choice, and an import that is not there yet', async () => {
    const dialog = await doors(ann.page);
    await dialog.getByRole('button', { name: /^Import/ }).click();
    await dialog.getByText('comes with the marketplace').waitFor();
    await button(dialog, 'Back').click();

    await dialog.getByRole('button', { name: /^Customize your own/ }).press('Enter');
    await dialog.getByLabel('Name').fill('Own');
    await dialog.getByText('An invitation shows only what it is called').click();
    await dialog.getByRole('checkbox', { name: /^Announcements/ }).check();
    await button(dialog, 'Create community').click();
    await channel(ann.page, 'announcements').waitFor();

    const again = await doors(ann.page);
    await again.getByRole('button', { name: /^Use a template/ }).click();
    await again.getByLabel('Name').fill(GUILD);
    await again.getByText('Club or game guild').first().click();
    await again.getByRole('region', { name: 'What it begins with' }).getByText('tavern').waitFor();
    await button(again, 'Create community').click();
    await channel(ann.page, 'newcomers').click();
    await ann.page.getByText('Good to have you. Tell us:').waitFor();
  });

  it('shows new members the rules first, and lets them write once they have accepted them', async () => {
    await button(ann.page, 'Invite people').first().click();
    const link = ann.page.getByLabel('Invitation link');
    await ann.page.waitForFunction(
      (field) => (field as HTMLInputElement).value.includes('/invite/'),
      await link.elementHandle(),
    );
    await bob.page.goto(await link.inputValue());
    await ann.page.keyboard.press('Escape');
    await button(bob.page, `Join ${GUILD}`).click();
    await channel(bob.page, 'tavern').click();
    await bob.page.getByRole('link', { name: 'Read the rules' }).click();
    await bob.page.getByText('House rules').waitFor();
    await button(bob.page, 'Accept the rules').click();
    await bob.page.getByPlaceholder('You may read here, but not write.').waitFor();
    await button(bob.page, 'Back to the channels').click();
    await channel(bob.page, 'tavern').click();
    await bob.page.getByLabel('Message #tavern').fill('Well met');
    await button(bob.page, 'Send').click();
    await channel(ann.page, 'tavern').click();
    await ann.page.getByText('Well met').waitFor();
  });

  it('is put in order by dragging and by the keyboard, and the other sees it', async () => {
    await settings(ann.page, 'channels');
    const lines = ann.page.locator('.sortable');
    const names = async () => (await lines.locator('.row-title').allTextContents()).slice(0, 4);
    await lines.first().waitFor();
    expect(await names()).to.deep.equal(['Welcome', 'rules', 'announcements', 'newcomers']);
    const handle = lines.nth(3).locator('.sortable-handle');
    const from = (await handle.boundingBox())!;
    const to = (await lines.nth(2).locator('.sortable-handle').boundingBox())!;
    await ann.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await ann.page.mouse.down();
    await ann.page.mouse.move(from.x + from.width / 2, from.y - 20, { steps: 8 });
    await ann.page.mouse.move(to.x + to.width / 2, to.y + to.height / 2 - 4, { steps: 8 });
    await ann.page.mouse.up();
    await ann.page.getByText('newcomers is now number 2 in Welcome.').waitFor({ state: 'attached' });
    expect(await names()).to.deep.equal(['Welcome', 'rules', 'newcomers', 'announcements']);

    await button(ann.page, 'More for newcomers').press('Enter');
    await ann.page.getByRole('menuitem', { name: 'Move up' }).press('Enter');
    await ann.page.getByText('newcomers is now number 1 in Welcome.').waitFor({ state: 'attached' });
    await button(bob.page, 'Back to the channels').click();
    const links = bob.page.getByRole('navigation', { name: 'Channels' }).getByRole('link');
    expect((await links.allTextContents())[0]).to.match(/^newcomers/);
    expect(await bob.overflow()).to.equal(0);
  });

  it('hides a channel from a role, shows what that role sees, and keeps roles in order', async () => {
    await button(ann.page, 'Edit tavern').click();
    await ann.page.getByLabel('Add exceptions for').selectOption({ label: 'Member' });
    const see = ann.page.getByRole('radiogroup', { name: 'See channels' });
    await see.getByRole('radio', { name: 'Deny' }).check({ force: true });
    await button(ann.page, 'Save').click();
    await channel(bob.page, 'tavern').waitFor({ state: 'detached' });

    await settings(ann.page, 'roles');
    await ann.page.getByRole('button', { name: /^Veteran/ }).click();
    await ann.page.getByText('Nobody yet.').waitFor();
    await button(ann.page, 'View as this role').click();
    await ann.page.getByText('You see The dice tower as Veteran').waitFor();
    await channel(ann.page, 'newcomers').waitFor();
    expect(await channel(ann.page, 'tavern').count()).to.equal(0);
    await button(ann.page, 'Leave this view').click();
    await button(ann.page, 'Move Veteran').click();
    await ann.page.getByRole('menuitem', { name: 'Move up' }).click();
    await ann.page.getByText('Veteran is now number 4 of 6 roles.').waitFor({ state: 'attached' });
    await channel(bob.page, 'newcomers').waitFor();
  });

  it('without a complaint of either page', () => {
    expect([...ann.complaints, ...bob.complaints]).to.deep.equal([]);
  });
});
