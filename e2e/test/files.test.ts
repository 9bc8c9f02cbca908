import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { buildClient } from '@cozy/ops/client';
import { expect } from 'chai';
import type { Browser, Locator, Page, Route } from 'playwright-core';
import { launchBrowser, Visitor } from '../harness/browser.ts';
import { type MediaFiles, makeMediaFiles } from '../harness/mediaFiles.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { scratchFolder } from '../harness/scratch.ts';
import { sharedCluster } from '../harness/shared.ts';

/** Names by which files have done harm elsewhere. */
const HOSTILE_NAMES = [
  '"><img src=x onerror=document.title=1>.txt',
  "<script>document.title='2'</script>.txt",
  '../../../etc/passwd',
  'invoice\u202efdp.exe',
  `${'w'.repeat(180)}.txt`,
  'javascript:alert(1).svg',
];

describe('files in the web client', function () {
  this.timeout(240_000);
  const scratch = scratchFolder();
  let origin: string;
  let browser: Browser;
  let circle: Circle;
  let files: MediaFiles;
  let ann: Visitor;
  let bob: Visitor;

  before(async () => {
    await buildClient(() => undefined);
    files = makeMediaFiles(scratch.path);
    origin = (await sharedCluster()).nodes[0]!.origin;
    circle = await makeCircle([origin], 2);
    browser = await launchBrowser();
    [ann, bob] = [await Visitor.open(browser), await Visitor.open(browser)];
    for (const [i, visitor] of [ann, bob].entries()) {
      await visitor.logIn(origin, circle.people[i]!);
      await visitor.page.goto(`${origin}/c/${circle.communityId}/${circle.channelId}`);
      await composer(visitor.page).waitFor();
    }
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await browser?.close();
    scratch.remove();
  });
  afterEach(() => {
    // A slow machine loses connections, of which Chromium tells; nothing else may be wrong.
    const complaints = [...ann.complaints, ...bob.complaints].filter((text) => !text.startsWith('WebSocket'));
    expect(complaints).to.deep.equal([]);
  });

  it('are picked, described and sent with a text, and the others see pictures with their descriptions', async () => {
    await pick(ann.page, [files.wide, files.tall]);
    await tray(ann.page).getByLabel('Description of garden.png').fill('The garden from above');
    await judge(ann.page, 'the tray');
    await composer(ann.page).fill('Two from Saturday');
    await composer(ann.page).press('Enter');
    await tray(ann.page).waitFor({ state: 'detached' });
    for (const { page } of [ann, bob]) {
      const message = messageWith(page, 'Two from Saturday');
      await message.getByRole('img', { name: 'The garden from above' }).waitFor();
      await loaded(message.getByRole('img', { name: 'gate.jpg' }));
    }
    const box = await messageWith(bob.page, 'Two from Saturday').getByRole('img', { name: 'gate.jpg' }).boundingBox();
    expect(box!.width / box!.height).to.be.closeTo(600 / 900, 0.02);
  });

  it('open at their full size, and are turned, zoomed and closed by keys', async () => {
    const { page } = bob;
    const first = messageWith(page, 'Two from Saturday').getByRole('button', { name: /The garden from above/ });
    await first.focus();
    await page.keyboard.press('Enter');
    const lightbox = page.getByRole('dialog', { name: 'garden.png' });
    await lightbox.getByText('1 of 2').waitFor();
    await loaded(lightbox.getByRole('img', { name: 'The garden from above' }));
    await judge(page, 'the lightbox');
    await page.keyboard.press('+');
    await until(async () => (await scaleOf(page)) === 2, 'it is zoomed');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'gate.jpg' }).getByText('2 of 2').waitFor();
    expect(await scaleOf(page)).to.equal(1);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await until(() => first.evaluate((element) => element === document.activeElement), 'the focus is back');
  });

  it('are dropped and pasted, and nothing hangs when ten thousand are', async () => {
    const { page } = ann;
    await hand(page, 'drop', [{ name: 'dropped.txt', text: 'dropped' }]);
    await tray(page).getByText('dropped.txt').waitFor();
    await hand(page, 'paste', [{ name: 'pasted.txt', text: 'pasted' }]);
    await tray(page).getByText('pasted.txt').waitFor();
    await page.evaluate(dropMany, 10_000);
    await page.getByRole('alert').filter({ hasText: 'A message can have 10 files' }).waitFor();
    expect(await tray(page).getByRole('listitem').count()).to.equal(2);
    await tray(page).getByRole('button', { name: 'Remove pasted.txt' }).click();
    await composer(page).press('Enter');
    await messageWith(bob.page, 'dropped.txt').waitFor();
    expect(await messageWith(bob.page, 'pasted.txt').count()).to.equal(0);
  });

  it('show how far they are, and can be cancelled', async () => {
    const { page } = ann;
    const held = await hold(page);
    await pick(page, [files.archive]);
    await tray(page).getByRole('progressbar', { name: 'Upload of photos.zip' }).waitFor();
    await tray(page).getByRole('button', { name: 'Remove photos.zip' }).click();
    await tray(page).waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).to.equal(true);
    await held.release();
  });

  it('are sent with a message at once, go on after a lost network and a reload, and settle', async () => {
    const { page } = ann;
    const held = await hold(page);
    await pick(page, [files.archive]);
    await composer(page).fill('Before the reload');
    await composer(page).press('Enter');
    await messageWith(bob.page, 'Before the reload').getByText('Being uploaded').waitFor();
    await until(() => held.count() > 0, 'its bytes are on their way');
    await held.lose();
    await page.reload();
    for (const visitor of [ann, bob]) {
      await messageWith(visitor.page, 'Before the reload').getByRole('link', { name: 'Download photos.zip' }).waitFor();
    }
    const download = bob.page.waitForEvent('download');
    await messageWith(bob.page, 'Before the reload').getByRole('link', { name: 'Download photos.zip' }).click();
    const saved = await (await download).path();
    expect(readFileSync(saved).equals(readFileSync(files.archive))).to.equal(true);
    // What Chromium says of the requests that were cut is no fault of the page.
    ann.complaints.length = 0;
  });

  it('play as videos and recordings, and are looked into as text', async () => {
    await pick(ann.page, [files.video, files.recording, files.code]);
    await composer(ann.page).fill('All kinds');
    await composer(ann.page).press('Enter');
    const message = messageWith(bob.page, 'All kinds');
    const play = message.getByRole('button', { name: 'Play the video: bees.webm' });
    await play.waitFor({ timeout: 60_000 });
    await play.click();
    const video = message.locator('video');
    await until(() => video.evaluate((one) => (one as HTMLVideoElement).currentTime > 0), 'the video plays');

    const place = message.getByRole('slider', { name: 'Place in interview.wav' });
    await place.waitFor({ timeout: 60_000 });
    await place.focus();
    await bob.page.keyboard.press('ArrowRight');
    expect(await place.getAttribute('aria-valuetext')).to.equal('0:05 of 0:12');
    await message.getByRole('button', { name: 'Play interview.wav' }).click();
    await message.getByRole('button', { name: 'Pause interview.wav' }).waitFor();
    await until(async () => Number(await place.getAttribute('aria-valuenow')) > 5, 'it plays from there');
    await message.getByRole('button', { name: 'Pause interview.wav' }).click();

    await judge(bob.page, 'a message with files of all kinds');
    await message.getByRole('button', { name: 'Show probe.ts' }).click();
    const preview = message.getByRole('region', { name: 'Beginning of probe.ts' });
    await preview.getByText('line0').waitFor();
    expect(await preview.locator('.hljs-keyword').count()).to.be.greaterThan(100);
    expect((await preview.textContent())?.length).to.be.at.most(64 * 1024);
    expect(await preview.locator('b').count()).to.equal(0);
    await message.getByRole('button', { name: 'Hide probe.ts' }).click();
  });

  it('do no harm by their names', async () => {
    const title = await bob.page.title();
    await hand(
      ann.page,
      'drop',
      HOSTILE_NAMES.map((name) => ({ name, text: 'harmless' })),
    );
    await until(
      async () => (await tray(ann.page).getByRole('listitem').count()) === HOSTILE_NAMES.length,
      'all are attached',
    );
    expect(await ann.overflow()).to.equal(0);
    await composer(ann.page).fill('Hostile names');
    await composer(ann.page).press('Enter');
    const message = messageWith(bob.page, 'Hostile names');
    await until(
      async () => (await message.getByRole('link', { name: /^Download/ }).count()) === HOSTILE_NAMES.length,
      'all are ready',
      60_000,
    );
    const names = await message.locator('.file-name').allInnerTexts();
    for (const name of names) expect(name).to.not.match(/[/\\<>\u202e]/);
    expect(await bob.page.title()).to.equal(title);
    for (const visitor of [ann, bob]) expect(await visitor.overflow()).to.equal(0);
    await bob.page.setViewportSize({ width: 390, height: 844 });
    expect(await bob.overflow()).to.equal(0);
    await judge(bob.page, 'files on a narrow screen');
  });
});

