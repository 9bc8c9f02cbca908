import { type CommandOutput, CozyError, type SelfUser } from '@cozy/protocol';
import { callRest } from './rest.ts';

/** What is kept of a log-in between visits. */
interface StoredSession {
  access_token: string;
  refresh_token: string;
  /** Unix milliseconds at which the access token ends. */
  expires_at: number;
  user: SelfUser;
}

/** The part of `Storage` that a session needs. */
export type SessionStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Runs `work` while no other tab does the same under this name. */
export type Lock = <T>(name: string, work: () => Promise<T>) => Promise<T>;

type Tokens = CommandOutput<'auth.login'>;

/** Milliseconds before its end from which an access token is not used any more; covers clock drift and travel time. */
const EXPIRY_MARGIN = 30_000;

const browserLock: Lock = (name, work) =>
  navigator.locks ? (navigator.locks.request(name, work) as ReturnType<typeof work>) : work();

/** The storage key of an instance's log-in. */
export const sessionKey = (origin: string) => `cozy.session.${origin}`;

/**
 * One log-in at one instance: gives access tokens that are valid now, and exchanges the rotating refresh token one at a
 * time across all tabs, because a refresh token that is used twice ends the session.
 */
export class Session {
  readonly origin: string;
  readonly #storage: SessionStorage;
  readonly #lock: Lock;
  #refreshing: Promise<string> | undefined;

  constructor(origin: string, storage: SessionStorage = localStorage, lock: Lock = browserLock) {
    this.origin = origin;
    this.#storage = storage;
    this.#lock = lock;
  }

  /** The account that is logged in, as it was when the tokens were made; undefined when nobody is. */
  get user(): SelfUser | undefined {
    return this.#read()?.user;
  }

  /** Keeps the tokens of a log-in. */
  save(tokens: Tokens, now = Date.now()): void {
    const stored: StoredSession = {
      access_token: tokens.access_token,
      refresh_token: tokens.refresh_token,
      expires_at: now + tokens.expires_in * 1000,
      user: tokens.user,
    };
    this.#storage.setItem(sessionKey(this.origin), JSON.stringify(stored));
  }

  /** Forgets the log-in on this device. */
  clear(): void {
    this.#storage.removeItem(sessionKey(this.origin));
  }

  /**
   * Gives an access token that is valid now.
   *
   * @throws CozyError UNAUTHENTICATED or INVALID_REFRESH_TOKEN when the person must log in again; others may pass.
   */
  async token(): Promise<string> {
    const stored = this.#read();
    if (stored && stored.expires_at - EXPIRY_MARGIN > Date.now()) return stored.access_token;
    return this.refresh(stored?.access_token);
  }

  /**
   * Exchanges the refresh token, unless another tab has done so since.
   *
   * @param stale the access token that is not good any more.
   * @throws CozyError as `token`.
   */
  refresh(stale = this.#read()?.access_token): Promise<string> {
    this.#refreshing ??= this.#lock(`cozy.refresh.${this.origin}`, () => this.#exchange(stale)).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #exchange(stale: string | undefined): Promise<string> {
    const stored = this.#read();
    if (!stored) throw new CozyError('UNAUTHENTICATED');
    if (stored.access_token !== stale) return stored.access_token;
    const tokens = await callRest(this.origin, 'auth.refresh', { refresh_token: stored.refresh_token });
    this.save(tokens);
    return tokens.access_token;
  }

  #read(): StoredSession | undefined {
    const text = this.#storage.getItem(sessionKey(this.origin));
    return text ? (JSON.parse(text) as StoredSession) : undefined;
  }
}

/** Tells whether an error means that this log-in has ended for good. */
export function endsSession(error: unknown): boolean {
  return error instanceof CozyError && (error.code === 'UNAUTHENTICATED' || error.code === 'INVALID_REFRESH_TOKEN');
}
