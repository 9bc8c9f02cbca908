import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { WebSocket } from 'ws';
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  Connection,
  type Dispatch,
  decodeFrames,
  type EventData,
  Op,
  type ServerFrame,
} from '../src/index.ts';
import { CHATTER } from './chatter.ts';
import { RECORDING } from './dictionary.ts';

/** Emoji of reactions, the first ones more often. */
const EMOJI = ['👍', '❤️', '😂', '🎉', '😮', '🙏', '👀', '🔥'];

/** One person of the recording: a connection, and what it was sent. */
class Voice {
  readonly connection: Connection;
  readonly heard: ServerFrame[] = [];
  readonly #origin: string;
  readonly #token: string;

  constructor(origin: string, token: string) {
    this.#origin = origin;
    this.#token = token;
    this.connection = new Connection({
      url: `${origin.replace('http', 'ws')}/gateway`,
      token: () => token,
      compress: 'none',
      socket: (url) => {
        const socket = new WebSocket(url);
        socket.on('message', (data: ArrayBuffer) =>
          this.heard.push(...(decodeFrames('msgpack', data) as ServerFrame[])),
        );
        // The types of `ws` know more events than the interface that the connection asks for.
        return socket as never;
      },
    });
    this.connection.open();
  }

  async ready(): Promise<void> {
    if (this.connection.state !== 'ready') await this.connection.once('state', (state) => state === 'ready');
  }

  /** Another connection of the same account, that identifies afresh. */
  async again(): Promise<Voice> {
    const voice = new Voice(this.#origin, this.#token);
    await voice.ready();
    return voice;
  }

  call<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
    return this.connection.request(name, input);
  }

  /** Waits for an event that is yet to come. */
  event(fits: (event: Dispatch) => boolean): Promise<Dispatch> {
    return this.connection.once('dispatch', fits);
  }
}

