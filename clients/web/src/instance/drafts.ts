import type { CommandInput, Draft as KeptDraft } from '@cozy/protocol';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';

/** The part of `Storage` that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** A text that was begun in a channel and not sent. */
export interface Draft {
  text: string;
  /** The message that it answers. */
  replyTo: string | null;
  /** Of a post; it stays on this device. */
  title?: string;
}

/** A draft as this device keeps it; an empty one is kept until the server knows that it is empty. */
interface Kept extends Draft {
  /** When it was changed last (ISO 8601). */
  at?: string;
  /** Whether the server has it. */
  told?: boolean;
}

/** What drafts need to be the same on all devices. */
export interface DraftServer {
  set: (input: CommandInput<'draft.set'>) => Promise<unknown>;
  list: () => Promise<{ drafts: KeptDraft[] }>;
  ready: () => boolean;
}

/** Begins the names of threads' drafts, which stay on this device. */
export const THREAD = 'thread:';

/** Milliseconds after the last key until a draft is told to the server. */
const TELL_AFTER = 1_500;

/** Drafts per channel: what this device has comes first, is kept over reloads, and goes to the other devices. */
export class Drafts {
  readonly #prefix: string;
  readonly #storage: DraftStorage;
  readonly #server: DraftServer | undefined;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Channels with a draft, for the channel list. */
  readonly present: Record<string, boolean>;
  readonly #setPresent;
  /** The channel whose draft another device has changed last, for the composer that shows it. */
  readonly changed;
  readonly #setChanged;

  constructor(origin: string, userId: string, storage: DraftStorage = localStorage, server?: DraftServer) {
    this.#prefix = `cozy.draft.${origin}.${userId}.`;
    this.#storage = storage;
    this.#server = server;
    const [present, setPresent] = createStore<Record<string, boolean>>({});
    this.present = present;
    this.#setPresent = setPresent;
    const [changed, setChanged] = createSignal<string>('', { equals: false });
    this.changed = changed;
    this.#setChanged = setChanged;
    for (const channelId of this.#channels()) if (!isEmpty(this.get(channelId))) setPresent(channelId, true);
  }

  /** The draft of a channel; empty when there is none. */
  get(channelId: string): Draft {
    const { text = '', replyTo = null, title = '' } = this.#read(channelId) ?? {};
    return { text, replyTo, ...(title && { title }) };
  }

  /** Keeps a draft, and tells the server of it in a moment. An empty one is told at once. */
  set(channelId: string, draft: Draft): void {
    const known = this.#read(channelId);
    if (isEmpty(draft) && (!known || isEmpty(known))) return;
    const isSame = known?.text === draft.text && known.replyTo === draft.replyTo;
    if (isSame && (known.title ?? '') === (draft.title ?? '')) return;
    this.#write(channelId, { ...draft, at: new Date().toISOString(), told: channelId.startsWith(THREAD) });
    clearTimeout(this.#timers.get(channelId));
    if (!this.#server) return;
    const tell = () => void this.#tell(channelId);
    if (isEmpty(draft)) tell();
    else this.#timers.set(channelId, setTimeout(tell, TELL_AFTER));
  }

  /** Takes a draft of another device, if it was changed later than the one here. */
  take(draft: KeptDraft): void {
    const { channel_id, content, reply_to, updated_at } = draft;
    const known = this.#read(channel_id);
    if (known?.at && known.at >= updated_at) return;
    const isNews = known ? known.text !== content || known.replyTo !== reply_to : content !== '';
    this.#write(channel_id, { text: content, replyTo: reply_to, at: updated_at, told: true });
    if (isNews) this.#setChanged(channel_id);
  }

  /** Brings this device and the server together; to be called when the connection is ready. @throws CozyError. */
  async meet(): Promise<void> {
    if (!this.#server) return;
    for (const draft of (await this.#server.list()).drafts) this.take(draft);
    for (const channelId of this.#channels()) await this.#tell(channelId);
  }

  /** Ends all timers. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #tell(channelId: string): Promise<void> {
    const draft = this.#read(channelId);
    if (!draft || draft.told || !this.#server?.ready()) return;
    try {
      await this.#server.set({
        channel_id: channelId,
        content: draft.text.trim() ? draft.text : '',
        ...(draft.replyTo && { reply_to: draft.replyTo }),
        ...(draft.at && { updated_at: draft.at }),
      });
    } catch (error) {
      // It stays here, and is told when the connection is ready again or it is changed.
      console.debug('A draft could not be kept on the server.', error);
      return;
    }
    if (this.#read(channelId)?.at === draft.at) this.#write(channelId, { ...draft, told: true });
  }

  #channels(): string[] {
    const keys = Array.from({ length: this.#storage.length }, (_, i) => this.#storage.key(i) ?? '');
    return keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
  }

  #read(channelId: string): Kept | null {
    const text = this.#storage.getItem(this.#prefix + channelId);
    return text ? (JSON.parse(text) as Kept) : null;
  }

  #write(channelId: string, draft: Kept): void {
    const empty = isEmpty(draft);
    if (empty && (draft.told || !this.#server)) this.#storage.removeItem(this.#prefix + channelId);
    else this.#storage.setItem(this.#prefix + channelId, JSON.stringify(draft));
    if (Boolean(this.present[channelId]) === empty) this.#setPresent(channelId, !empty);
  }
}

const isEmpty = ({ text, replyTo, title }: Draft) => !text.trim() && !replyTo && !title;
