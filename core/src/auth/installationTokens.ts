import { CozyError } from '@cozy/protocol';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database.ts';
import type { InstallationDocument } from '../database/documents.ts';
import { type InstallationSecret, secretMatches } from './secrets.ts';

/** Tokens that are remembered, and for how many milliseconds; the bound for when the news of an end gets lost. */
const REMEMBERED = { max: 50_000, ttl: 10_000 };

/** The tokens of installations, remembered for a short time. */
export class InstallationTokens {
  readonly #database: Database;
  readonly #remembered = new LRUCache<string, NonNullable<InstallationDocument['token']>>(REMEMBERED);

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Finds the token that someone has sent.
   *
   * @param fresh does not rely on what is remembered.
   * @returns its id, which counts as that of a log-in.
   * @throws CozyError UNAUTHENTICATED when there is no such token (any more).
   */
  async find({ communityId, botId, secret }: InstallationSecret, fresh: boolean): Promise<string> {
    const key = `${communityId}:${botId}`;
    let token = fresh ? undefined : this.#remembered.get(key);
    if (!token) {
      const document = await this.#database.members.findOne({ _id: key, left: false }, { installation: 1 }).lean();
      token = document?.installation?.token;
    }
    if (!token || !secretMatches(secret, token.hash)) throw new CozyError('UNAUTHENTICATED');
    // Who asks afresh keeps the answer: a gateway's session is told when its token ends.
    if (!fresh) this.#remembered.set(key, token);
    return token.id;
  }

  /** Forgets the token of an installation that has changed. */
  forget(communityId: string, botId: string): void {
    this.#remembered.delete(`${communityId}:${botId}`);
  }
}
