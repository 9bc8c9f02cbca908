import { type Attachment, attachmentPaths, type CommandOutput, LIMITS } from '@cozy/protocol';
import { type Accessor, createSignal } from 'solid-js';
import { createStore, produce } from 'solid-js/store';

/** Milliseconds between two looks at which addresses end soon. */
const LOOK_EVERY = 5 * 60_000;
/** Milliseconds before its end at which an address is asked for again. */
const RENEW_BEFORE = 15 * 60_000;

interface LinksOptions {
  origin: string;
  ask: (input: { channel_id: string; ids: string[] }) => Promise<CommandOutput<'attachment.urls'>>;
  /** Whether asking makes sense now. */
  ready: () => boolean;
}

/** Complete addresses of a file's parts, which anybody can load for an hour or two. */
export interface Links {
  /** The file as it was sent. */
  original: string;
  preview(width: number): string;
  playable: string;
}

/** Addresses of the files in view, asked for together, kept, and renewed before they end. */
export class AttachmentLinks {
  readonly #options: LinksOptions;
  readonly #known: Record<string, { query: string; expires: number }>;
  readonly #set;
  /** Ids that are wanted or on their way, by channel. */
  readonly #wanted = new Map<string, Set<string>>();
  readonly #asking = new Set<string>();
  readonly #clock: ReturnType<typeof setInterval>;
  readonly #now: Accessor<number>;
  #planned = false;

  constructor(options: LinksOptions) {
    this.#options = options;
    const [known, set] = createStore<Record<string, { query: string; expires: number }>>({});
    this.#known = known;
    this.#set = set;
    const [now, setNow] = createSignal(Date.now());
    this.#now = now;
    this.#clock = setInterval(() => setNow(Date.now()), LOOK_EVERY);
  }

  /** Gives the addresses of a file; undefined until they have come. Follows their renewal. */
  of(channelId: string, attachment: Pick<Attachment, 'id' | 'filename'>): Links | undefined {
    const known = this.#known[attachment.id];
    const left = known ? known.expires - Math.max(this.#now(), Date.now()) : 0;
    if (left < RENEW_BEFORE) this.#want(channelId, attachment.id);
    if (!known || left <= 0) return undefined;
    const { original, preview, playable } = attachmentPaths(attachment);
    const whole = (path: string) => `${this.#options.origin}${path}?${known.query}`;
    return { original: whole(original), preview: (width) => whole(preview(width)), playable: whole(playable) };
  }

  /** Asks for what could not be asked for; to be called when the connection is ready. */
  flush(): void {
    if (!this.#options.ready()) return;
    for (const [channelId, wanted] of this.#wanted) {
      const ids = [...wanted].filter((id) => !this.#asking.has(id));
      for (let at = 0; at < ids.length; at += LIMITS.attachmentUrls) {
        void this.#ask(channelId, ids.slice(at, at + LIMITS.attachmentUrls));
      }
    }
  }

  /** Ends the timer. */
  close(): void {
    clearInterval(this.#clock);
  }

  #want(channelId: string, id: string): void {
    const wanted = this.#wanted.get(channelId);
    if (wanted?.has(id)) return;
    if (wanted) wanted.add(id);
    else this.#wanted.set(channelId, new Set([id]));
    if (this.#planned) return;
    this.#planned = true;
    // Everything that one drawing of the page wants goes in one request.
    queueMicrotask(() => {
      this.#planned = false;
      this.flush();
    });
  }

  async #ask(channelId: string, ids: string[]): Promise<void> {
    for (const id of ids) this.#asking.add(id);
    try {
      const { urls, expires_at } = await this.#options.ask({ channel_id: channelId, ids });
      const expires = Date.parse(expires_at);
      this.#set(
        produce((known) => {
          for (const { id, query } of urls) known[id] = { query, expires };
        }),
      );
      for (const id of ids) this.#wanted.get(channelId)?.delete(id);
    } catch (error) {
      // They stay wanted, and are asked for again with the next ones or the next connection.
      console.warn('The addresses of files could not be had.', error);
    } finally {
      for (const id of ids) this.#asking.delete(id);
    }
  }
}
