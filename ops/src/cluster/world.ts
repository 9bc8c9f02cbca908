import type { Random } from './random.ts';

/** An account and how it connects. */
export interface ClientPlan {
  /** Number of this client, which its trace carries. */
  index: number;
  userId: string;
  /** For people, to log in again when the token has grown old; bots' tokens last. */
  login: { email: string; password: string } | null;
  token: string;
  /** Unix milliseconds at which the token was given. */
  tokenAt: number;
  intents?: number;
  shard?: [number, number];
  /** Whether it is given in full only what is in view. */
  passive?: boolean;
}

/** A community as it is before the load begins. */
export interface CommunityPlan {
  id: string;
  /** Of whom everything is asked that changes the community. */
  ownerId: string;
  /** Those who may come and go: all but the owner and the bots. */
  people: string[];
  invite: string;
  /** Everyone sees it always; it ends with the marker that says that all has come. */
  generalId: string;
  /** Only who has the inner role sees it. */
  innerId: string;
  innerRole: string;
  /** Now hidden, now not. */
  flickerId: string;
}

/** All clients and communities of a run. */
export interface World {
  clients: ClientPlan[];
  communities: CommunityPlan[];
}

/**
 * Sizes of communities for so many people: a large one of three in ten, three of an eighth, and for each hundred one of
 * 40 and two or three of 8; what makes a few people be in several.
 * @param people how many there are.
 */
export function communitySizes(people: number): number[] {
  const least = (size: number) => Math.min(people, Math.max(3, Math.round(size)));
  return [
    least(people * 0.3),
    ...Array.from({ length: 3 }, () => least(people * 0.12)),
    ...Array.from({ length: Math.ceil(people / 100) }, () => least(Math.min(40, people / 4))),
    ...Array.from({ length: Math.ceil(people / 40) }, () => least(8)),
  ];
}

/** Communities that one person owns, so that a bot of theirs can be in several. */
const OWNED = 3;

/**
 * Chooses the members of each community; the first owns it.
 * @param people ids; whoever would be nowhere is in the largest.
 */
export function chooseMembers(people: readonly string[], random: Random): string[][] {
  const sizes = communitySizes(people.length);
  const owners = random.some(people, Math.ceil(sizes.length / OWNED));
  const groups = sizes.map((size, i) => {
    const owner = owners[i % owners.length]!;
    return [owner, ...random.some(people, size).filter((id) => id !== owner)];
  });
  const placed = new Set(groups.flat());
  groups[0]!.push(...people.filter((id) => !placed.has(id)));
  return groups;
}
