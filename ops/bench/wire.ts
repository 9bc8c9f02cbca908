import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, createDeflateRaw, type DeflateRaw, deflateRawSync } from 'node:zlib';
import { DICTIONARY_VERSION, decodeFrames, encodeFrame, Op, type ServerFrame } from '@cozy/protocol';
import { execa } from 'execa';
import { WebSocket } from 'ws';
import { wireFor, wrap } from '../../gateway/src/wire.ts';
import { Random } from '../src/cluster/random.ts';
import { draw, type World } from './activity.ts';
import { keepOffServerCpu } from './cpus.ts';
import { goProgram } from './go-programs.ts';
import { type Instance, type Server, startInstance } from './instance.ts';
import { DICTIONARY_FILE, type Hello, Load } from './load.ts';
import { atMost, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { type Account, identify, seedCommunity, sendAs } from './seed.ts';

const PEOPLE = 200;
const ROUNDS = 3;
const SECONDS = 10;
const SEED = 6;
/** How busy the channel is: by the model, 200 people say 7 messages in a minute; these are 2, 24 and 118 in a second. */
const BUSY = { calm: 20, lively: 200, busy: 1_000 };
/** Events that are compressed together. */
const BATCHES = [1, 8, 16];
const QUIET = 1_500;
/** Bytes of a WebSocket header up to so long a message, and beyond it. */
const SHORT = { header: 2, upTo: 125 };
const LONG_HEADER = 4;

/**
 * Bytes per event on the wire, WebSocket headers included, of what a channel of 200 people is sent: as it is with
 * compress=dict at several rates, and, of the same events, as JSON, as MessagePack, with the dictionary one by one and in
 * batches, and as deflate and zstd would make it, for each message and as a stream of each connection.
 */
export async function wire(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const instance = await startInstance();
  try {
    const world = await seedChannel(instance);
    const server = await instance.startServer();
    let recorded: ServerFrame[] = [];
    for (let round = 0; round < roundsOf(ROUNDS); round++) {
      for (const [name, busy] of Object.entries(BUSY)) {
        say(`wire: ${name}`);
        recorded = await measure(server, world, busy, round, `live.${name}`, rounds);
      }
    }
    await reference(recorded, '', rounds);
    await reference(
      recorded.filter((frame) => 't' in frame && frame.t === 'MESSAGE_CREATE'),
      'messages.',
      rounds,
    );
  } finally {
    await instance.stop();
  }
  return {
    bench: 'wire',
    figures: rounds.figures(),
    goals: [atMost('busy channel, bytes per event', rounds.median('live.busy.bytes'), 80)],
  };
}

function seedChannel(instance: Instance): Promise<World> {
  return instance.withContext(async (context) => {
    const { community, people: accounts } = await seedCommunity(context, PEOPLE);
    const id = await sendAs(context, accounts[0]!, community, 'Welcome!');
    const all = accounts.map((_, i) => i);
    const place = { ...community, members: all, viewers: all, message: { id, owner: 0 } };
    return { accounts, places: [place], views: accounts.map(() => place) };
  });
}

async function measure(
  server: Server,
  world: World,
  busy: number,
  round: number,
  key: string,
  rounds: Rounds,
): Promise<ServerFrame[]> {
  const load = await Load.start();
  const recorder = await record(server, world);
  try {
    await load.open({
      url: `${server.gateway}?v=1&encoding=msgpack&compress=dict&dict=${DICTIONARY_VERSION}`,
      kind: 'cozy',
      sockets: world.accounts.length,
      hellos: world.accounts.map((account): Hello => ({ hello: identify(account), after: view(world) })),
      dictionary: { file: DICTIONARY_FILE, version: DICTIONARY_VERSION },
    });
    await load.await({ quietMs: QUIET });
    recorder.frames.length = 0;
    await load.reset();
    const { schedule } = draw(new Random(SEED + round), world, 'msgpack', busy, scaled(SECONDS, 2));
    const { bytes, inflated, events, messages, seconds } = await load.play(schedule, { quietMs: QUIET });
    rounds.add(`${key}.bytes`, bytes / events, 'bytes per event');
    rounds.add(`${key}.uncompressed`, inflated / events, 'bytes per event');
    rounds.add(`${key}.gathered`, events / messages, 'events per message');
    rounds.add(`${key}.rate`, events / world.accounts.length / seconds, 'events/s');
    return recorder.frames;
  } finally {
    recorder.close();
    await load.close();
  }
}

function view({ places }: World): Uint8Array {
  const [{ id, channelId }] = places as [World['places'][number]];
  return encodeFrame('msgpack', { op: Op.Subscribe, d: { communities: [id], channels: [channelId] } });
}

// A session of the last of the people, whose dispatches are kept.
async function record(server: Server, world: World): Promise<{ frames: ServerFrame[]; close(): void }> {
  const frames: ServerFrame[] = [];
  const socket = new WebSocket(`${server.gateway}?v=1&encoding=msgpack&compress=none`);
  socket.binaryType = 'nodebuffer';
  const isReady = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      for (const frame of decodeFrames('msgpack', data) as ServerFrame[]) {
        if (frame.op === Op.Hello) socket.send(identify(world.accounts.at(-1) as Account));
        if (frame.op !== Op.Dispatch) continue;
        frames.push(frame);
        if (frame.t === 'READY') resolve();
      }
    });
  });
  await once(socket, 'open');
  await isReady;
  socket.send(view(world));
  return { frames, close: () => socket.terminate() };
}