function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Message #/ });
}

function tray(page: Page): Locator {
  return page.getByRole('list', { name: 'Attached files' });
}

function messageWith(page: Page, text: string): Locator {
  return page.locator('article[data-message]').filter({ has: page.getByText(text, { exact: true }) });
}

async function pick(page: Page, paths: string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await chooser).setFiles(paths);
  await tray(page).getByText(basename(paths[0]!)).waitFor();
}

/** Drops or pastes files, as the system hands them to the page. */
async function hand(page: Page, how: 'drop' | 'paste', given: { name: string; text: string }[]): Promise<void> {
  await page.evaluate(
    ([event, all]) => {
      const data = new DataTransfer();
      for (const { name, text } of all) data.items.add(new File([text], name, { type: 'text/plain' }));
      const common = { bubbles: true, cancelable: true };
      const area = document.querySelector('.composer-text')!;
      if (event === 'paste') area.dispatchEvent(new ClipboardEvent('paste', { ...common, clipboardData: data }));
      else
        for (const type of ['dragover', 'drop'])
          area.dispatchEvent(new DragEvent(type, { ...common, dataTransfer: data }));
    },
    [how, given] as const,
  );
}

/** Drops so many files. Runs in the page. */
function dropMany(count: number): void {
  const data = new DataTransfer();
  for (let i = 0; i < count; i++) data.items.add(new File(['x'], `${i}.txt`));
  window.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
}

