import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import type { Part } from '../harness/cluster.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { sharedCluster } from '../harness/shared.ts';

/** Ms until a deletion that can be undone is carried out, and some. */
const DELETED_WITHIN_MS = 20_000;

describe('what two people can do in a conversation', function () {
  this.timeout(300_000);
  let node: Part;
  let browser: Browser;
  let circle: Circle;
  let ann: Visitor;
  let bob: Visitor;
  let roleId: string;
  let elsewhere: string;

  before(async () => {
    await buildClient(() => undefined);
    node = (await sharedCluster()).nodes[0]!;
    circle = await makeCircle([node.origin], 2);
    const [owner] = circle.clients;
    const community_id = circle.communityId;
    const role = { community_id, name: 'Stokers', mentionable: true };
    roleId = (await owner!.request('role.create', role)).role.id;
    await owner!.request('role.assign', { community_id, user_id: circle.people[1]!.user.id, roles: [roleId] });
    const channel = { community_id, name: 'engine-room', type: 'text' as const };
    elsewhere = (await owner!.request('channel.create', channel)).channel.id;
    browser = await launchBrowser();
    [ann, bob] = (await Promise.all([Visitor.open(browser), Visitor.open(browser)])) as [Visitor, Visitor];
    await ann.logIn(node.origin, circle.people[0]!);
    await bob.logIn(node.origin, circle.people[1]!);
    await open(ann, circle.channelId);
    await open(bob, elsewhere);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  eachGoesOn();

  const open = async (visitor: Visitor, channelId: string) => {
    await visitor.page.goto(`${node.origin}/c/${circle.communityId}/${channelId}`);
    await composer(visitor).waitFor();
  };

  it('name a role by the keyboard, which counts as a mention elsewhere at once [MSG-1]', async () => {
    const text = composer(ann);
    await text.pressSequentially('Hello @stok');
    const option = ann.page.getByRole('option', { name: /Stokers/ });
    await option.waitFor();
    expect(await text.getAttribute('aria-activedescendant')).to.equal(`mention-${roleId}`);
    await text.press('Enter');
    await text.pressSequentially('and @everyo');
    await ann.page.getByRole('option', { name: /^everyone/ }).waitFor();
    await text.press('Tab');
    await text.pressSequentially('see #engi');
    await ann.page.getByRole('option', { name: 'engine-room' }).waitFor();
    await text.press('Enter');
    await text.press('Enter');
    const sent = message(ann, 'Hello @Stokers');
    await sent.locator('.mention', { hasText: '@everyone' }).waitFor();
    await bob.page.getByRole('link', { name: /general.*1 mention/ }).waitFor();
    await sent.getByRole('link', { name: '#engine-room' }).click();
    await ann.page.getByRole('heading', { name: 'engine-room', level: 1 }).waitFor();
    await open(ann, circle.channelId);
  });

  it('copy the link of a message, which leads there from elsewhere', async () => {
    const [owner] = circle.clients;
    const sent: string[] = [];
    for (let i = 0; i < 70; i++) {
      const input = { channel_id: circle.channelId, content: `line ${i}`, nonce: `l${i}` };
      sent.push((await owner!.request('message.send', input)).message.id);
    }
    await message(ann, 'line 69').waitFor();
    await menu(ann, message(ann, 'line 69'), 'Copy link');
    const link = await ann.page.evaluate(() => navigator.clipboard.readText());
    expect(link).to.equal(`${node.origin}/c/${circle.communityId}/${circle.channelId}/${sent[69]}`);
    await say(bob, `${node.origin}/c/${circle.communityId}/${circle.channelId}/${sent[3]}`);
    const chip = bob.page.getByRole('log').getByRole('link', { name: '#general › message' });
    await chip.focus();
    await bob.page.keyboard.press('Enter');
    const there = message(bob, /^\s*line 3\s*$/);
    await there.waitFor();
    await until(
      async () => (await there.getAttribute('data-marked')) !== null || (await inView(there)),
      'the message is in view',
    );
    expect(new URL(bob.page.url()).pathname).to.equal(`/c/${circle.communityId}/${circle.channelId}`);
  });

  it('pin a message, which everyone finds in the list and jumps to', async () => {
    await open(ann, circle.channelId);
    await menu(ann, message(ann, 'line 68'), 'Pin');
    await message(ann, 'line 68').getByText('Pinned').waitFor();
    await open(bob, circle.channelId);
    await bob.page.getByRole('button', { name: 'Pinned messages' }).click();
    const pins = bob.page.getByRole('dialog', { name: 'Pinned messages' });
    await pins.getByRole('button', { name: /line 68/ }).click();
    await pins.waitFor({ state: 'detached' });
    await message(bob, 'line 68').and(bob.page.locator('[data-marked]')).waitFor();
  });

  it('show what an edited message said before', async () => {
    await say(ann, 'The first try');
    await message(ann, 'The first try').waitFor();
    await composer(ann).press('ArrowUp');
    await ann.page.getByRole('textbox', { name: 'Edit message' }).fill('The second try');
    await ann.page.keyboard.press('Enter');
    const edited = message(bob, 'The second try');
    await edited.getByRole('button', { name: /^edited/ }).click();
    await bob.page.getByRole('dialog', { name: 'Earlier versions' }).getByText('The first try').waitFor();
    await bob.page.keyboard.press('Escape');
  });

  it('choose several by the keyboard, forward them, and delete them together', async () => {
    const first = message(ann, 'line 66');
    await first.focus();
    await ann.page.keyboard.press('x');
    await ann.page.keyboard.press('ArrowDown');
    await ann.page.keyboard.press(' ');
    const bar = ann.page.getByRole('toolbar', { name: 'Chosen messages' });
    await bar.getByText('2 chosen').waitFor();
    await bar.getByRole('button', { name: 'Forward' }).click();
    const dialog = ann.page.getByRole('dialog', { name: 'Forward 2 messages' });
    await dialog.getByRole('radio', { name: /engine-room/ }).check();
    await dialog.getByRole('button', { name: 'Forward' }).click();
    await ann.page.getByText('Forwarded to #engine-room').waitFor();
    await open(bob, elsewhere);
    const arrived = bob.page.locator('.message').filter({ hasText: /Forwarded from/ });
    await until(async () => (await arrived.count()) === 2, 'both were forwarded');
    await arrived.filter({ hasText: 'line 67' }).getByRole('link', { name: '#general' }).waitFor();
    await open(bob, circle.channelId);
    await message(bob, 'line 67').waitFor();
    await message(ann, 'line 66').focus();
    await ann.page.keyboard.press('x');
    await message(ann, 'line 67').getByRole('checkbox', { name: 'Chosen' }).check();
    await bar.getByRole('button', { name: 'Delete' }).click();
    await message(ann, 'line 67').waitFor({ state: 'detached' });
    await message(bob, 'line 67').waitFor({ state: 'detached', timeout: DELETED_WITHIN_MS });
    expect(bob.events('MESSAGE_DELETE_BULK')).to.have.length(1);
    expect(await message(bob, 'line 66').count()).to.equal(0);
  });

  it('ask a question, vote by the keyboard, and see the votes as they come', async () => {
    await ann.page.getByRole('button', { name: 'Poll', exact: true }).click();
    const dialog = ann.page.getByRole('dialog', { name: 'Ask a question' });
    await dialog.getByLabel('Question').fill('Tea or coffee?');
    await dialog.getByLabel('Answer 1').fill('Tea');
    await dialog.getByLabel('Answer 2').fill('Coffee');
    await dialog.getByLabel('Answer 3').waitFor();
    await dialog.getByRole('button', { name: 'Send poll' }).click();
    const [ofAnn, ofBob] = [ann, bob].map(({ page }) => page.getByRole('group', { name: 'Tea or coffee?' }));
    await ofBob!.getByRole('radio', { name: /^Tea/ }).focus();
    await bob.page.keyboard.press('Space');
    await ofAnn!.getByRole('radio', { name: /^Tea 100 %/ }).waitFor();
    await ofAnn!.getByRole('radio', { name: /^Coffee/ }).check();
    await ofBob!.getByText('2 people have voted').waitFor();
    await ofBob!.getByRole('button', { name: 'Take my vote back' }).click();
    await ofAnn!.getByRole('radio', { name: /^Tea 0 %/ }).waitFor();
  });

  it('without any complaint of the browser', () => {
    expect([ann.complaints, bob.complaints]).to.deep.equal([[], []]);
  });
});

const composer = ({ page }: Visitor): Locator => page.getByRole('textbox', { name: /^Message #/ });
const message = ({ page }: Visitor, text: string | RegExp): Locator =>
  page.locator('.message').filter({ has: page.locator('.content').filter({ hasText: text }) });

async function say(visitor: Visitor, text: string): Promise<void> {
  await composer(visitor).fill(text);
  await composer(visitor).press('Enter');
}

async function menu(visitor: Visitor, at: Locator, entry: string): Promise<void> {
  await at.hover();
  await at.getByRole('button', { name: 'More' }).click();
  await visitor.page.getByRole('menuitem', { name: entry }).click();
}

function inView(at: Locator): Promise<boolean> {
  return at.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}