// Sizes of the same frames in other ways.
async function reference(recorded: readonly ServerFrame[], prefix: string, rounds: Rounds): Promise<void> {
  const json = recorded.map((frame) => encodeFrame('json', frame));
  const packed = recorded.map((frame) => encodeFrame('msgpack', frame));
  const add = (name: string, sizes: readonly number[]) =>
    rounds.add(
      prefix + name,
      sizes.reduce((sum, size) => sum + withHeader(size), 0) / recorded.length,
      'bytes per event',
    );
  rounds.add(`${prefix}recorded`, recorded.length, 'events');
  add('json', json.map(sizeOf));
  add('msgpack', packed.map(sizeOf));
  const dict = wireFor('msgpack', DICTIONARY_VERSION)!;
  for (const size of BATCHES) {
    const batches = Array.from({ length: Math.ceil(packed.length / size) }, (_, i) =>
      Buffer.concat(packed.slice(i * size, (i + 1) * size)),
    );
    // Once for the compiler, once for the clock.
    for (const batch of batches) wrap(dict, batch);
    const before = process.cpuUsage();
    const wrapped = batches.map((batch) => wrap(dict, batch));
    const { user, system } = process.cpuUsage(before);
    add(`dict_${size}`, wrapped.map(sizeOf));
    rounds.add(`${prefix}dict_${size}.cpu`, (user + system) / recorded.length, 'µs per event');
  }
  for (const [name, messages] of Object.entries({ json, msgpack: packed })) {
    add(
      `${name}_deflate_each`,
      messages.map((message) => deflateRawSync(message, SYNC).length - TAIL),
    );
    add(`${name}_deflate_stream`, await streamed(messages));
    const { each, stream } = await zstd(messages);
    rounds.add(`${prefix}${name}_zstd_each`, each / recorded.length + SHORT.header, 'bytes per event');
    rounds.add(`${prefix}${name}_zstd_stream`, stream / recorded.length + SHORT.header, 'bytes per event');
  }
}

/** As permessage-deflate does (RFC 7692, section 7.2.1): each message is flushed, and the last four bytes are left out. */
const SYNC = { finishFlush: constants.Z_SYNC_FLUSH };
const TAIL = 4;

async function streamed(messages: readonly Uint8Array[]): Promise<number[]> {
  const deflate = createDeflateRaw();
  let size = 0;
  deflate.on('data', (part: Buffer) => {
    size += part.length;
  });
  const flush = promisify((callback: () => void) => (deflate as DeflateRaw).flush(constants.Z_SYNC_FLUSH, callback));
  const sizes: number[] = [];
  for (const message of messages) {
    deflate.write(message);
    await flush();
    sizes.push(size - TAIL);
    size = 0;
  }
  deflate.close();
  return sizes;
}

// By a Go program, since Node 20 has no zstd.
async function zstd(messages: readonly Uint8Array[]): Promise<{ each: number; stream: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'cozy-wire-'));
  try {
    const file = join(folder, 'messages');
    const lengths = messages.map((message) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(message.length);
      return length;
    });
    writeFileSync(file, Buffer.concat(messages.flatMap((message, i) => [lengths[i]!, message])));
    const { stdout } = await execa(await goProgram('load'), ['zstd', file]);
    return JSON.parse(stdout) as { each: number; stream: number };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeOf(bytes: Uint8Array): number {
  return bytes.length;
}

function withHeader(size: number): number {
  return size + (size > SHORT.upTo ? LONG_HEADER : SHORT.header);
}