/** Holds the bytes that a page uploads, until they are let through or lost. */
async function hold(
  page: Page,
): Promise<{ count: () => number; release: () => Promise<void>; lose: () => Promise<void> }> {
  const waiting: Route[] = [];
  const at = '**/api/v1/uploads/*';
  await page.route(at, (route) => {
    if (route.request().method() === 'PATCH') waiting.push(route);
    else void route.continue();
  });
  const end = async (act: (route: Route) => Promise<void>) => {
    await page.unroute(at);
    // One that the page has given up meanwhile needs nothing any more.
    await Promise.allSettled(waiting.map(act));
  };
  return {
    count: () => waiting.length,
    release: () => end((route) => route.continue()),
    lose: () => end((route) => route.abort('connectionreset')),
  };
}

/** Waits until a picture is drawn. */
async function loaded(picture: Locator): Promise<void> {
  await picture.waitFor();
  await until(
    () => picture.evaluate((one) => (one as HTMLImageElement).complete && (one as HTMLImageElement).naturalWidth > 0),
    'the picture is there',
  );
}

function scaleOf(page: Page): Promise<number> {
  return page.locator('.lightbox-picture').evaluate((one) => new DOMMatrix(getComputedStyle(one).transform).a);
}

async function judge(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`),
    where,
  ).to.deep.equal([]);
}
