import { type Commands, Connection, type ConnectionState, commandMethods, type Status } from '@cozy/protocol';
import { type Accessor, batch, createSignal, type Setter } from 'solid-js';
import { AttachmentLinks } from './attachmentLinks.ts';
import { Drafts } from './drafts.ts';
import { applyEvent, eventHandlers } from './events.ts';
import { fileStorage } from './fileStorage.ts';
import { History } from './history.ts';
import { MemberLookup } from './memberLookup.ts';
import { Outbox } from './outbox.ts';
import { outboxStorage } from './outboxStorage.ts';
import { localPicture } from './picture.ts';
import { ReadMarker } from './readMarker.ts';
import { callRest } from './rest.ts';
import { sending } from './sending.ts';
import { endsSession, type Session } from './session.ts';
import { Seen } from './snapshot.ts';
import { snapshotStorage } from './snapshotStorage.ts';
import { createStores, type Stores } from './stores.ts';
import { Threads } from './threads.ts';
import { tusCancel, tusTransfer } from './tus.ts';
import { Uploads } from './uploads.ts';
import { View } from './view.ts';

/** The gateway rejected the token (SPEC: close code 4004). */
const AUTHENTICATION_FAILED = 4004;

const ENDED = 'Your log-in was ended, maybe from another device. Log in again to go on.';

/** Why an instance has stopped; the sentence is for the log-in page. */
export interface Ended {
  reason: string;
}

/**
 * One account at one instance: its log-in, its connection, and everything it knows. The app holds a list of these; none
 * of them knows of the others.
 */
export class Instance {
  readonly origin: string;
  readonly session: Session;
  readonly connection: Connection;
  readonly commands: Commands;
  readonly stores: Stores;
  readonly outbox: Outbox;
  readonly uploads: Uploads;
  readonly links: AttachmentLinks;
  readonly readMarker: ReadMarker;
  readonly threads: Threads;
  readonly drafts: Drafts;
  readonly history: History;
  readonly view: View;
  readonly lookup: MemberLookup;
  readonly seen: Seen;
  readonly connectionState: Accessor<ConnectionState>;
  /** Counts how often the connection became ready: what is only announced live must then be asked for again. */
  readonly readyCount: Accessor<number>;
  /** Whether there is something to show: of READY, or of an earlier visit. */
  readonly known: Accessor<boolean>;
  readonly #setKnown: Setter<boolean>;
  /** Unix milliseconds of the next try; null while none is planned. */
  readonly nextTry: Accessor<number | null>;
  /** Why the server refuses the connection for good; empty while it does not. */
  readonly refusal: Accessor<string>;
  readonly #setRefusal: Setter<string>;
  /** Grows whenever the own bots or log-ins have changed. */
  readonly accountVersion: Accessor<number>;
  /** The presence that the person chose. */
  readonly chosenStatus: Accessor<Status>;
  readonly #setChosenStatus: Setter<Status>;
  readonly #onEnd: (ended: Ended) => void;
  #idle = false;
  #refreshed = false;

