import { type Attachment, CozyError, LIMITS } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';
import { announcing } from './announcing.ts';
import { refuseFiles } from './fileLimits.ts';
import { HeldFiles } from './heldFiles.ts';
import { newUpload, type Transfer, type Upload, type UploadsOptions } from './upload.ts';

/** Files that are sent at the same time; browsers open six connections to a server at most. */
const AT_ONCE = 3;

/**
 * Files on their way: announced and uploaded as soon as they are attached, a few at a time, so that a message can be
 * sent with them at once. They go on by themselves after a lost connection, and after a reload as far as the browser
 * keeps them.
 */
export class Uploads {
  readonly list: Upload[];
  readonly #set;
  readonly #options: Required<UploadsOptions>;
  readonly #files: HeldFiles;
  readonly #ask: (upload: Upload) => Promise<string>;
  readonly #transfers = new Map<string, Transfer>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(options: UploadsOptions) {
    this.#options = {
      picture: () => Promise.resolve(null),
      key: () => crypto.randomUUID(),
      retryDelay: 5000,
      warn: (what, error) => console.warn(what, error),
      ...options,
    };
    this.#files = new HeldFiles(this.#options.storage, this.#options.warn);
    this.#ask = announcing(this.#options.announce);
    const [list, set] = createStore<Upload[]>([]);
    this.list = list;
    this.#set = set;
  }

  /** Takes up what an earlier visit left, unless another page has it. */
  async restore(): Promise<void> {
    for (const { file, ...kept } of await this.#files.restore()) {
      const { key, channel_id, state, size } = kept;
      const now = state === 'done' ? { state, sent: size } : { state: 'waiting' as const };
      this.#show(newUpload(key, channel_id, file, { ...kept, ...now }), file);
    }
    this.#pump();
  }

  /** Forgets what an earlier visit has finished: uploaded files whose messages are not waiting to be sent. */
  prune(): void {
    const finished = this.list.filter(({ nonce, state }) => state === 'done' && this.#isSent(nonce));
    for (const { key } of finished) this.#forget(key);
  }

  /** Whether another page of this browser uploads one of these files, and so sends their message. */
  isElsewhere(keys: readonly string[]): boolean {
    return keys.some((key) => this.#files.isElsewhere(key));
  }

  /**
   * Attaches files to a channel's draft and begins to upload them.
   *
   * @returns what to tell about those that were refused; undefined when there are none.
   */
  add(channelId: string, files: readonly File[]): string | undefined {
    const { taken, refusal } = refuseFiles(files, this.ofDraft(channelId).length);
    for (const file of taken) {
      const key = this.#options.key();
      this.#files.take(key, file);
      this.#show(newUpload(key, channelId, file), file);
      this.#keep(key);
    }
    this.#pump();
    return refusal;
  }

  /** Files beside a channel's draft, in the order in which they came. */
  ofDraft(channelId: string): Upload[] {
    return this.list.filter(({ channel_id, nonce }) => nonce === null && channel_id === channelId);
  }

  /** Files that a pending message is sent with. */
  ofMessage(nonce: string): Upload[] {
    return this.list.filter((one) => one.nonce === nonce);
  }

  /** The file that this page uploads for an attachment. */
  ofAttachment(id: string): Upload | undefined {
    return this.list.find((one) => one.attachment_id === id);
  }

  /** Says what a file shows, for those who do not see it. */
  describe(key: string, description: string): void {
    this.#change(key, { description: description.slice(0, LIMITS.attachmentDescriptionLength) });
    this.#keep(key);
  }

  /** Gives a file up: nothing more of it is sent, and the server forgets it, unless its message is sent. */
  remove(key: string): void {
    const { attachment_id: id, nonce } = this.#find(key) ?? {};
    this.#forget(key);
    if (id && nonce === null)
      this.#options.cancel(id).catch((error) => this.#options.warn('An upload could not be taken back.', error));
    this.#pump();
  }

  /** Forgets a file that is not wanted by the server any more, because its message was deleted. */
  drop(id: string): void {
    const upload = this.ofAttachment(id);
    if (upload) this.#forget(upload.key);
    this.#pump();
  }

  /** Tries a failed file again. */
  retry(key: string): void {
    this.#change(key, { state: 'waiting', reason: null });
    this.#pump();
  }

  /**
   * Goes on with a file of a message that this page does not have, because the browser has not kept it.
   *
   * @returns what to tell when it is another file; undefined when it goes on.
   */
  resume(channelId: string, { id, filename, size }: Attachment, file: File): string | undefined {
    if (file.size !== size) return `This is another file: “${filename}” has ${size} bytes, this one ${file.size}.`;
    const key = this.#options.key();
    this.#files.take(key, file);
    // Its message is sent, so that any nonce does that no draft and no pending message has.
    this.#show(newUpload(key, channelId, file, { name: filename, nonce: id, attachment_id: id }), file);
    this.#keep(key);
    this.#pump();
    return undefined;
  }

  /** Gives the files of a draft to a message. */
  send(keys: readonly string[], nonce: string): void {
    for (const key of keys) {
      this.#change(key, { nonce });
      this.#keep(key);
    }
  }

  /** Gives the files of a message that was not sent back to the draft. */
  release(nonce: string): void {
    for (const { key } of this.ofMessage(nonce)) {
      this.#change(key, { nonce: null });
      this.#keep(key);
    }
  }

  /**
   * Announces files, so that a message can name them.
   *
   * @throws CozyError as `attachment.create`; UNKNOWN_ATTACHMENT for a file that the browser has not kept.
   */
  async announce(keys: readonly string[]): Promise<{ id: string; description?: string }[]> {
    return Promise.all(
      keys.map(async (key) => {
        if (!this.#find(key)) {
          throw new CozyError('UNKNOWN_ATTACHMENT', {
            message: 'A file is not in this browser any more. Take the text back and attach the file again.',
          });
        }
        const id = await this.#announce(key);
        const description = this.#find(key)?.description;
        return { id, ...(description && { description }) };
      }),
    );
  }

  /**
   * Forgets what the server called files, because it does not know them any more; they are uploaded anew.
   *
   * @returns false when one of them is not here.
   */
  forgetIds(keys: readonly string[]): boolean {
    if (!keys.every((key) => this.#find(key))) return false;
    for (const key of keys) {
      this.#transfers.get(key)?.abort();
      this.#transfers.delete(key);
      this.#change(key, { attachment_id: null, state: 'waiting', sent: 0 });
      this.#keep(key);
    }
    this.#pump();
    return true;
  }

  /** Takes what has become of a file: one that is settled needs nothing from here any more. */
  settle({ id, status }: Attachment): void {
    const upload = this.ofAttachment(id);
    if (upload && (status === 'ready' || status === 'failed')) this.#forget(upload.key);
  }

  /** Goes on with what broke off; to be called when the connection is ready. */
  flush(): void {
    for (const { key, state } of this.list) if (state === 'paused') this.#change(key, { state: 'waiting' });
    this.#pump();
  }

  /** Stops everything; what is kept can be taken up by another page. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const transfer of this.#transfers.values()) transfer.abort();
    this.#files.close();
  }

  #show(upload: Upload, file: File): void {
    this.#set(produce((list) => list.push(upload)));
    void this.#options.picture(file).then((picture) => {
      if (this.#find(upload.key)) this.#change(upload.key, { picture });
      else if (picture) URL.revokeObjectURL(picture.url);
    });
  }

  #forget(key: string): void {
    const upload = this.#find(key);
    this.#transfers.get(key)?.abort();
    this.#transfers.delete(key);
    if (upload?.picture) URL.revokeObjectURL(upload.picture.url);
    this.#set(produce((list) => list.splice(0, list.length, ...list.filter((one) => one.key !== key))));
    this.#files.remove(key);
  }

  #pump(): void {
    if (!this.#options.ready()) return;
    for (const { key } of this.list.filter(({ state }) => state === 'waiting')) {
      if (this.list.filter(({ state }) => state === 'uploading').length >= AT_ONCE) return;
      this.#change(key, { state: 'uploading' });
      void this.#upload(key);
    }
  }

  async #upload(key: string): Promise<void> {
    try {
      const id = await this.#announce(key);
      const file = this.#files.get(key);
      if (!file) return;
      const transfer = this.#options.transfer(id, file, (sent) => this.#change(key, { sent }));
      this.#transfers.set(key, transfer);
      await transfer.done;
      if (this.#transfers.get(key) !== transfer) return;
      this.#transfers.delete(key);
      this.#change(key, { state: 'done', sent: file.size });
      this.#keep(key);
    } catch (error) {
      this.#fail(key, error);
    }
    this.#pump();
  }

  /** Whether the message of a file is in the log, so that nothing can name the file once more. */
  #isSent = (nonce: string | null | undefined) => typeof nonce === 'string' && !this.#options.isPending(nonce);

  #fail(key: string, error: unknown): void {
    this.#transfers.delete(key);
    // The server has given it up meanwhile.
    if (error instanceof CozyError && error.code === 'UNKNOWN_ATTACHMENT') {
      if (this.#isSent(this.#find(key)?.nonce)) this.#forget(key);
      else this.forgetIds([key]);
      return;
    }
    if (error instanceof CozyError && error.retryable) {
      this.#change(key, { state: 'paused' });
      const delay = error.retryAfter === undefined ? this.#options.retryDelay : error.retryAfter * 1000;
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        if (this.#options.ready()) this.flush();
      }, delay);
      this.#timers.add(timer);
      return;
    }
    this.#change(key, { state: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }

  async #announce(key: string): Promise<string> {
    const upload = this.#find(key);
    if (!upload) throw new CozyError('UNKNOWN_ATTACHMENT');
    const id = upload.attachment_id ?? (await this.#ask({ ...upload }));
    // Taken back meanwhile: nobody will send it.
    if (!this.#find(key)) await this.#options.cancel(id);
    else if (this.#find(key)?.attachment_id !== id) this.#change(key, { attachment_id: id });
    this.#keep(key);
    return id;
  }

  #find(key: string): Upload | undefined {
    return this.list.find((one) => one.key === key);
  }

  #change(key: string, change: Partial<Upload>): void {
    this.#set(({ key: one }) => one === key, change);
  }

  #keep(key: string): void {
    const upload = this.#find(key);
    if (upload) this.#files.keep(upload);
  }
}
