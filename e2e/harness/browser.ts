import { onPath } from '@cozy/ops/on-path';
import { decodeFrames, Op, type ServerFrame, unwrapMessage } from '@cozy/protocol';
import { type Browser, type BrowserContext, chromium, type Page, type WebSocket } from 'playwright-core';
import type { Person } from './people.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Ms that a page gets for what a test waits for. */
const WITHIN_MS = 20_000;
/** What Chromium says of itself when a server that a test has killed does not answer. */
const NO_SERVER = /WebSocket connection to .* failed|net::ERR_(CONNECTION|SOCKET|EMPTY_RESPONSE)/;

/** Starts Debian's Chromium. @throws {Error} when it is not installed. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = onPath('chromium');
  if (!executablePath) throw new Error('Chromium is not installed; `npm test` installs it.');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** An event as it came to a browser's socket. */
export type SocketEvent = Extract<ServerFrame, { op: typeof Op.Dispatch }>;

/** One person's browser window, which remembers everything that went wrong in it, and what its sockets were sent. */
export class Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors, uncaught errors and violations of the Content-Security-Policy. */
  readonly complaints: string[] = [];
  /** Every frame that the gateway has sent, in order. */
  readonly frames: ServerFrame[] = [];
  /** True while a test keeps the server away: Chromium's own words about that are no complaint. */
  serverIsAway = false;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = `${message.text()} (${message.location().url})`;
      if (!this.serverIsAway || !NO_SERVER.test(text)) this.complaints.push(text);
    });
    page.on('pageerror', (error) => this.complaints.push(error.stack ?? String(error)));
    page.on('websocket', (socket) => this.#listen(socket));
  }

  #listen(socket: WebSocket): void {
    const compressed = new URL(socket.url()).searchParams.get('compress') === 'dict';
    socket.on('framereceived', ({ payload }) => {
      const frames = decodeFrames('msgpack', compressed ? unwrapMessage(payload) : payload);
      this.frames.push(...(frames as ServerFrame[]));
    });
  }

  /** The events of a name that the gateway has sent, in order. @param from index in `frames` at which to begin. */
  events(name: string, from = 0): SocketEvent[] {
    return this.frames
      .slice(from)
      .filter((frame): frame is SocketEvent => frame.op === Op.Dispatch && frame.t === name);
  }

  /** Logs in by the log-in page. @returns once the home page is there. */
  async logIn(origin: string, { email, password }: Person): Promise<void> {
    await this.page.goto(`${origin}/login`);
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Log in' }).click();
    await this.page.getByRole('navigation', { name: 'Communities' }).waitFor();
  }

  /** Opens a window with a profile of its own. @param width in px. */
  static async open(browser: Browser, width = 1280): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width, height: 844 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(WITHIN_MS);
    const page = await context.newPage();
    // Also those that Chromium only reports to the page itself.
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`Content-Security-Policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    return new Visitor(context, page);
  }

  /** How many px the page is wider than its window; 0 when nothing scrolls sideways. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
}