async function register(origin: string, name: string, count: number): Promise<Voice> {
  const username = `${name.toLowerCase().replace(/[^a-z]/g, '') || 'someone'}${count}`;
  const response = await fetch(`${origin}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `${username}@example.org`, username, password: 'correct horse battery' }),
  });
  if (!response.ok) throw new Error(`Registering was answered with ${response.status} ${await response.text()}`);
  const { access_token } = (await response.json()) as CommandOutput<'auth.register'>;
  const voice = new Voice(origin, access_token);
  await voice.ready();
  await voice.call('user.update', { display_name: name, hue: (count * 47) % 360 });
  return voice;
}

/**
 * Lets the people of one community talk, as chat goes: messages, some answered, edited, deleted or reacted to, people who
 * type, read, go idle and come back, a role that is given and taken.
 *
 * @returns what the owner was sent, and the others' responses and READY, which are their own.
 */
async function talk(origin: string, index: number): Promise<ServerFrame[]> {
  const { name, channels, people, texts } = CHATTER[index]!;
  const voices: Voice[] = [];
  for (const [i, person] of people.entries()) voices.push(await register(origin, person, index * 10 + i));
  const [owner, ...others] = voices as [Voice, ...Voice[]];
  const { community } = await owner.call('community.create', { name });
  const community_id = community.id;
  const rooms = community.channels.filter(({ type }) => type === 'text').map(({ id }) => id);
  for (const room of channels) {
    const { channel } = await owner.call('channel.create', { community_id, name: room, type: 'text', parent_id: null });
    rooms.push(channel.id);
  }
  const { invite } = await owner.call('invite.create', { community_id });
  owner.connection.subscribe({ communities: [community_id], channels: rooms });
  for (const other of others) await other.call('invite.accept', { code: invite.code });
  const { role } = await owner.call('role.create', { community_id, name: channels[1]!, permissions: '1099511627776' });

  const said: { channel_id: string; message_id: string }[] = [];
  for (const [i, content] of texts.entries()) {
    const speaker = voices[(i * 7 + index) % voices.length]!;
    const channel_id = rooms[Math.floor(i / 8) % rooms.length]!;
    if (speaker !== owner && i % 3 === 0) {
      const typing = owner.event(({ name }) => name === 'TYPING_START');
      await speaker.call('typing.start', { channel_id });
      await typing;
    }
    const answered = i % 5 === 4 ? said.at(-1) : undefined;
    const mention = i % 9 === 8 ? `<@${role.id}> `.replace(role.id, await idOf(others[0]!)) : '';
    const { message } = await speaker.call('message.send', {
      channel_id,
      content: mention + content,
      nonce: crypto.randomUUID(),
      ...(answered?.channel_id === channel_id && { reply_to: answered.message_id }),
    });
    const place = { channel_id, message_id: message.id };
    said.push(place);
    for (const reader of voices) if (reader !== speaker && i % 2 === 0) await reader.call('read.mark', place);
    for (const reactor of voices.slice(0, i % 4 === 1 ? 3 : i % 3 === 0 ? 1 : 0)) {
      const emoji = EMOJI[(i * i + index) % EMOJI.length]!;
      await reactor.call('reaction.add', { ...place, emoji });
      if (i % 8 === 1) await reactor.call('reaction.remove', { ...place, emoji });
    }
    if (i % 7 === 3) await speaker.call('message.edit', { ...place, content: `${content}!` });
    if (i % 10 === 6) await speaker.call('message.delete', place);
    if (speaker !== owner && i % 4 === 2) {
      const presence = owner.event(({ name }) => name === 'PRESENCE_UPDATE');
      speaker.connection.setStatus((['idle', 'online', 'dnd'] as const)[Math.floor(i / 4) % 3]!);
      await presence;
    }
  }
  for (const other of others) {
    const user_id = await idOf(other);
    await owner.call('role.assign', { community_id, user_id, roles: [role.id] });
    await other.call('user.update', { bio: texts[0]! });
  }
  await owner.call('role.assign', { community_id, user_id: await idOf(others[0]!), roles: [] });
  await owner.call('channel.update', { channel_id: rooms[0]!, topic: name });
  await owner.call('message.history', { channel_id: rooms[0]!, limit: 50 });
  const chunk = owner.event(({ name }) => name === 'COMMUNITY_MEMBERS_CHUNK');
  owner.connection.requestMembers({ community_id, limit: 100 });
  await chunk;
  const left = owner.event(({ name }) => name === 'COMMUNITY_MEMBER_REMOVE');
  await others.at(-1)!.call('member.leave', { community_id });
  await left;
  const resumed = owner.event(({ name }) => name === 'RESUMED');
  owner.connection.reconnect();
  await resumed;
  // READY with a community in it, as owner and as member.
  const later = [await owner.again(), await others[0]!.again()];
  for (const { connection } of [...voices, ...later]) connection.close();
  const own = [...others, ...later].flatMap(({ heard }) =>
    heard.filter((f) => f.op === Op.Response || (f.op === Op.Dispatch && !f.s)),
  );
  const frames = [...owner.heard, ...own];
  return [...frames, ...composed(frames)];
}

async function idOf(voice: Voice): Promise<string> {
  const { user } = await voice.call('user.me', {});
  return user.id;
}

/** What servers do not send yet to clients as old as this recording, made of what they did send. */
function composed(frames: readonly ServerFrame[]): ServerFrame[] {
  const made: ServerFrame[] = [];
  let lastChannel: EventData<'PASSIVE_UPDATE'>['channels'] = [];
  for (const [i, frame] of frames.entries()) {
    if (frame.op !== Op.Dispatch) continue;
    if (frame.t === 'MESSAGE_CREATE' && i % 2 === 0) {
      const { channel_id, community_id, id } = frame.d as EventData<'MESSAGE_CREATE'>;
      const channels = [...lastChannel, { id: channel_id, last_message_id: id }];
      lastChannel = lastChannel.length === 0 ? channels : [];
      made.push({ op: Op.Dispatch, t: 'PASSIVE_UPDATE', d: { community_id, channels, member_count: i } });
    }
    if (frame.t === 'READY' || frame.t === 'RESUMED') {
      const { communities, cursors } = frame.d as EventData<'READY' | 'RESUMED'>;
      const ids = communities.map((one) => (typeof one === 'string' ? one : one.id));
      made.push({ op: Op.HeartbeatAck, d: cursors });
      made.push({ op: Op.Dispatch, t: 'SUBSCRIBED', d: { communities: ids, cursors } });
    }
    if (frame.t === 'COMMUNITY_MEMBERS_CHUNK') {
      const { community_id, members, presences } = frame.d as EventData<'COMMUNITY_MEMBERS_CHUNK'>;
      const rows = members.map(({ user }) => ({
        user_id: user.id,
        status: presences?.find(({ user_id }) => user_id === user.id)?.status ?? ('offline' as const),
      }));
      const window = { community_id, from: 0, total: rows.length, online: presences?.length ?? 0, rows };
      made.push({ op: Op.Dispatch, t: 'COMMUNITY_MEMBER_LIST_UPDATE', d: { ...window, members } });
      made.push({ op: Op.Dispatch, t: 'COMMUNITY_MEMBER_LIST_UPDATE', d: { ...window, members: [] } });
    }
  }
  return made;
}

const origin = process.argv[2];
// Its usernames must be free still.
if (!origin)
  throw new Error('Name a running Cozy without accounts: npx tsx protocol/script/record.ts http://127.0.0.1:8080');
const lines: string[] = [];
for (const index of CHATTER.keys()) {
  const frames = await talk(origin, index);
  lines.push(...frames.map((frame) => JSON.stringify([index, frame])));
  console.log(`${CHATTER[index]!.name}: ${frames.length} frames`);
}
writeFileSync(RECORDING, gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
process.exit(0);
