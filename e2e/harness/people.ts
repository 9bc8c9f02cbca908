import type { CommandOutput } from '@cozy/protocol';
import { Client } from './client.ts';

/** An account with its first tokens. */
export type Person = CommandOutput<'auth.register'> & { email: string; password: string };

let count = 0;

/**
 * Registers an account over REST.
 * @param name beginning of its username, which is unique in this run.
 * @throws {Error} with the server's answer when that is refused.
 */
export async function register(origin: string, name: string): Promise<Person> {
  count += 1;
  const username = `${name}${process.pid}x${count}`;
  const email = `${username}@example.org`;
  const password = 'correct horse battery';
  const response = await fetch(`${origin}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, username, password }),
  });
  if (!response.ok) throw new Error(`Registering was answered with ${response.status} ${await response.text()}`);
  return { ...((await response.json()) as CommandOutput<'auth.register'>), email, password };
}

/** Logs in over REST. @returns an access token. @throws {Error} with the server's answer when that is refused. */
export async function logIn(origin: string, email: string, password: string): Promise<string> {
  const response = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`Logging in was answered with ${response.status} ${await response.text()}`);
  return ((await response.json()) as CommandOutput<'auth.login'>).access_token;
}

/** People in one community, each with a ready connection; `clients[0]` owns it. */
export interface Circle {
  clients: Client[];
  people: Person[];
  communityId: string;
  /** Its first text channel. */
  channelId: string;
}

/**
 * Registers people who share a new community.
 * @param origins nodes; the connections are spread over them, and go to the next one when one is lost.
 * @param size how many people.
 */
export async function makeCircle(origins: string[], size: number): Promise<Circle> {
  const people = await Promise.all(Array.from({ length: size }, () => register(origins[0]!, 'member')));
  const clients = people.map((person, i) => new Client(person.access_token, rotated(origins, i)));
  await Promise.all(clients.map((client) => client.ready()));
  const [owner, ...others] = clients as [Client, ...Client[]];
  const { community } = await owner.request('community.create', { name: 'Circle' });
  const { invite } = await owner.request('invite.create', { community_id: community.id });
  await Promise.all(
    others.map(async (client) => {
      await client.request('invite.accept', { code: invite.code });
      await client.waitFor('COMMUNITY_CREATE', ({ id }) => id === community.id, 'its community');
    }),
  );
  await owner.waitFor('COMMUNITY_CREATE', ({ id }) => id === community.id, 'its community');
  const channel = community.channels.find(({ type }) => type === 'text');
  if (!channel) throw new Error('A new community has no text channel.');
  return { clients, people, communityId: community.id, channelId: channel.id };
}

function rotated(origins: string[], by: number): string[] {
  const at = by % origins.length;
  return [...origins.slice(at), ...origins.slice(0, at)];
}
