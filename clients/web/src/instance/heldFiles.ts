import type { Upload } from './upload.ts';

/** What outlives the page of an upload. */
export type KeptUpload = Pick<
  Upload,
  'key' | 'channel_id' | 'name' | 'size' | 'type' | 'description' | 'nonce' | 'attachment_id' | 'state'
> & { file: File };

/** Where files outlive the page until they are uploaded. */
export interface FileStorage {
  load(): Promise<KeptUpload[]>;
  put(upload: KeptUpload): Promise<void>;
  remove(key: string): Promise<void>;
  /** Takes a file for this page; undefined when another one has it. What it gives lets it go. */
  hold(key: string): Promise<(() => void) | undefined>;
}

/** The files of uploads: in this page, and in the browser's storage for the next one. */
export class HeldFiles {
  readonly #storage: FileStorage;
  readonly #warn: (what: string, error: unknown) => void;
  readonly #files = new Map<string, File>();
  readonly #releases = new Map<string, () => void>();
  readonly #elsewhere = new Set<string>();

  /** @param warn is told what fails without harm to the upload. */
  constructor(storage: FileStorage, warn: (what: string, error: unknown) => void) {
    this.#storage = storage;
    this.#warn = warn;
  }

  /** Gives what an earlier visit left and no other page has, and holds it. */
  async restore(): Promise<KeptUpload[]> {
    const restored: KeptUpload[] = [];
    try {
      for (const kept of await this.#storage.load()) {
        if (this.#files.has(kept.key)) continue;
        const release = await this.#storage.hold(kept.key);
        if (!release) {
          this.#elsewhere.add(kept.key);
          continue;
        }
        this.#releases.set(kept.key, release);
        this.#files.set(kept.key, kept.file);
        restored.push(kept);
      }
    } catch (error) {
      this.#warn('Files could not be taken up from the last visit.', error);
    }
    return restored;
  }

  /** Whether another page of this browser has a file. */
  isElsewhere(key: string): boolean {
    return this.#elsewhere.has(key);
  }

  /** Takes a new file. */
  take(key: string, file: File): void {
    this.#files.set(key, file);
    void this.#storage.hold(key).then((release) => {
      if (release && this.#files.has(key)) this.#releases.set(key, release);
      else release?.();
    });
  }

  get(key: string): File | undefined {
    return this.#files.get(key);
  }

  /** Keeps an upload as it is now for the next page. */
  keep(upload: Upload): void {
    const file = this.#files.get(upload.key);
    if (!file) return;
    const { key, channel_id, name, size, type, description, nonce, attachment_id, state } = upload;
    this.#storage
      .put({ key, channel_id, name, size, type, description, nonce, attachment_id, state, file })
      .catch((error) => this.#warn('A file could not be kept for a reload.', error));
  }

  /** Forgets a file everywhere. */
  remove(key: string): void {
    this.#files.delete(key);
    void this.#storage
      .remove(key)
      .catch((error) => this.#warn('A file could not be removed from this browser.', error))
      .finally(() => this.#releases.get(key)?.());
  }

  /** Lets all files go, so that another page can take them up. */
  close(): void {
    for (const release of this.#releases.values()) release();
  }
}
