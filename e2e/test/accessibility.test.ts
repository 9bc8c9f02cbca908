import { AxeBuilder } from '@axe-core/playwright';
import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { Client } from '../harness/client.ts';
import { type Circle, makeCircle, register } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [1440, 390];

describe('every page', function () {
  this.timeout(240_000);
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  let feedId: string;
  let postId: string;

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    const [owner, other] = circle.clients;
    const { channelId: channel_id } = circle;
    const texts = [
      'Hello **everyone**, see [the plan](https://example.org/plan)',
      '```js\nconst a = 1;\n```',
      '> A quote',
      '👍',
    ];
    for (const [i, content] of texts.entries()) {
      const { message } = await owner!.request('message.send', { channel_id, content, nonce: `a ${i}` });
      await other!.request('message.send', { channel_id, content, nonce: `b ${i}`, reply_to: message.id });
      await other!.request('reaction.add', { channel_id, message_id: message.id, emoji: '🎉' });
    }
    const inHome = { community_id: circle.communityId, name: 'news', type: 'feed' } as const;
    feedId = (await owner!.request('channel.create', inHome)).channel.id;
    const post = { channel_id: feedId, title: 'A title', content: 'A post', nonce: 'post' };
    postId = (await owner!.request('message.send', post)).message.id;
    const comment = { channel_id: feedId, thread_id: postId, content: 'A comment', nonce: 'comment' };
    await other!.request('message.send', comment);
    const questions = [
      { label: 'Why?', type: 'paragraph' as const, required: true },
      { label: 'From where?', type: 'choice' as const, required: false, choices: ['A friend', 'The net'] },
    ];
    const join = { approval: true, questions };
    await owner!.request('community.update', { community_id: circle.communityId, join, privacy: 'public' });
    const guest = await register(origin, 'guest');
    const guestClient = new Client(guest.access_token, [origin]);
    await guestClient.ready();
    const answers = [{ question: 'Why?', answer: 'Because' }];
    await guestClient.request('join.apply', { community_id: circle.communityId, answers });
    guestClient.close();
    const gone = await register(origin, 'gone');
    const ban = { community_id: circle.communityId, user_id: gone.user.id, reason: 'Only a test' };
    await owner!.request('member.ban', ban);
    browser = await launchBrowser();
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  for (const width of WIDTHS) {
    it(`has nothing serious that axe finds, in both themes, ${width} px wide`, async () => {
      const stranger = await Visitor.open(browser, width);
      for (const path of ['/login', '/register', '/invite/doesnotexist', '/nowhere']) {
        await stranger.page.goto(`${origin}${path}`);
        await stranger.page.getByRole('heading', { level: 1 }).waitFor();
        await judge(stranger.page, path);
      }
      const member = await Visitor.open(browser, width);
      await member.logIn(origin, circle.people[0]!);
      const community = `/c/${circle.communityId}`;
      const settings = ['profile', 'appearance', 'notifications', 'sessions', 'bots'].map(
        (section) => `/settings/${section}`,
      );
      const feeds = ['/feed', '/threads', `${community}/${feedId}`, `${community}/${feedId}?thread=${postId}`];
      for (const path of [
        '/',
        ...feeds,
        `${community}/${circle.channelId}`,
        `${community}/settings`,
        `${community}/settings/joining`,
        `${community}/settings/join-requests`,
        `${community}/settings/cases`,
        `${community}/settings/bans`,
        `${community}/settings/audit-log`,
        '/settings',
        ...settings,
      ]) {
        await member.page.goto(`${origin}${path}`);
        await member.page.locator('main:visible, nav:visible').first().waitFor();
        await member.page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
        await judge(member.page, path);
      }
    });
  }

  it('has nothing serious that axe finds in its dialogs', async () => {
    const { page } = await openChannel(1440);
    await page.keyboard.press('Control+k');
    await judge(page, 'the switcher', 'dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('article').first().focus();
    await page.keyboard.press('?');
    await page.getByText('Go to a channel, a person or a page').waitFor();
    await judge(page, 'the shortcuts', 'dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Invite people', exact: true }).click();
    await judge(page, 'inviting', 'dialog');
    await page.keyboard.press('Escape');
  });

  async function openChannel(width: number): Promise<Visitor> {
    const visitor = await Visitor.open(browser, width);
    await visitor.logIn(origin, circle.people[0]!);
    await visitor.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
    await visitor.page.getByRole('article').first().waitFor();
    return visitor;
  }
});

/** Asks axe, in each theme, for what is serious or worse. @param role of what must be there first. */
async function judge(page: Page, name: string, role?: 'dialog'): Promise<void> {
  if (role) await page.getByRole(role).waitFor();
  for (const colorScheme of THEMES) {
    // Colours that are still on their way to the other theme have no right contrast.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
    const { violations } = await new AxeBuilder({ page: page as never }).analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`));
    expect(serious, `${name}, ${colorScheme}`).to.deep.equal([]);
  }
}
