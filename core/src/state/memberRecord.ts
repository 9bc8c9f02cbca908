import { LRUCache } from 'lru-cache';
import type { Membership } from './communityState.ts';

/** Sets of roles that are shared by the members that have them. */
const ROLE_SETS = 20_000;
const roleSets = new LRUCache<string, readonly string[]>({ max: ROLE_SETS });

/**
 * A membership as it is kept in memory. Everybody who is connected has one for each of their communities, so it is small:
 * equal sets of roles are one, and the time is a number.
 */
export class MemberRecord implements Membership {
  readonly user_id: string;
  readonly nick: string | null;
  readonly roles: readonly string[];
  /** Only of those who have it: the others' records stay as small as they are. */
  declare readonly pending?: boolean;
  declare readonly communication_disabled_until?: string;
  readonly #joined: number;

  constructor({ user_id, nick, roles, joined_at, pending, communication_disabled_until: until }: Membership) {
    this.user_id = user_id;
    this.nick = nick;
    this.roles = shared(roles);
    this.#joined = Date.parse(joined_at);
    if (pending) this.pending = pending;
    if (until !== undefined) this.communication_disabled_until = until;
  }

  /** When they joined, as ISO 8601. */
  get joined_at(): string {
    return new Date(this.#joined).toISOString();
  }
}

function shared(roles: readonly string[]): readonly string[] {
  const key = roles.join();
  const known = roleSets.get(key);
  if (known) return known;
  roleSets.set(key, roles);
  return roles;
}