  /**
   * @param session a log-in that holds an account.
   * @param onEnd called once when the log-in has ended for good.
   */
  constructor(session: Session, onEnd: (ended: Ended) => void) {
    const { origin, user } = session;
    if (!user) throw new Error('An instance needs a log-in.');
    this.origin = origin;
    this.session = session;
    this.#onEnd = onEnd;
    this.stores = createStores(user);

    const statusKey = `cozy.status.${origin}.${user.id}`;
    const [chosenStatus, setChosenStatus] = createSignal<Status>(
      (localStorage.getItem(statusKey) as Status) ?? 'online',
    );
    this.chosenStatus = chosenStatus;
    this.#setChosenStatus = ((status: Status) => {
      localStorage.setItem(statusKey, status);
      return setChosenStatus(status);
    }) as Setter<Status>;

    this.connection = new Connection({
      url: `${origin.replace(/^http/, 'ws')}/gateway`,
      token: () => this.#token(),
      passive: true,
      status: chosenStatus(),
      properties: { client: 'cozy-web' },
    });
    this.commands = commandMethods((name, input) => this.connection.request(name, input));
    this.drafts = new Drafts(origin, user.id, localStorage, {
      set: (input) => this.commands.draft.set(input),
      list: () => this.commands.draft.list({}),
      ready: () => this.connection.state === 'ready',
    });
    this.threads = new Threads({
      commands: this.commands,
      selfId: () => this.stores.self.id,
      authorOf: (threadId) => this.stores.messages.byId[threadId]?.author.id,
    });
    this.history = new History(this.commands, this.stores.messages, () => this.connection.cursors);
    this.view = new View(this.stores.members, (subscription) => this.connection.subscribe(subscription));
    this.lookup = new MemberLookup(this.stores.members, {
      request: (query) => this.connection.requestMembers(query),
      ready: () => this.connection.state === 'ready',
    });
    const ready = () => this.connection.state === 'ready';
    const uploadUrl = (id: string) => `${origin}/api/v1/uploads/${id}`;
    this.uploads = new Uploads({
      storage: fileStorage(origin, user.id),
      announce: (input) => this.commands.attachment.create(input),
      transfer: (id, file, onProgress) => tusTransfer(uploadUrl(id), file, () => session.token(), onProgress),
      cancel: (id) => tusCancel(uploadUrl(id), () => session.token()),
      ready,
      isPending: (nonce) => this.outbox.pending.some((pending) => pending.nonce === nonce),
      picture: localPicture,
    });
    this.links = new AttachmentLinks({ origin, ask: (input) => this.commands.attachment.urls(input), ready });
    this.outbox = new Outbox({
      storage: outboxStorage(origin, user.id),
      send: sending(this.commands, this.uploads),
      isOurs: ({ files = [] }) => !this.uploads.isElsewhere(files),
      ready,
      sent: (message) => {
        for (const attachment of message.attachments ?? []) this.uploads.settle(attachment);
        this.stores.messages.create(message);
        // In a community out of view nothing but the newest message is told, and who sent it has read it.
        if (!message.thread_id) this.stores.readStates.sent(message.channel_id, message.id);
      },
    });

    this.seen = new Seen(this.stores, snapshotStorage(origin, user.id));
    this.readMarker = new ReadMarker({
      send: (input) => this.commands.read.mark(input),
      ready: () => this.connection.state === 'ready',
    });

    const [connectionState, setConnectionState] = createSignal<ConnectionState>('idle');
    const [readyCount, setReadyCount] = createSignal(0);
    const [known, setKnown] = createSignal(false);
    const [nextTry, setNextTry] = createSignal<number | null>(null);
    const [accountVersion, setAccountVersion] = createSignal(0);
    const [refusal, setRefusal] = createSignal('');
    this.refusal = refusal;
    this.#setRefusal = setRefusal;
    this.connectionState = connectionState;
    this.readyCount = readyCount;
    this.known = known;
    this.#setKnown = setKnown;
    this.nextTry = nextTry;
    this.accountVersion = accountVersion;

    const changed = () => setAccountVersion((version) => version + 1);
    const handlers = eventHandlers(this.stores, {
      threads: this.threads,
      postRevived: (channelId, postId) => void this.history.bring(channelId, postId),
      ownMessage: (nonce) => this.outbox.settle(nonce),
      attachmentSettled: (attachment) => this.uploads.settle(attachment),
      attachmentGone: (id) => this.uploads.drop(id),
      draftChanged: (draft) => this.drafts.take(draft),
      sessionEnded: changed,
      botsChanged: changed,
    });
    this.connection.on('dispatch', (dispatch) => {
      batch(() => applyEvent(handlers, dispatch));
      this.seen.touch();
    });
    this.connection.on('state', (state) => {
      batch(() => {
        setConnectionState(state);
        if (state !== 'waiting') setNextTry(null);
        if (state !== 'closed') setRefusal('');
        if (state === 'ready') {
          this.#refreshed = false;
          setReadyCount((count) => count + 1);
          setKnown(true);
        }
      });
      if (state !== 'ready') return;
      this.outbox.flush();
      this.uploads.flush();
      this.links.flush();
      this.readMarker.flush();
      void this.#meet();
    });
    this.connection.on('wait', (delay) => setNextTry(Date.now() + delay));
    this.connection.on('fatal', ({ code, reason }) => void this.#closed(code, reason));
  }

  /** Connects, and takes up what an earlier visit left to send. */
  open(): void {
    this.connection.open();
    void this.seen.restore().then((restored) => restored && this.#setKnown(true));
    void this.#restore();
  }

  /** Chooses the own presence, on this device. */
  chooseStatus(status: Status): void {
    this.#setChosenStatus(status);
    this.#announceStatus();
  }

  /** Tells that nobody has touched the device for a while, or has again. */
  setIdle(idle: boolean): void {
    if (this.#idle === idle) return;
    this.#idle = idle;
    this.#announceStatus();
  }

  /** Logs out here: the server ends the session, and this device forgets it. */
  async logOut(): Promise<void> {
    // First, or the server's own end of it would look like that of another device, and the tokens be tried once more.
    this.connection.close();
    try {
      await callRest(this.origin, 'auth.logout', {}, await this.session.token());
    } catch (error) {
      // The device forgets its tokens all the same; the session ends by itself or from another device.
      console.warn('The server could not be told of the log-out.', error);
    }
    this.#end('');
  }

  /** Stops everything and keeps the log-in. */
  close(): void {
    this.connection.close();
    this.outbox.close();
    this.uploads.close();
    this.links.close();
    this.readMarker.close();
    this.drafts.close();
    this.view.close();
    this.lookup.close();
    this.seen.close();
    this.stores.typing.close();
    this.stores.notifications.close();
  }

  // What READY does not bring. The connection tries again when it is ready the next time.
  async #meet(): Promise<void> {
    try {
      await this.drafts.meet();
      await this.threads.meet();
      this.stores.schedules.replaceAll((await this.commands.schedule.list({})).scheduled);
    } catch (error) {
      console.debug('Drafts, threads and scheduled messages could not be asked for.', error);
    }
  }

  // The files first: a message finds its own among them.
  async #restore(): Promise<void> {
    await this.uploads.restore();
    await this.outbox.restore();
    this.uploads.prune();
  }

  #announceStatus(): void {
    const chosen = this.chosenStatus();
    this.connection.setStatus(this.#idle && chosen === 'online' ? 'idle' : chosen);
  }

  async #token(): Promise<string> {
    try {
      return await this.session.token();
    } catch (error) {
      if (endsSession(error)) this.#end('Your log-in has ended. Log in again to go on.');
      throw error;
    }
  }

  async #closed(code: number, reason: string): Promise<void> {
    if (code !== AUTHENTICATION_FAILED) {
      this.#setRefusal(reason);
      return;
    }
    if (this.#refreshed) {
      this.#end(ENDED);
      return;
    }
    this.#refreshed = true;
    try {
      await this.session.refresh();
      this.connection.open();
    } catch (error) {
      if (endsSession(error)) this.#end(ENDED);
      else {
        // The server is away: the token provider tries again with the connection's own backoff.
        this.#refreshed = false;
        this.connection.open();
      }
    }
  }

  #end(reason: string): void {
    this.close();
    void this.seen.clear();
    this.session.clear();
    if (this.origin === location.origin) void import('./push.ts').then(({ forgetPush }) => forgetPush());
    this.#onEnd({ reason });
  }
}
