import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Connection, decodeFrames, type Encoding, Op } from '@cozy/protocol';
import { WebSocket } from 'ws';
import { dropDatabase, startNode, type TestNode, testEngines } from '../harness.ts';
import { type RecordedFrame, type Recording, type Step, TOKEN } from './recording.ts';

/** Milliseconds between heartbeats: short, so that the recording has some. */
const HEARTBEAT = 1_000;
/** Milliseconds after which a wait fails: far more than any answer takes. */
const PATIENCE = 20_000;

/** People with the client of this version, and everything that went over their connections. */
class Recorder {
  readonly steps: Step[] = [];
  readonly #node: TestNode;
  #looks: (() => void)[] = [];

  constructor(node: TestNode) {
    this.#node = node;
  }

  /** Makes a connection of the client that is recorded; it is opened by its user. */
  connection(who: string, token: string, encoding: Encoding): Connection {
    return new Connection({
      url: `ws://127.0.0.1:${this.#node.port}/gateway`,
      token: () => token,
      encoding,
      // What is recorded is what a client reads.
      compress: 'none',
      status: 'online',
      properties: { client: 'cozy-web', version: '0.1.0' },
      socket: (url) => this.#socket(who, url, encoding) as never,
    });
  }

  #socket(who: string, url: string, encoding: Encoding): WebSocket {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    this.#add({ who, connect: new URL(url).search });
    // This listener comes before the connection's, which may answer at once.
    socket.on('message', (data: Buffer, binary) => {
      const frames = decodeFrames(encoding, binary ? new Uint8Array(data) : String(data));
      for (const frame of frames) this.#add({ who, receive: plain(frame) });
    });
    const send = socket.send.bind(socket);
    socket.send = (data: string | Uint8Array) => {
      this.#add({ who, send: plain(decodeFrames(encoding, data)[0]!) });
      send(data);
    };
    const close = socket.close.bind(socket);
    let closed = false;
    socket.close = (code) => {
      // The socket calls this itself when the other side closes, too.
      if (!closed) this.#add({ who, close: true });
      closed = true;
      close(code);
    };
    return socket;
  }

  #add(step: Step): void {
    this.steps.push(step);
    for (const look of [...this.#looks]) look();
  }

  /** Waits for a frame to someone, after so many steps. @throws {Error} when it does not come. */
  async until(who: string, what: string, fits: (frame: RecordedFrame) => boolean, from = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${who} was not sent ${what}`)), PATIENCE);
      const look = () => {
        const found = this.steps
          .slice(from)
          .some((step) => step.who === who && 'receive' in step && fits(step.receive));
        if (!found) return;
        clearTimeout(timer);
        this.#looks = this.#looks.filter((other) => other !== look);
        resolve();
      };
      this.#looks.push(look);
      look();
    });
  }

  /** Does something and waits until everyone named was sent an event of that name after it. */
  async after<T>(act: () => T | Promise<T>, expected: Record<string, string[]>): Promise<T> {
    const from = this.steps.length;
    const result = await act();
    for (const [who, names] of Object.entries(expected)) {
      for (const name of names) await this.until(who, name, (frame) => frame.t === name, from);
    }
    return result;
  }
}

function plain(frame: object): RecordedFrame {
  const text = JSON.stringify(frame, (key, value) => (key === 'token' ? TOKEN : value));
  return JSON.parse(text) as RecordedFrame;
}

/** What two people do, one after the other: everything that a client of that time relies on. */
async function converse(recorder: Recorder, tokens: Record<'ann' | 'bob', string>, bobId: string): Promise<void> {
  const ann = recorder.connection('ann', tokens.ann, 'msgpack');
  const bob = recorder.connection('bob', tokens.bob, 'json');
  const open = async (connection: Connection) => {
    connection.open();
    await connection.once('state', (state) => state === 'ready');
  };
  await recorder.after(() => open(ann), { ann: ['READY'] });
  await recorder.after(() => open(bob), { bob: ['READY'] });

  const create = () => ann.request('community.create', { name: 'Walks' });
  const { community } = await recorder.after(create, { ann: ['COMMUNITY_CREATE'] });
  const community_id = community.id;
  const channel_id = community.channels[0]!.id;
  const view = { communities: [community_id], channels: [channel_id] };
  ann.subscribe(view);
  const { invite } = await ann.request('invite.create', { community_id });
  await bob.request('invite.preview', { code: invite.code });
  await recorder.after(() => bob.request('invite.accept', { code: invite.code }), {
    ann: ['COMMUNITY_MEMBER_ADD', 'PRESENCE_UPDATE'],
    bob: ['COMMUNITY_CREATE'],
  });
  bob.subscribe(view);
  await recorder.after(() => ann.setStatus('dnd'), { bob: ['PRESENCE_UPDATE'] });
  await recorder.after(() => ann.requestMembers({ community_id, limit: 10 }), { ann: ['COMMUNITY_MEMBERS_CHUNK'] });

  const both = (name: string) => ({ ann: [name], bob: [name] });
  await recorder.after(() => bob.request('typing.start', { channel_id }), both('TYPING_START'));
  const say = (who: Connection, content: string, nonce: string) =>
    recorder.after(() => who.request('message.send', { channel_id, content, nonce }), both('MESSAGE_CREATE'));
  const { message } = await say(ann, `Shall we go, <@${bobId}>?`, 'a-1');
  await bob.request('message.history', { channel_id, limit: 50, at: bob.cursors });
  const place = { channel_id, message_id: message.id };
  await recorder.after(() => bob.request('reaction.add', { ...place, emoji: '👍' }), both('MESSAGE_REACTION_ADD'));
  await recorder.after(
    () => bob.request('reaction.remove', { ...place, emoji: '👍' }),
    both('MESSAGE_REACTION_REMOVE'),
  );
  await recorder.after(() => bob.request('read.mark', place), { bob: ['READ_STATE_UPDATE'] });
  const edit = () => ann.request('message.edit', { ...place, content: 'Shall we go?' });
  await recorder.after(edit, both('MESSAGE_UPDATE'));
  const { message: second } = await say(bob, 'Yes, **let us**', 'b-1');
  await bob.request('message.send', { channel_id, content: 'Yes, **let us**', nonce: 'b-1' });
  const remove = () => bob.request('message.delete', { channel_id, message_id: second.id });
  await recorder.after(remove, both('MESSAGE_DELETE'));

  const { role } = await recorder.after(
    () => ann.request('role.create', { community_id, name: 'Guides' }),
    both('COMMUNITY_ROLE_CREATE'),
  );
  const assign = () => ann.request('role.assign', { community_id, user_id: bobId, roles: [role.id] });
  await recorder.after(assign, both('COMMUNITY_MEMBER_UPDATE'));
  const rename = () => ann.request('role.update', { community_id, role_id: role.id, name: 'Leaders' });
  await recorder.after(rename, both('COMMUNITY_ROLE_UPDATE'));
  const { channel } = await recorder.after(
    () => ann.request('channel.create', { community_id, name: 'routes', type: 'text' }),
    both('CHANNEL_CREATE'),
  );
  const hidden = [{ id: community_id, type: 0 as const, allow: '0', deny: '1024' }];
  await recorder.after(() => ann.request('channel.update', { channel_id: channel.id, overwrites: hidden }), {
    ann: ['CHANNEL_UPDATE'],
    bob: ['CHANNEL_DELETE'],
  });
  const wrong: [Connection, string, object][] = [
    [bob, 'message.send', { channel_id: channel.id, content: 'x', nonce: 'b-2' }],
    [bob, 'channel.create', { community_id, name: 'x', type: 'text' }],
    [bob, 'message.send', { channel_id, content: '', nonce: 'b-3' }],
    [ann, 'message.fly', {}],
  ];
  for (const [who, name, input] of wrong) {
    // Each is refused; what it is refused with is in the recording.
    await who.request(name as 'message.send', input as never).catch(() => undefined);
  }

  // Bob is away; what happens meanwhile comes by Resume.
  await recorder.after(() => bob.close(), { ann: ['PRESENCE_UPDATE'] });
  const meanwhile = () => ann.request('message.send', { channel_id, content: 'Are you there?', nonce: 'a-2' });
  await recorder.after(meanwhile, { ann: ['MESSAGE_CREATE'] });
  await recorder.after(() => ann.request('role.delete', { community_id, role_id: role.id }), {
    ann: ['COMMUNITY_ROLE_DELETE'],
  });
  await recorder.after(() => open(bob), { bob: ['MESSAGE_CREATE', 'COMMUNITY_CREATE', 'RESUMED'] });
  await bob.request('message.history', { channel_id, limit: 50, at: bob.cursors });

  const from = recorder.steps.length;
  for (const who of ['ann', 'bob'])
    await recorder.until(who, 'a Heartbeat ACK', ({ op }) => op === Op.HeartbeatAck, from);
  await recorder.after(() => bob.request('member.leave', { community_id }), {
    ann: ['COMMUNITY_MEMBER_REMOVE'],
    bob: ['COMMUNITY_DELETE'],
  });
  await recorder.after(() => ann.request('community.update', { community_id, name: 'Long walks' }), {
    ann: ['COMMUNITY_UPDATE'],
  });
  await recorder.after(() => ann.request('community.delete', { community_id }), { ann: ['COMMUNITY_DELETE'] });
  bob.close();
  ann.close();
}

/**
 * Records a conversation of today's client with today's server, as `<name>.jsonl` beside this file:
 * `npx tsx gateway/test/recorded/record.ts <name>`, with MONGODB_URI and NATS_URL of running engines. To be run at each
 * release; a recording stays for ever.
 */
async function record(name: string): Promise<void> {
  const node = await startNode(testEngines(), { heartbeatMs: HEARTBEAT });
  const recorder = new Recorder(node);
  const account = (username: string) =>
    node.run(null, 'auth.register', { email: `${username}@example.org`, username, password: 'a good password' });
  const [ann, bob] = [await account('ann'), await account('bob')];
  await converse(recorder, { ann: ann.access_token, bob: bob.access_token }, bob.user.id);
  await dropDatabase(node);
  await node.stop();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const heading: Recording['heading'] = { commit, people: ['ann', 'bob'] };
  const lines = [heading, ...recorder.steps].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(new URL(`${name}.jsonl`, import.meta.url), lines.join(''));
  process.exit();
}

const [name] = process.argv.slice(2);
if (!name || !/^[\w.-]+$/.test(name)) throw new Error('Say the name of the recording, for example 0.1.0.');
await record(name);
