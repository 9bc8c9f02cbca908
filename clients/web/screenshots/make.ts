import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Person } from './api.ts';
import { type Scene, seed } from './seed.ts';

const USAGE = `Makes the pictures of docs/screenshots from a running server.

tsx clients/web/screenshots/make.ts URL [--out FOLDER]

CHROMIUM names the browser; /usr/bin/chromium is used without it.`;

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const THEMES = ['dark', 'light'] as const;

const CHROMIUM_FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Logs in by the log-in page, as people do. */
async function logIn(page: Page, origin: string, person: Person): Promise<void> {
  await page.goto(`${origin}/login`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation', { name: 'Communities' }).waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** The pictures, each with what has to be there before it is taken. */
function pictures(origin: string, scene: Scene): { name: string; take: (page: Page) => Promise<void> }[] {
  return [
    {
      name: 'register',
      take: async (page) => {
        await page.goto(`${origin}/register`);
        await page.getByLabel('Email').fill('noor@example.org');
        await page.getByLabel('Username').fill('noor.haddad');
        await page.getByLabel('Password').fill('a long walk home');
      },
    },
    {
      name: 'empty-community',
      take: async (page) => {
        await logIn(page, origin, scene.newcomer);
        await page.goto(`${origin}/c/${scene.emptyCommunityId}/${scene.emptyChannelId}`);
        await page.getByRole('button', { name: 'Invite people' }).last().waitFor();
        await page.getByLabel('Message #').blur();
      },
    },
    {
      name: 'busy-channel',
      take: async (page) => {
        // A window that nobody looks at reads nothing, so every picture has the line above what is new.
        await page.addInitScript(() => {
          document.hasFocus = () => false;
        });
        await logIn(page, origin, scene.viewer);
        await page.goto(`${origin}/c/${scene.communityId}/${scene.busyChannelId}`);
        await page.getByText('bees is on the fridge').waitFor();
        await scene.writer.call('typing.start', { channel_id: scene.busyChannelId });
        await page.getByText('is typing').waitFor();
        await page.getByLabel('Message #').blur();
      },
    },
    {
      name: 'feed',
      take: async (page) => {
        await logIn(page, origin, scene.viewer);
        await page.goto(`${origin}/c/${scene.communityId}/${scene.feedId}`);
        await page.getByRole('feed').getByText('labels for the herbs').waitFor();
      },
    },
    {
      name: 'post',
      take: async (page) => {
        await logIn(page, origin, scene.viewer);
        await page.goto(`${origin}/c/${scene.communityId}/${scene.feedId}?thread=${scene.postId}`);
        await page.getByText('Labels are printing').waitFor();
        await page.getByLabel('Comment on this post').blur();
      },
    },
    {
      name: 'threads',
      take: async (page) => {
        await logIn(page, origin, scene.viewer);
        await page.goto(`${origin}/threads`);
        await page.getByText('Labels are printing').waitFor();
      },
    },
    {
      name: 'settings',
      take: async (page) => {
        await logIn(page, origin, scene.viewer);
        await page.goto(`${origin}/settings/profile`);
        await page.getByLabel('About you').fill('Keeps the keys, the calendar and the bees. Ask me about the gate.');
        await page.getByLabel('About you').blur();
      },
    },
  ];
}

/** Brings the others online, each in a browser of their own. */
async function comeOnline(browser: Browser, origin: string, scene: Scene): Promise<void> {
  for (const { person, status } of scene.present) {
    const page = await (await browser.newContext()).newPage();
    await logIn(page, origin, person);
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [
      `cozy.status.${origin}.${person.id}`,
      status,
    ] as const);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
}

async function shoot(browser: Browser, origin: string, scene: Scene, folder: string): Promise<void> {
  for (const viewport of SIZES) {
    for (const theme of THEMES) {
      for (const { name, take } of pictures(origin, scene)) {
        const narrow = viewport.width < 760;
        const context = await browser.newContext({ viewport, colorScheme: theme, hasTouch: narrow, locale: 'en-GB' });
        const page = await context.newPage();
        await take(page);
        await page.evaluate(() => document.fonts.ready);
        // Openings take 180 ms; a picture in the middle of one would differ from run to run.
        await page.waitForFunction(() =>
          document
            .getAnimations()
            .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
            .every(({ playState }) => playState !== 'running'),
        );
        const path = join(folder, `${name}-${viewport.width}-${theme}.png`);
        await page.screenshot({ path });
        console.log(path);
        await context.close();
      }
    }
  }
}

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { out: { type: 'string', default: 'docs/screenshots' } },
});
const [address] = positionals;
if (!address) {
  console.error(USAGE);
  process.exit(1);
}
const { origin } = new URL(address);
mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: CHROMIUM_FLAGS,
});
try {
  const scene = await seed(origin);
  await comeOnline(browser, origin, scene);
  await shoot(browser, origin, scene, values.out);
} finally {
  await browser.close();
}
