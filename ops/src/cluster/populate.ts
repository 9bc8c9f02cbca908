import { INTENTS, PERMISSIONS } from '@cozy/protocol';
import pLimit from 'p-limit';
import type { Random } from './random.ts';
import { Rest } from './rest.ts';
import { type ClientPlan, type CommunityPlan, chooseMembers, type World } from './world.ts';

/** Requests at once: enough to keep the nodes busy. */
const AT_ONCE = 8;
/** One of so many clients is a bot's. */
const ONE_BOT_IN = 50;
/** Share of the people whose connections are passive. */
const PASSIVE = 0.4;
/** Members with the inner role at the beginning; more would run into the owner's rate limit. */
const INNER = 6;
const VIEW = PERMISSIONS.VIEW_CHANNEL.toString();
const BOT_INTENTS = INTENTS.COMMUNITIES | INTENTS.COMMUNITY_MEMBERS | INTENTS.COMMUNITY_MESSAGES;

type Person = ClientPlan & { login: NonNullable<ClientPlan['login']> };

/**
 * Makes accounts and communities over REST.
 * @param origins of nodes that are healthy.
 * @param clients how many connections there will be.
 * @throws CozyError when a node refuses something.
 */
export async function populate(origins: readonly string[], clients: number, random: Random): Promise<World> {
  const rest = new Rest(origins);
  const limit = pLimit(AT_ONCE);
  const botClients = Math.max(3, Math.floor(clients / ONE_BOT_IN));
  const people = await Promise.all(
    Array.from({ length: clients - botClients }, (_, index) =>
      limit(() => register(rest, index, random.chance(PASSIVE))),
    ),
  );
  const byId = new Map(people.map((person) => [person.userId, person]));
  const groups = chooseMembers([...byId.keys()], random);
  const communities = await Promise.all(
    groups.map((members) => limit(() => found(rest, byId.get(members[0]!)!, members.slice(1), random))),
  );
  await Promise.all(
    communities.flatMap(({ people: members, invite }) =>
      members.map((id) => limit(() => rest.call('invite.accept', { code: invite }, byId.get(id)!.token))),
    ),
  );
  await Promise.all(
    communities.flatMap(({ id, ownerId, people: members, innerRole }) =>
      random
        .some(members, INNER)
        .map((user_id) =>
          limit(() =>
            rest.call('role.assign', { community_id: id, user_id, roles: [innerRole] }, byId.get(ownerId)!.token),
          ),
        ),
    ),
  );
  const bots = await addBots(rest, { count: botClients, from: people.length, communities, byId }, random);
  return { clients: [...people, ...bots], communities };
}

async function register(rest: Rest, index: number, passive: boolean): Promise<Person> {
  const username = `member_${index}`;
  const login = { email: `${username}@example.org`, password: `the password of ${index}` };
  const { access_token, user } = await rest.call('auth.register', { ...login, username });
  return { index, userId: user.id, login, token: access_token, tokenAt: Date.now(), passive };
}

async function found(rest: Rest, owner: Person, people: string[], random: Random): Promise<CommunityPlan> {
  const { token } = owner;
  const { community } = await rest.call('community.create', { name: `Community of ${owner.index}` }, token);
  const community_id = community.id;
  const { invite } = await rest.call('invite.create', { community_id }, token);
  const { role } = await rest.call('role.create', { community_id, name: 'inner' }, token);
  const overwrites = [
    { id: community_id, type: 0 as const, allow: '0', deny: VIEW },
    { id: role.id, type: 0 as const, allow: VIEW, deny: '0' },
  ];
  const make = async (name: string, fields: { overwrites?: typeof overwrites }) =>
    (await rest.call('channel.create', { community_id, name, type: 'text', ...fields }, token)).channel.id;
  const innerId = await make('inner', { overwrites });
  const flickerId = await make('flicker', random.chance(0.5) ? { overwrites } : {});
  const generalId = community.channels[0]!.id;
  const { userId: ownerId } = owner;
  return { id: community_id, ownerId, people, invite: invite.code, generalId, innerId, innerRole: role.id, flickerId };
}

interface BotOptions {
  /** Connections of bots, and the number of the first. */
  count: number;
  from: number;
  communities: readonly CommunityPlan[];
  byId: ReadonlyMap<string, Person>;
}

// In turn: one with intents, and two shards of one that gets everything. A bot is in all communities of its owner.
async function addBots(rest: Rest, options: BotOptions, random: Random): Promise<ClientPlan[]> {
  const { count, from, communities, byId } = options;
  const clients: ClientPlan[] = [];
  while (clients.length < count) {
    const { ownerId } = random.pick(communities);
    const ownerToken = byId.get(ownerId)!.token;
    const { bot, token } = await rest.call('bot.create', { name: `bot ${clients.length}` }, ownerToken);
    for (const { id } of communities.filter((community) => community.ownerId === ownerId)) {
      await rest.call('bot.add', { community_id: id, bot_id: bot.id }, ownerToken);
    }
    const isSharded = clients.length % 3 === 1 && clients.length + 1 < count;
    const ways: Pick<ClientPlan, 'intents' | 'shard'>[] = isSharded
      ? [{ shard: [0, 2] }, { shard: [1, 2] }]
      : [{ intents: BOT_INTENTS }];
    for (const way of ways) {
      const index = from + clients.length;
      clients.push({ index, userId: bot.user.id, login: null, token, tokenAt: Date.now(), ...way });
    }
  }
  return clients;
}
