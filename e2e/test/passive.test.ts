import { buildClient } from '@cozy/ops/client';
import { type EventData, Op } from '@cozy/protocol';
import { expect } from 'chai';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { Client } from '../harness/client.ts';
import type { Cluster, Part } from '../harness/cluster.ts';
import { eachGoesOn } from '../harness/eachGoesOn.ts';
import { forgetLog } from '../harness/forgetLog.ts';
import { healthy } from '../harness/health.ts';
import { writeMembers } from '../harness/manyMembers.ts';
import { type Person, register } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { sharedCluster } from '../harness/shared.ts';

const NAMES = ['Near', 'Far', 'Third', 'Fourth'] as const;
type Name = (typeof NAMES)[number];
/** Members of the large community besides Ann and Bob. */
const CROWD = 3_000;
/** Messages that are more than a window shows, and fewer than a page has. */
const UNREAD = 45;
/** Clients wait up to 30 s between two tries. */
const BACK_WITHIN_MS = 60_000;
const nameInCrowd = (index: number) => `Person ${String(index).padStart(4, '0')}`;

describe('a browser that is told in full only what it has in view', function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let node: Part;
  let browser: Browser;
  let bob: Visitor;
  let person: Person;
  /** Ann, who talks at the other node. */
  let ann: Client;
  const places = {} as Record<Name, { communityId: string; channelId: string }>;

  before(async () => {
    await buildClient(() => undefined);
    cluster = await sharedCluster();
    const [first, second] = cluster.nodes as [Part, Part];
    node = first;
    const owner = await register(second.origin, 'ann');
    person = await register(second.origin, 'bob');
    ann = new Client(owner.access_token, [second.origin]);
    await ann.ready();
    for (const name of NAMES) places[name] = await makeCommunity(name);
    browser = await launchBrowser();
    bob = await Visitor.open(browser);
    await bob.logIn(node.origin, person);
    await open('Near');
  });
  after(async () => {
    ann?.close();
    await browser?.close();
  });

  eachGoesOn();

  it('is told that something is unread elsewhere, but not what it is [GW-54][GW-55]', async () => {
    const from = bob.frames.length;
    let last = '';
    for (let i = 0; i < 10; i++) last = await say('Far', `far ${i}`);
    await rail('Far, unread').waitFor();
    const isTold = () =>
      passiveUpdates(from).some(({ channels }) => channels.some(({ last_message_id }) => last_message_id === last));
    await until(isTold, 'the newest message is told');
    expect(bob.events('MESSAGE_CREATE', from)).to.deep.equal([]);
    expect(passiveUpdates(from).every(({ community_id }) => community_id === places.Far.communityId)).to.equal(true);
    expect(passiveUpdates(from).length).to.be.below(10);
    await say('Near', 'in view');
    await message('in view').waitFor();
  });

  it('is told at once of messages that name the person [GW-54]', async () => {
    const from = bob.frames.length;
    const id = await say('Far', `<@${person.user.id}> look`);
    await rail('Far, 1 mention').waitFor();
    const told = bob.events('MESSAGE_CREATE', from).map(({ d }) => (d as EventData<'MESSAGE_CREATE'>).id);
    expect(told).to.deep.equal([id]);
  });

  it('shows everything once it looks there, also what is said meanwhile, and nothing twice [GW-56]', async () => {
    const meanwhile = Array.from({ length: 15 }, (_, i) => `meanwhile ${i}`);
    for (const [i, text] of meanwhile.entries()) {
      await say('Far', text);
      if (i === 5) await rail('Far, 1 mention').click();
    }
    const expected = [
      ...Array.from({ length: 10 }, (_, i) => `far ${i}`),
      `@${person.user.display_name} look`,
      ...meanwhile,
    ];
    await shows(expected);
    // What is in view is read.
    await rail('Far').waitFor();
  });

  it('shows on its return what was written, changed and deleted out of view, and the draft that was left', async () => {
    await composer('Far').fill('half a thought');
    for (const name of ['Third', 'Fourth', 'Near'] as const) await open(name);
    await until(() => !subscribed().includes(places.Far.communityId), 'the other community is out of view');
    const from = bob.frames.length;
    const before = await ann.history(places.Far.channelId);
    const idOf = (text: string) => before.find(({ content }) => content === text)?.id ?? '';
    const channel_id = places.Far.channelId;
    await ann.request('message.edit', { channel_id, message_id: idOf('meanwhile 13'), content: 'changed' });
    await ann.request('message.delete', { channel_id, message_id: idOf('meanwhile 14') });
    for (let i = 0; i < 3; i++) await say('Far', `later ${i}`);
    await rail('Far, unread').waitFor();
    expect(bob.frames.slice(from).filter((frame) => frame.op === Op.Dispatch && frame.t.startsWith('MESSAGE'))).to.be
      .empty;

    await open('Far');
    await message('later 2').waitFor();
    const texts = await contents();
    expect(texts.slice(texts.indexOf('meanwhile 12'))).to.deep.equal([
      'meanwhile 12',
      'changed edited',
      'later 0',
      'later 1',
      'later 2',
    ]);
    expect(await bob.page.locator('.unread-line').count()).to.equal(1);
    expect(await composer('Far').inputValue()).to.equal('half a thought');
  });

  it('is still told in full what was in view just before', async () => {
    const from = bob.frames.length;
    const id = await say('Near', 'just before');
    const told = () => bob.events('MESSAGE_CREATE', from).map(({ d }) => (d as EventData<'MESSAGE_CREATE'>).id);
    await until(() => told().includes(id), 'the message has come');
    await open('Near');
    await message('just before').waitFor();
    await open('Far');
  });

  it('opens at the line where reading was left, and is read once its end is in view', async () => {
    await say('Third', 'read before');
    await open('Third');
    await message('read before').waitFor();
    await rail('Third').waitFor();
    for (const name of ['Near', 'Fourth', 'Far'] as const) await open(name);
    await until(() => !subscribed().includes(places.Third.communityId), 'the other community is out of view');
    for (let i = 0; i < UNREAD; i++) await say('Third', `unread ${i}`);
    await open('Third');
    await message('unread 0').waitFor();
    await bob.page.locator('.unread-line').waitFor();
    expect(await isInView(bob.page.locator('.unread-line'))).to.equal(true);
    await rail('Third, unread').waitFor();
    await bob.page.getByRole('button', { name: 'New messages' }).click();
    await message(`unread ${UNREAD - 1}`).waitFor();
    await rail('Third').waitFor();
    await open('Far');
  });

  it('keeps drafts, unsent messages and the place when it was away for longer than the log goes back [GW-26]', async () => {
    const known = await contents();
    // The same person elsewhere, who has scrolled back.
    const reader = await Visitor.open(browser);
    await reader.logIn(node.origin, person);
    await reader.page.goto(`${node.origin}/c/${places.Third.communityId}/${places.Third.channelId}`);
    await reader.page.getByText(`unread ${UNREAD - 1}`, { exact: true }).waitFor();
    await scrolledBack(reader, 335);
    const place = await topOf(reader);
    const readies = reader.events('READY').length;

    for (const visitor of [bob, reader]) visitor.serverIsAway = true;
    await node.kill();
    await bob.page.getByText(/^(Connecting…|No connection)/).waitFor();
    await composer('Far').fill('Written while away');
    await composer('Far').press('Enter');
    await bob.page.getByRole('article', { name: 'Your message, on its way' }).waitFor();
    await composer('Far').fill('half another thought');
    for (let i = 0; i < 3; i++) await say('Far', `missed ${i}`);
    await say('Near', 'missed as well');
    await say('Third', 'missed below');
    // Read as of its cursors, so all of it is in the projection.
    await ann.history(places.Far.channelId);
    await ann.history(places.Near.channelId);
    await ann.history(places.Third.channelId);
    const communityIds = [places.Far, places.Near, places.Third].map(({ communityId }) => communityId);
    await forgetLog(cluster.engines.natsUrl, communityIds);
    expect(await contents()).to.include.members(known.slice(-3));

    await node.start();
    await healthy(node.origin);
    for (const { frames } of [bob, reader]) {
      await until(
        () => frames.some((frame) => frame.op === Op.InvalidSession && !frame.d.resumable),
        'the session cannot be resumed',
        BACK_WITHIN_MS,
      );
    }
    await message('Written while away').waitFor({ timeout: BACK_WITHIN_MS });
    for (const visitor of [bob, reader]) visitor.serverIsAway = false;
    await until(async () => (await contents()).includes('missed 2'), 'what was missed is shown');
    const texts = await contents();
    expect(texts.slice(texts.indexOf('later 2'))).to.deep.equal([
      'later 2',
      'missed 0',
      'missed 1',
      'missed 2',
      'Written while away',
    ]);
    expect(await bob.page.getByRole('article', { name: 'Your message, on its way' }).count()).to.equal(0);
    expect(await composer('Far').inputValue()).to.equal('half another thought');
    const stored = await ann.history(places.Far.channelId);
    expect(stored.filter(({ content }) => content === 'Written while away')).to.have.length(1);
    await rail('Near, unread').click();
    await message('missed as well').waitFor();
    await say('Near', 'live again');
    await message('live again').waitFor();

    // The reader's place has not moved, and what was missed is below it.
    await until(() => reader.events('READY').length > readies, 'the reader is back', BACK_WITHIN_MS);
    await reader.page.getByRole('button', { name: 'New messages' }).waitFor();
    await until(async () => !(await reader.page.getByText(`unread ${UNREAD - 1}`).count()), 'the stretch is another');
    expect(await topOf(reader)).to.deep.equal(place);
    await reader.page.getByRole('button', { name: 'New messages' }).click();
    await reader.page.getByText('missed below', { exact: true }).waitFor();
    expect(reader.complaints).to.deep.equal([]);
    await reader.context.close();
  });

  it('shows a large member list in windows, wherever one scrolls to [GW-57]', async () => {
    const { community } = await ann.request('community.create', { name: 'Crowd' });
    await writeMembers(cluster.engines.mongodbUri, community.id, CROWD, nameInCrowd);
    await join(community.id);
    const from = bob.frames.length;
    await rail('Crowd').click();
    const list = bob.page.getByRole('complementary', { name: 'Members' });
    const scroll = (to: number) =>
      list.locator('.members-scroll').evaluate((element, part) => {
        element.scrollTop = element.scrollHeight * part;
      }, to);
    await list.getByText('Online · 2').waitFor();
    await list.getByText('Offline · 3,000').waitFor();
    await list.getByText(nameInCrowd(0)).waitFor();
    await scroll(1);
    await list.getByText(nameInCrowd(CROWD - 1)).waitFor();
    await scroll(0.5);
    await list.getByText(nameInCrowd(CROWD / 2)).waitFor();
    await scroll(0);

    // Someone who is here goes, and comes back as somebody who is busy.
    const row = list.getByRole('button', { name: /^ann/ });
    await row.getByText('Online').waitFor();
    ann.connection.setStatus('dnd');
    await row.getByText('Do not disturb').waitFor();

    const updates = bob
      .events('COMMUNITY_MEMBER_LIST_UPDATE', from)
      .map(({ d }) => d as EventData<'COMMUNITY_MEMBER_LIST_UPDATE'>);
    expect(Math.max(...updates.map(({ rows }) => rows.length))).to.be.at.most(50);
    expect(updates.reduce((sum, { members }) => sum + members.length, 0)).to.be.below(CROWD / 5);
    expect(bob.events('PRESENCE_UPDATE')).to.deep.equal([]);
  });

  it('finds people whom it was not told of by the beginning of their name', async () => {
    await bob.page.getByRole('textbox', { name: /^Message #/ }).pressSequentially('@Person 27');
    await bob.page.getByRole('option', { name: nameInCrowd(2700) }).click();
    await bob.page.keyboard.press('Enter');
    await bob.page
      .locator('article .mention')
      .getByText(`@${nameInCrowd(2700)}`)
      .waitFor();
  });

  it('and has complained about nothing', () => {
    expect(bob.complaints).to.deep.equal([]);
  });

  /** A community of Ann's that Bob is in. */
  async function makeCommunity(name: string): Promise<{ communityId: string; channelId: string }> {
    const { community } = await ann.request('community.create', { name });
    await join(community.id);
    const channel = community.channels.find(({ type }) => type === 'text');
    return { communityId: community.id, channelId: channel?.id ?? '' };
  }

  async function join(community_id: string): Promise<void> {
    const { invite } = await ann.request('invite.create', { community_id });
    const response = await fetch(`${cluster.nodes[1]?.origin}/api/v1/invites/${invite.code}/accept`, {
      method: 'POST',
      headers: { authorization: `Bearer ${person.access_token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status, await response.text()).to.equal(200);
  }

  /** Sends as Ann. @returns the message's id. */
  async function say(name: Name, content: string): Promise<string> {
    const { message } = await ann.insist('message.send', {
      channel_id: places[name].channelId,
      content,
      nonce: crypto.randomUUID(),
    });
    return message.id;
  }

  /** Opens a community by the rail. @returns once the server has confirmed that it is in view. */
  async function open(name: Name): Promise<void> {
    await rail(name, true).click();
    await composer(name).waitFor();
    await until(() => subscribed().includes(places[name].communityId), `${name} is in view`);
  }

  /** The first message that is wholly in view, and where. */
  function topOf({ page }: Visitor): Promise<{ text: string; y: number } | undefined> {
    return page.evaluate(() => {
      const list = document.querySelector('.list-scroll')?.getBoundingClientRect().top ?? 0;
      const rows = [...document.querySelectorAll('article[data-message]')];
      const tops = rows.map((row) => ({ row, y: Math.round(row.getBoundingClientRect().top - list) }));
      const first = tops.filter(({ y }) => y >= 0).sort((a, b) => a.y - b.y)[0];
      return first && { text: first.row.querySelector('.content')?.textContent ?? '', y: first.y };
    });
  }

  /** Scrolls a list of messages as a person does, until it stays there. @param to pixels from its top. */
  async function scrolledBack({ page }: Visitor, to: number): Promise<void> {
    let calm = 0;
    const list = page.locator('.list-scroll');
    await until(async () => {
      const isThere = (await list.evaluate(({ scrollTop }) => scrollTop)) === to;
      const isBack = (await page.getByRole('button', { name: 'Jump to latest' }).count()) === 1;
      calm = isThere && isBack ? calm + 1 : 0;
      if (calm === 0) {
        await list.evaluate((element, top) => {
          element.dispatchEvent(new WheelEvent('wheel'));
          element.scrollTop = top;
        }, to);
      }
      return calm === 3;
    }, 'the list has been scrolled back');
  }

  async function isInView(locator: Locator): Promise<boolean> {
    const box = await locator.boundingBox();
    const list = await bob.page.locator('.list-scroll').boundingBox();
    return box !== null && list !== null && box.y >= list.y && box.y < list.y + list.height;
  }

  const rail = (name: string, begins = false): Locator =>
    bob.page
      .getByRole('navigation', { name: 'Communities' })
      .getByRole('link', begins ? { name: new RegExp(`^${name}(,|$)`) } : { name, exact: true });
  const composer = (name: Name): Locator => {
    const { channelId } = places[name];
    return bob.page.locator(`body:has(a[aria-current="page"][href$="/${channelId}"]) .composer-text`);
  };
  const message = (text: string): Locator =>
    bob.page.locator('article[data-message]').filter({ has: bob.page.getByText(text, { exact: true }) });
  const contents = async () =>
    (await bob.page.locator('article[data-message] .content').allInnerTexts()).map((text) => text.trim());
  const subscribed = () => {
    const last = bob.events('SUBSCRIBED').at(-1);
    return last ? (last.d as EventData<'SUBSCRIBED'>).communities : [];
  };
  const passiveUpdates = (from: number) =>
    bob.events('PASSIVE_UPDATE', from).map(({ d }) => d as EventData<'PASSIVE_UPDATE'>);

  /** Waits for the last of some messages, and compares all that are shown with them. */
  async function shows(expected: string[]): Promise<void> {
    await message(expected.at(-1) ?? '').waitFor();
    let texts: string[] = [];
    await until(
      async () => {
        texts = await contents();
        return texts.length >= expected.length;
      },
      () => `${expected.length} messages are shown; there are ${texts.join(', ')}`,
    );
    expect(texts).to.deep.equal(expected);
  }
});
