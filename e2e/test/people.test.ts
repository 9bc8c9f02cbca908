import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { Client } from '../harness/client.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { type Circle, makeCircle, type Person, register } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

describe('people who write to each other', function () {
  this.timeout(180_000);
  let browser: Browser;
  let circle: Circle;
  /** Ann and Bob share a community; Eve is in none. */
  let ann: Visitor;
  let bob: Visitor;
  let eve: Visitor;
  let eveAccount: Person;
  let origin: string;
  const name = { ann: 'Ann Archer', bob: 'Bob Baker', eve: 'Eve Ember' };

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    eveAccount = await register(origin, 'eve');
    const stranger = new Client(eveAccount.access_token, [origin]);
    await stranger.ready();
    const [annAtApi, bobAtApi] = circle.clients as [Client, Client];
    await annAtApi.request('user.update', { display_name: name.ann });
    await bobAtApi.request('user.update', { display_name: name.bob });
    await stranger.request('user.update', { display_name: name.eve });
    for (const client of [...circle.clients, stranger]) client.close();
    browser = await launchBrowser();
    [ann, bob, eve] = (await Promise.all([0, 1, 2].map(() => Visitor.open(browser)))) as [Visitor, Visitor, Visitor];
    await Promise.all([
      ann.logIn(origin, circle.people[0]!),
      bob.logIn(origin, circle.people[1]!),
      eve.logIn(origin, eveAccount),
    ]);
  });
  after(() => browser?.close());

  eachGoesOn();

  it('open a conversation from a profile, and are told of it in the rail and in the title', async () => {
    await ann.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await ann.page.getByRole('button', { name: new RegExp(name.bob) }).click();
    await ann.page.getByRole('dialog').getByRole('button', { name: 'Message' }).click();
    await ann.page.getByRole('heading', { name: name.bob, level: 1 }).waitFor();
    await say(ann.page, 'Only for you');
    await bob.page.getByRole('link', { name: 'Direct messages, 1 waiting' }).click();
    await bob.page.waitForFunction(() => document.title.startsWith('(1)'));
    await bob.page.getByRole('navigation', { name: 'Direct messages' }).getByRole('link', { name: name.ann }).click();
    await bob.page.getByText('Only for you').waitFor();
    await bob.page.getByRole('heading', { name: name.ann, level: 1 }).waitFor();
    await bob.page.getByRole('link', { name: 'Direct messages', exact: true }).waitFor();
    await say(bob.page, 'I see it');
    await ann.page.getByText('I see it').waitFor();
  });

  it('become friends by username, and see that the other is here', async () => {
    await ann.page.goto(`${origin}/direct/all`);
    await ann.page.getByLabel('Add a friend by username').fill('nobody.at.all');
    await ann.page.getByRole('button', { name: 'Add friend' }).click();
    await ann.page.getByText('Nobody has this username.').waitFor();
    await ann.page.getByLabel('Add a friend by username').fill(circle.people[1]!.user.username);
    await ann.page.keyboard.press('Enter');
    await bob.page.getByRole('link', { name: 'Friends, 1 waiting for your answer' }).click();
    await bob.page.getByRole('link', { name: /^Pending/ }).click();
    await bob.page.getByRole('button', { name: `Accept ${name.ann}` }).click();
    await bob.page.getByRole('link', { name: 'Online', exact: true }).click();
    await bob.page.getByRole('button', { name: `Write to ${name.ann}` }).waitFor();
    await ann.page.getByRole('link', { name: 'Online', exact: true }).click();
    await ann.page.getByRole('button', { name: `Write to ${name.bob}` }).waitFor();
  });

  it('ask strangers first, who answer once they have accepted', async () => {
    await eve.page.goto(`${origin}/direct/all`);
    await eve.page.getByLabel('Add a friend by username').fill(circle.people[0]!.user.username);
    await eve.page.keyboard.press('Enter');
    await eve.page.getByText('was asked').waitFor();
    await eve.page.getByRole('link', { name: /^Pending/ }).click();
    // Eve writes without waiting: through the API, as a client of hers would from Ann's profile.
    const client = new Client(eveAccount.access_token, [origin]);
    await client.ready();
    const { community } = await client.request('direct.open', { user_id: circle.people[0]!.user.id });
    await client.request('message.send', {
      channel_id: community.channels[0]!.id,
      content: 'We have not met',
      nonce: 'first',
    });
    client.close();

    await ann.page.getByRole('link', { name: /Pending/ }).click();
    await ann.page.getByRole('link', { name: new RegExp(`${name.eve}.*Wrote`) }).click();
    await ann.page.getByText('We have not met').waitFor();
    expect(await ann.page.getByRole('textbox', { name: /^Message/ }).count()).to.equal(0);
    await ann.page.getByRole('button', { name: 'Accept' }).click();
    await say(ann.page, 'Now we have');
    await eve.page.getByRole('link', { name: /^Direct messages, 1 waiting/ }).waitFor();
    await eve.page.getByRole('navigation', { name: 'Direct messages' }).getByRole('link', { name: name.ann }).click();
    await eve.page.getByText('Now we have').waitFor();
  });

  it('make a group, rename it, and leave it', async () => {
    await ann.page.getByRole('button', { name: 'New group' }).click();
    const dialog = ann.page.getByRole('dialog');
    await dialog.getByLabel('Find people').fill('bob');
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Create group' }).click();
    await ann.page.getByRole('heading', { name: new RegExp(`${name.ann}, ${name.bob}`), level: 1 }).waitFor();
    await say(ann.page, 'Lunch?');
    await bob.page.getByRole('link', { name: new RegExp(`${name.ann}, ${name.bob}`) }).click();
    await bob.page.getByText('Lunch?').waitFor();
    await bob.page.getByRole('button', { name: new RegExp(`^${name.ann}, ${name.bob}`) }).click();
    await bob.page.getByRole('menuitem', { name: 'Rename group' }).click();
    await bob.page.getByRole('dialog').getByLabel('Name').fill('Lunch');
    await bob.page.keyboard.press('Enter');
    await ann.page.getByRole('heading', { name: 'Lunch', level: 1 }).waitFor();
    await bob.page.getByRole('button', { name: 'Lunch', exact: true }).click();
    await bob.page.getByRole('menuitem', { name: 'Leave group' }).click();
    await bob.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await bob.page.getByRole('heading', { name: 'Friends', level: 1 }).waitFor();
  });

  it('do not hear from whom they have blocked, whose messages elsewhere are folded', async () => {
    await bob.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await say(bob.page, 'Hello all');
    await ann.page.goto(`${origin}/direct/all`);
    await ann.page.getByRole('button', { name: `Block ${name.bob}` }).click();
    await ann.page.getByRole('link', { name: 'Blocked', exact: true }).click();
    await ann.page.getByRole('button', { name: 'Unblock' }).waitFor();
    await ann.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await ann.page.getByRole('button', { name: '1 blocked message Show' }).click();
    await ann.page.getByText('Hello all').waitFor();
    await bob.page.goto(`${origin}/direct`);
    await bob.page.getByRole('navigation', { name: 'Direct messages' }).getByRole('link', { name: name.ann }).click();
    await bob.page.getByRole('heading', { name: name.ann, level: 1 }).waitFor();
    await say(bob.page, 'Are you there?');
    await bob.page.getByText('This person does not accept this from you.').waitFor();
  });

  it('choose who may write to them, for all devices', async () => {
    await bob.page.goto(`${origin}/settings/privacy`);
    await bob.page.getByLabel('Who may write to me directly').selectOption('nobody');
    await bob.page.getByText('Saved').waitFor();
    await bob.page.reload();
    const chosen = bob.page.getByLabel('Who may write to me directly');
    await chosen.waitFor();
    expect(await chosen.inputValue()).to.equal('nobody');
  });

  it('do all of it on a phone', async () => {
    await eve.page.setViewportSize({ width: 390, height: 844 });
    await eve.page.goto(`${origin}/direct`);
    await eve.page.getByRole('navigation', { name: 'Direct messages' }).getByRole('link', { name: name.ann }).click();
    await eve.page.getByText('Now we have').waitFor();
    expect(await eve.overflow()).to.equal(0);
    await eve.page.getByRole('button', { name: 'Back to the conversations' }).click();
    await eve.page.getByRole('link', { name: /^Friends/ }).click();
    await eve.page.getByRole('button', { name: 'Add friend' }).waitFor();
    expect(await eve.overflow()).to.equal(0);
    expect([...ann.complaints, ...bob.complaints, ...eve.complaints]).to.deep.equal([]);
  });
});

async function say(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Message/ });
  await composer.fill(text);
  await composer.press('Enter');
}
