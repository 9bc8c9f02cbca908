import { CozyError, type SelfUser, type User } from '@cozy/protocol';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database.ts';
import type { UserDocument } from '../database/documents.ts';
import type { Loaders } from '../database/loaders.ts';

/** Accounts that are remembered, and for how many milliseconds a change made on another node may go unseen. */
const REMEMBERED = { max: 50_000, ttl: 30_000 };

/**
 * A user as everyone may see them.
 *
 * @param document as stored.
 */
export function publicUser({ _id, username, display_name, hue, bio, bot, home }: UserDocument): User {
  return { id: _id, username, display_name, hue, bio, bot, home };
}

/** A user as only they see themselves. */
export function selfUser(document: UserDocument): SelfUser {
  const { email = null, privacy } = document;
  return { ...publicUser(document), email, ...(privacy && { privacy }) };
}

/** Accounts by id, remembered for a short time. */
export class Users {
  readonly #database: Database;
  readonly #loaders: Loaders;
  readonly #remembered = new LRUCache<string, UserDocument>(REMEMBERED);

  constructor(database: Database, loaders: Loaders) {
    this.#database = database;
    this.#loaders = loaders;
  }

  /**
   * Gives an account.
   *
   * @throws CozyError UNAUTHENTICATED when it does not exist (any more).
   */
  async get(id: string): Promise<UserDocument> {
    const known = this.#remembered.get(id);
    if (known) return known;
    const document = await this.load(id);
    this.#remembered.set(id, document);
    return document;
  }

  /**
   * Gives an account as it is now, whatever is remembered of it, and does not remember it.
   *
   * @throws CozyError UNAUTHENTICATED when it does not exist (any more).
   */
  async load(id: string): Promise<UserDocument> {
    const document = await this.#loaders.user.load(id);
    if (!document) throw new CozyError('UNAUTHENTICATED');
    return document;
  }

  /** Gives several accounts as everyone sees them; unknown ids are left out. */
  async publicOf(ids: readonly string[]): Promise<Map<string, User>> {
    const documents = await this.#database.users.find({ _id: { $in: [...new Set(ids)] } }).lean();
    return new Map(documents.map((document) => [document._id, publicUser(document)]));
  }

  /** Forgets an account, because it was changed here. */
  forget(id: string): void {
    this.#remembered.delete(id);
  }
}
