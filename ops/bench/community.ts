import { randomBytes } from 'node:crypto';
import { Connection, type Socket } from '@cozy/protocol';
import { WebSocket } from 'ws';
import type { Instance } from './instance.ts';

/** An account with its token. */
export interface Account {
  id: string;
  token: string;
}

/** Registers an account with a random name. */
export async function register(instance: Instance): Promise<Account> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const { access_token, user } = await instance.call('auth.register', {
    email: `${name}@example.org`,
    username: name,
    password: randomBytes(12).toString('hex'),
  });
  return { id: user.id, token: access_token };
}

/** A community with one text channel, of which all accounts are members; the first owns it. */
export async function gather(instance: Instance, accounts: readonly Account[]): Promise<{ channelId: string }> {
  const [owner, ...others] = accounts;
  const { community } = await instance.call('community.create', { name: 'Bench' }, owner!.token);
  const { invite } = await instance.call('invite.create', { community_id: community.id }, owner!.token);
  for (const { token } of others) await instance.call('invite.accept', { code: invite.code }, token);
  return { channelId: community.channels[0]!.id };
}

/** Connects an account and waits until it is ready. */
export async function connect(instance: Instance, { token }: Account): Promise<Connection> {
  const connection = new Connection({
    url: instance.gateway,
    token: () => token,
    socket: (url) => new WebSocket(url) as unknown as Socket,
  });
  const ready = connection.once('state', (state) => state === 'ready');
  connection.open();
  await ready;
  return connection;
}
