import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { expect } from 'chai';
import { merge, VECTORS } from '../script/vectors.ts';
import {
  CLIENT_FRAMES,
  ClientFrame,
  type ClientOp,
  COMMANDS,
  type CommandName,
  DecodeError,
  decodeFrames,
  type Encoding,
  EVENTS,
  type EventName,
  encodeFrame,
  Op,
  ServerFrame,
  unwrapMessage,
} from '../src/index.ts';

interface Vector {
  name: string;
  frame: { op: number; t?: string; d?: unknown };
  msgpack: string;
  json: string;
}

const folder = fileURLToPath(new URL('../vectors/', import.meta.url));
const load = <T>(file: string) => JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as T[];

/** Proves that a value fits a schema, with the first mistake as the message. */
function expectFit(schema: TSchema, value: unknown): void {
  const mistake = Value.Errors(schema, value).First();
  expect(mistake && `${mistake.path}: ${mistake.message}`).to.equal(undefined);
}

const client = load<Vector>('client.json');
const server = load<Vector>('server.json');
const commands = load<Vector>('commands.json');
const events = load<Vector>('events.json');

describe('golden vectors', () => {
  it('are in the files that this test knows', () => {
    expect(readdirSync(folder).sort()).to.deep.equal([
      'client.json',
      'commands.json',
      'compressed.json',
      'events.json',
      'refused.json',
      'server.json',
    ]);
  });

  it('lack none that the samples ask for', () => {
    for (const [file, made] of Object.entries(VECTORS)) {
      const names = load<{ name: string }>(file).map(({ name }) => name);
      expect(names).to.include.members(made.map(({ name }) => name));
      expect(new Set(names).size).to.equal(names.length);
    }
  });

  it('are never written anew', () => {
    const old = { name: 'a', json: 'as it was' };
    const merged = merge(
      [old],
      [
        { name: 'a', json: 'as it is' },
        { name: 'b', json: 'new' },
      ],
    );
    expect(merged).to.deep.equal([old, { name: 'b', json: 'new' }]);
  });

  for (const vector of [...client, ...server, ...events, ...commands]) {
    it(`${vector.name} is read as it was written, and written so that it is read`, () => {
      expect(decodeFrames('msgpack', Buffer.from(vector.msgpack, 'hex'))).to.deep.equal([vector.frame]);
      expect(decodeFrames('json', vector.json)).to.deep.equal([vector.frame]);
      for (const encoding of ['msgpack', 'json'] satisfies Encoding[]) {
        expect(decodeFrames(encoding, encodeFrame(encoding, vector.frame))).to.deep.equal([vector.frame]);
      }
    });
  }

  for (const { name, frame } of client) {
    it(`${name} fits its schema`, () => {
      expectFit(ClientFrame, frame);
      if ('d' in frame) expectFit(CLIENT_FRAMES[frame.op as ClientOp], frame.d);
    });
  }

  for (const { name, frame } of [...server, ...events]) {
    it(`${name} fits its schema`, () => {
      expectFit(ServerFrame, frame);
      if (frame.op === Op.Dispatch) expectFit(EVENTS[frame.t as EventName].d, frame.d);
    });
  }

  for (const { name, frame } of commands) {
    it(`${name} fits its command's schema`, () => {
      const [command, part] = name.split(' ') as [CommandName, 'request' | 'response'];
      expectFit(part === 'request' ? COMMANDS[command].input : COMMANDS[command].output, frame.d);
    });
  }

  it('hold the request and the response of every command', () => {
    const names = Object.keys(COMMANDS).flatMap((name) => [`${name} request`, `${name} response`]);
    expect(commands.map(({ name }) => name)).to.include.members(names);
  });

  it('hold every event', () => {
    expect(events.map(({ frame }) => frame.t)).to.include.members(Object.keys(EVENTS));
  });

  it('hold every opcode', () => {
    const ops = [...client, ...server, ...events].map(({ frame }) => frame.op);
    expect(ops).to.include.members(Object.values(Op));
    expect(client.map(({ frame }) => frame.op)).to.include.members(Object.keys(CLIENT_FRAMES).map(Number));
  });

  for (const { name, message, frames } of load<{ name: string; message: string; frames: object[] | null }>(
    'compressed.json',
  )) {
    const read = () => decodeFrames('msgpack', unwrapMessage(Buffer.from(message, 'hex')));
    it(`[GW-49] [GW-50] a message, ${name}, is ${frames ? 'read' : 'refused'}`, () => {
      if (frames) expect(read()).to.deep.equal(frames);
      else expect(read).to.throw(DecodeError);
    });
  }

  for (const { name, encoding, bytes } of load<{ name: string; encoding: Encoding; bytes: string }>('refused.json')) {
    it(`${name} is refused`, () => {
      expect(() => decodeFrames(encoding, Buffer.from(bytes, 'hex'))).to.throw(DecodeError);
    });
  }
});
