import { setTimeout as sleep } from 'node:timers/promises';
import { compareIds, LIMITS } from '@cozy/protocol';
import pLimit from 'p-limit';
import { Rest } from './rest.ts';
import type { World } from './world.ts';

const AT_ONCE = 4;
const LOOK_AGAIN = 200;
/** Milliseconds that the projection gets to reach the end of the log. */
const PROJECTED_WITHIN = 120_000;

/**
 * Reads whole channels from history, once it has reached the end of the log.
 * @param channels of each community, by its id.
 * @param markers the last message of each community, by the channel that it is in.
 * @returns ids of each channel's messages, oldest first.
 * @throws {Error} when history does not reach the end of the log within two minutes.
 */
export async function readHistories(
  origins: readonly string[],
  world: World,
  channels: ReadonlyMap<string, readonly string[]>,
  markers: Record<string, string>,
): Promise<Map<string, string[]>> {
  const rest = new Rest(origins);
  const limit = pLimit(AT_ONCE);
  const deadline = Date.now() + PROJECTED_WITHIN;
  const tokens = new Map<string, Promise<string>>();
  // The tokens of the beginning may be too old.
  const tokenOf = (userId: string) => {
    const known = tokens.get(userId);
    if (known) return known;
    const login = world.clients.find((client) => client.userId === userId)?.login;
    if (!login) throw new Error(`User ${userId} cannot log in.`);
    const token = rest.call('auth.login', login).then(({ access_token }) => access_token);
    tokens.set(userId, token);
    return token;
  };
  const histories = new Map<string, string[]>();
  await Promise.all(
    world.communities.map((community) =>
      limit(async () => {
        const token = await tokenOf(community.ownerId);
        const newest = async () => {
          const page = await rest.call('message.history', { channel_id: community.generalId, limit: 1 }, token);
          return page.messages[0]?.id ?? '0';
        };
        while (compareIds(await newest(), markers[community.generalId]!) < 0) {
          if (Date.now() > deadline) throw new Error(`History of community ${community.id} does not reach its end.`);
          await sleep(LOOK_AGAIN);
        }
        for (const channel of channels.get(community.id) ?? []) {
          histories.set(channel, await readHistory(rest, token, channel));
        }
      }),
    ),
  );
  return histories;
}

async function readHistory(rest: Rest, token: string, channel_id: string): Promise<string[]> {
  const newestFirst: string[] = [];
  for (;;) {
    const before = newestFirst.at(-1);
    const page = { channel_id, limit: LIMITS.historyPage, ...(before && { before }) };
    const { messages } = await rest.call('message.history', page, token);
    if (messages.length === 0) return newestFirst.reverse();
    newestFirst.push(...messages.map(({ id }) => id));
  }
}
