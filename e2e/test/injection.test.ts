import { buildClient } from '@cozy/ops/client';
import { type CommandInput, type CommandName, CozyError, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import type { Client } from '../harness/client.ts';
import { HOSTILE_NAMES, HOSTILE_TEXTS } from '../harness/hostileText.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

const CHANNELS = 10;
const BOTS = 12;
const COMMUNITIES = 5;

describe('text that means harm', function () {
  this.timeout(240_000);
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  let visitor: Visitor;
  /** Paths of the channels in which everything was said. */
  const paths: string[] = [];
  const sent = { messages: 0, names: 0, refused: 0 };
  const foreign: string[] = [];

  before(async () => {
    await buildClient(() => undefined);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    browser = await launchBrowser();
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
  });

  it('is taken as it is, or refused with a code, in every field', async () => {
    const [owner] = circle.clients as [Client, Client];
    const names = HOSTILE_NAMES[Symbol.iterator]();
    const name = () => names.next().value ?? 'no more';
    const community_id = circle.communityId;
    for (let i = 0; i < CHANNELS; i++) {
      const made = await attempt(owner, 'channel.create', {
        community_id,
        name: name(),
        type: 'text',
        topic: HOSTILE_TEXTS[i]!.slice(0, LIMITS.topicLength),
      });
      if (made) paths.push(`/c/${community_id}/${made.channel.id}`);
    }
    for (let i = 0; i < COMMUNITIES; i++) {
      const made = await attempt(owner, 'community.create', { name: name() });
      if (!made) continue;
      await attempt(owner, 'community.update', { community_id: made.community.id, description: name() });
    }
    await attempt(owner, 'community.update', { community_id, name: name(), description: name() });
    for (let i = 0; i < 8; i++) await attempt(owner, 'role.create', { community_id, name: name() });
    for (let i = 0; i < BOTS; i++) {
      const made = await attempt(owner, 'bot.create', { name: name() });
      if (made) await attempt(owner, 'bot.add', { community_id, bot_id: made.bot.id });
    }
    await attempt(owner, 'user.update', { display_name: name(), bio: name() });
    for (const [i, content] of HOSTILE_TEXTS.entries()) {
      const channel_id = paths[i % paths.length]!.split('/').at(-1)!;
      if (await attempt(owner, 'message.send', { channel_id, content, nonce: `hostile ${i}` })) sent.messages += 1;
    }
    expect(paths.length, 'channels with such names').to.be.above(4);
    expect(sent.messages, 'messages').to.be.above(200);
    expect(sent.names, 'names').to.be.above(20);
  });

  it('runs no script, loads nothing and adds no element of its own, wherever it is shown', async () => {
    visitor = await Visitor.open(browser, 1440);
    const { page } = visitor;
    page.on('dialog', (dialog) => {
      visitor.complaints.push(`A dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin)) foreign.push(request.url());
    });
    await page.addInitScript(watchElements);
    await visitor.logIn(origin, circle.people[1]!);
    let shown = 0;
    for (const path of paths) {
      await page.goto(`${origin}${path}`);
      await seeAllMessages(visitor);
      expect(await visitor.overflow(), `px that ${path} is too wide`).to.equal(0);
      const seen = await watched(visitor);
      expect(seen.found, path).to.deep.equal([]);
      shown += seen.shown;
    }
    expect(shown, 'different messages that were shown').to.be.above(sent.messages * 0.9);
    expect(foreign, 'requests to elsewhere').to.deep.equal([]);
    expect(visitor.complaints).to.deep.equal([]);
  });

  it('breaks no layout on the phone', async () => {
    const { page } = visitor;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/', `/c/${circle.communityId}`, ...paths]) {
      await page.goto(`${origin}${path}`);
      await page.locator('main:visible, nav:visible').first().waitFor();
      expect(await visitor.overflow(), `px that ${path} is too wide`).to.equal(0);
      expect((await watched(visitor)).found, path).to.deep.equal([]);
    }
    expect(visitor.complaints).to.deep.equal([]);
  });

  // Gives null when the input is refused for what it says; any other refusal is a failure.
  async function attempt<C extends CommandName>(client: Client, command: C, input: CommandInput<C>) {
    for (;;) {
      try {
        const output = await client.request(command, input);
        if (command !== 'message.send') sent.names += 1;
        return output;
      } catch (error) {
        if (!(error instanceof CozyError)) throw error;
        if (error.code === 'RATE_LIMITED')
          await new Promise((resolve) => setTimeout(resolve, error.retryAfter! * 1000));
        else if (error.code === 'INVALID_INPUT') {
          sent.refused += 1;
          return null;
        } else throw error;
      }
    }
  }
});

// Runs in the page, where the names that the compiler gives to inner functions are not known: so there are none.
/** Notes every element and attribute that the client itself never makes. */
function watchElements(): void {
  const found: string[] = [];
  const shown = new Set<string>();
  Object.assign(window, { found, shown });
  new MutationObserver((changes) => {
    const elements = changes.flatMap(({ addedNodes, target }) =>
      [target, ...addedNodes].flatMap((node) =>
        node instanceof Element ? (node === target ? [node] : [node, ...node.querySelectorAll('*')]) : [],
      ),
    );
    for (const element of elements) {
      const isForeign =
        ['iframe', 'object', 'embed', 'base', 'frame', 'marquee', 'applet', 'portal', 'math'].includes(
          element.localName,
        ) ||
        (element instanceof HTMLScriptElement && !element.src.startsWith(location.origin));
      // As browsers read addresses: white space and control characters count for nothing.
      const isArmed = [...element.attributes].some(
        ({ name, value }) =>
          name.startsWith('on') ||
          (['href', 'src', 'action', 'formaction', 'xlink:href'].includes(name) &&
            // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
            /^(javascript|vbscript|data:text)/i.test(value.replace(/[\u0000-\u0020]/g, ''))),
      );
      if (isForeign || isArmed) found.push(element.outerHTML);
      if (element.localName === 'article') shown.add(element.textContent);
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });
}

/** What `watchElements` has noted since the page was loaded. */
function watched({ page }: Visitor): Promise<{ found: string[]; shown: number }> {
  return page.evaluate(() => {
    const { found, shown } = window as never as { found: string[]; shown: Set<string> };
    return { found, shown: shown.size };
  });
}

/** Scrolls from the newest message to the oldest. */
async function seeAllMessages({ page }: Visitor): Promise<void> {
  await page.getByRole('article').first().waitFor();
  const list = page.getByRole('log');
  await list.hover();
  let top = -1;
  for (;;) {
    const now = await list.evaluate((element) => {
      const scroller = [element, ...element.querySelectorAll('*')].find(
        (one) => one.scrollHeight > one.clientHeight + 1,
      );
      return Math.round(scroller?.scrollTop ?? 0);
    });
    if (now === 0 || now === top) return;
    top = now;
    await page.mouse.wheel(0, -600);
    await page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => resolve(true))));
  }
}
