/** The part of `Storage` that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A text that was begun in a channel and not sent. */
export interface Draft {
  text: string;
  /** The message that it answers. */
  replyTo: string | null;
}

/** Drafts per channel, kept over reloads. */
export class Drafts {
  readonly #prefix: string;
  readonly #storage: DraftStorage;

  constructor(origin: string, userId: string, storage: DraftStorage = localStorage) {
    this.#prefix = `cozy.draft.${origin}.${userId}.`;
    this.#storage = storage;
  }

  /** The draft of a channel; empty when there is none. */
  get(channelId: string): Draft {
    const text = this.#storage.getItem(this.#prefix + channelId);
    return text ? (JSON.parse(text) as Draft) : { text: '', replyTo: null };
  }

  /** Keeps a draft; an empty one is forgotten. */
  set(channelId: string, draft: Draft): void {
    if (draft.text.trim() || draft.replyTo) this.#storage.setItem(this.#prefix + channelId, JSON.stringify(draft));
    else this.#storage.removeItem(this.#prefix + channelId);
  }
}
