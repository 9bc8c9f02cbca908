import {
  type Context,
  type MemberDocument,
  memberNames,
  publicUser,
  signAccessToken,
  type UserDocument,
} from '@cozy/core';
import { type CommandOutput, encodeFrame, type Message, Op } from '@cozy/protocol';
import { NONCE, STAMP } from './load.ts';

/** An account with a log-in of its own. */
export interface Account {
  user: UserDocument;
  sessionId: string;
  token: string;
}

/** A community with its first channel. */
export interface Community {
  id: string;
  ownerId: string;
  channelId: string;
}

/** A community with its people. */
export interface Gathering {
  community: Community;
  people: Account[];
}

/** What is said: of about the usual length, so that the sizes on the wire are those of real life. */
export const CONTENT = 'A message of about the usual length, so that the sizes on the wire are those of real life.';

/** Events that are appended to the log at the same time. */
const APPENDS = 256;
/** Documents of one insert, and inserts at the same time: what the embedded engine was found to be fastest with. */
const BATCH = 1_000;
const AT_ONCE = 4;
const HUES = 360;
const DAY = 86_400_000;

/**
 * Makes accounts and their tokens by writing what registration writes, besides the password: ten thousand of its hashes
 * take ten minutes.
 */
export async function seedAccounts(context: Context, count: number): Promise<Account[]> {
  const { nextId } = context;
  const past = new Date(Date.now() - DAY);
  const users = Array.from({ length: count }, (_, i): UserDocument => {
    const _id = nextId();
    const name = `bench_${_id}`;
    return {
      _id,
      username: name,
      display_name: `Bench ${i}`,
      hue: i % HUES,
      bio: '',
      bot: false,
      home: null,
      email: `${name}@bench.example`,
      created_at: past.toISOString(),
      rev: 1,
      outbox: [],
    };
  });
  const sessions = users.map(({ _id }) => ({
    _id: nextId(),
    user_id: _id,
    refresh_hash: '',
    user_agent: 'bench',
    created_at: past.toISOString(),
    last_used_at: past.toISOString(),
    expires_at: new Date(Date.now() + DAY),
    revoked: false,
    rev: 1,
    outbox: [],
  }));
  await insert(context, 'users', users);
  await insert(context, 'sessions', sessions);
  const accounts = users.map((user, i) => ({ user, sessionId: sessions[i]!._id, token: '' }));
  await renewTokens(context, accounts);
  return accounts;
}

/** Gives accounts new tokens: one lasts a quarter of an hour, and some benchmarks longer. */
export async function renewTokens({ keys, settings }: Context, accounts: readonly Account[]): Promise<void> {
  for (const account of accounts) {
    const names = { userId: account.user._id, sessionId: account.sessionId, issuer: settings.domain };
    account.token = await signAccessToken(keys, names);
  }
}

function callerOf(user: UserDocument) {
  const actor = { kind: 'person', user: publicUser(user), sessionId: user._id } as const;
  return { actor, address: '127.0.0.1', userAgent: 'bench' };
}

/**
 * Makes communities by the command, owned by the accounts in turn.
 *
 * @param accounts at least a twentieth of the count: each may make twenty at once.
 */
export async function seedCommunities(
  context: Context,
  accounts: readonly Account[],
  count: number,
): Promise<Community[]> {
  const communities: Community[] = [];
  for (let i = 0; i < count; i++) {
    const { user } = accounts[i % accounts.length]!;
    const { community } = (await context.execute(
      'community.create',
      { name: `Bench ${i}` },
      callerOf(user),
    )) as CommandOutput<'community.create'>;
    communities.push({ id: community.id, ownerId: user._id, channelId: community.channels[0]!.id });
  }
  return communities;
}

/** Sends a message by the command, and gives its id. */
export async function sendAs(
  context: Context,
  { user }: Account,
  { channelId }: Community,
  content: string,
): Promise<string> {
  const input = { channel_id: channelId, content, nonce: context.nextId() };
  const { message } = (await context.execute('message.send', input, callerOf(user))) as CommandOutput<'message.send'>;
  return message.id;
}

/** Makes accounts members of communities, by writing what joining writes. Owners are members already. */
export async function seedMembers(
  context: Context,
  memberships: Iterable<{ community: Community; account: Account }>,
): Promise<void> {
  const joined_at = new Date(Date.now() - DAY).toISOString();
  const documents: MemberDocument[] = [];
  for (const { community, account } of memberships) {
    if (community.ownerId === account.user._id) continue;
    documents.push({
      _id: `${community.id}:${account.user._id}`,
      community_id: community.id,
      user_id: account.user._id,
      nick: null,
      roles: [],
      joined_at,
      left: false,
      names: memberNames(publicUser(account.user), null),
      rev: 1,
      outbox: [],
    });
    if (documents.length === BATCH * AT_ONCE) await insert(context, 'members', documents.splice(0));
  }
  await insert(context, 'members', documents);
}

/** Makes one community of so many new accounts. */
export async function seedCommunity(context: Context, count: number): Promise<Gathering> {
  const people = await seedAccounts(context, count);
  const [community] = await seedCommunities(context, people, 1);
  await seedMembers(
    context,
    people.map((account) => ({ community: community!, account })),
  );
  return { community: community!, people };
}

/** A message with a stamp, as `message.send` makes it. */
export function messageOf({ nextId }: Context, { id, channelId }: Community, { user }: Account): Message {
  return {
    id: nextId(),
    channel_id: channelId,
    community_id: id,
    author: publicUser(user),
    content: `${STAMP} ${CONTENT}`,
    mentions: [],
    reply_to: null,
    reactions: [],
    nonce: nextId(),
    edited_at: null,
    created_at: new Date().toISOString(),
  };
}

/** Appends messages straight to the log, for the communities in turn. */
export async function appendMessages(
  context: Context,
  communities: readonly Community[],
  author: Account,
  count: number,
): Promise<void> {
  let next = 0;
  const write = async () => {
    while (next < count) {
      const community = communities[next++ % communities.length]!;
      const data = messageOf(context, community, author);
      const event = { owner: { kind: 'c', id: community.id }, channelId: community.channelId, data } as const;
      await context.log.append({ ...event, name: 'MESSAGE_CREATE' }, data.id);
    }
  };
  await Promise.all(Array.from({ length: APPENDS }, write));
}

/** Inserts documents in batches, several at once. */
export async function insert(context: Context, collection: string, documents: readonly object[]): Promise<void> {
  const into = context.database.connection.collection(collection);
  const batches = Array.from({ length: Math.ceil(documents.length / BATCH) }, (_, i) =>
    documents.slice(i * BATCH, (i + 1) * BATCH),
  );
  const work = batches.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const batch of work) await into.insertMany(batch as never, { ordered: false });
    }),
  );
}

/** Identify of an account, with further options. */
export function identify(
  { token }: Account,
  options: object = {},
  encoding: 'msgpack' | 'json' = 'msgpack',
): Uint8Array {
  return encodeFrame(encoding, { op: Op.Identify, d: { token, ...options } });
}

/** A request that sends a message with a stamp. */
export function sendRequest(channelId: string): Uint8Array {
  const input = { channel_id: channelId, content: `${STAMP} ${CONTENT}`, nonce: NONCE };
  return encodeFrame('msgpack', { op: Op.Request, t: 'message.send', n: 1, d: input });
}
