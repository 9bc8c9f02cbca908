import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { CONVERSATIONS, loadScript, MockGateway, type Script, ScriptFailure } from '../mock/gateway.ts';
import { fill, fits } from '../mock/values.ts';
import { decodeFrames, encodeFrame, unwrapMessage } from '../src/index.ts';

const MAIN = fileURLToPath(new URL('../mock/main.ts', import.meta.url));

describe('the mock gateway', () => {
  let mock: MockGateway | undefined;
  afterEach(async () => {
    await mock?.stop();
    mock = undefined;
  });

  /** Plays one connection's steps to a socket that sends these JSON texts at once; gives how the script ended. */
  async function play(steps: Script['connections'][number], texts: string[], query = 'v=1&encoding=json') {
    mock = await MockGateway.start({ about: '', timeout: 300, connections: [[...steps, { close: 1000 }]] });
    const socket = new WebSocket(`${mock.url}?${query}`);
    const messages: string[] = [];
    socket.on('message', (data) => messages.push(String(data)));
    socket.on('open', () => {
      for (const text of texts) socket.send(text);
    });
    const failure: unknown = await mock.finished.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure !== undefined) expect(failure).to.be.instanceOf(ScriptFailure);
    else if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
    return { messages, failure: (failure as ScriptFailure | undefined)?.message };
  }

  it('says what was expected and what came', async () => {
    const { failure } = await play([{ expect: { op: 2 } }], ['{"op":6,"d":{"token":"t","cursors":{}}}']);
    expect(failure).to.equal('connection 1, step 1: expected {"op":2}, came {"op":6,"d":{"token":"t","cursors":{}}}');
  });

  it('says what did not come', async () => {
    expect((await play([{ expect: { op: 2 } }], [])).failure).to.equal(
      'connection 1, step 1: expected {"op":2}, came nothing for 300 ms',
    );
  });

  const wrong: [string, string, RegExp][] = [
    ['bytes that are no frame', '{"op"', /no frame/],
    ['an opcode of servers', '{"op":0,"t":"READY","d":{}}', /op 0, which clients may not send/],
    ['a field of the wrong type', '{"op":2,"d":{"token":5}}', /op 2 whose d\/token is wrong/],
    ['a field too many', '{"op":1,"s":[1,2]}', /\/s is wrong/],
    ['an unknown command', '{"op":20,"n":1,"t":"message.shout","d":{}}', /unknown command message.shout/],
    [
      'an input that does not fit',
      '{"op":20,"n":1,"t":"message.send","d":{"content":"x"}}',
      /message.send whose d\/channel_id/,
    ],
    ['a Request without number', '{"op":20,"t":"user.me","d":{}}', /without n/],
    ['several frames in one message', '{"op":1}\n{"op":1}', /2 frames in one message/],
  ];
  for (const [name, text, message] of wrong) {
    it(`fails for ${name}`, async () => {
      expect((await play([{ expect: { op: 2 } }], [text])).failure).to.match(message);
    });
  }

  for (const query of ['v=2&encoding=json', 'v=1&encoding=xml', 'v=1&compress=zip', 'v=1&compress=dict&dict=2']) {
    it(`fails for ${query}`, async () => {
      const { failure } = await play([{ expect: { op: 2 } }], [], query);
      expect(failure)
        .to.include('expected ?v=1&encoding')
        .and.to.match(/came \/gateway\?v=/);
    });
  }

  it('compresses what becomes smaller when it is asked to, or as the script says [GW-49] [GW-50]', async () => {
    const send = { op: 0, t: 'X', d: 'the same and the same and the same and the same' };
    mock = await MockGateway.start({
      about: '',
      connections: [[{ send }, { send, compress: 'plain' }, { send: {} }, { send_raw: 'ff' }, { send_bytes: 'ff' }]],
    });
    const socket = new WebSocket(`${mock.url}?v=1&compress=dict`);
    const messages: Buffer[] = [];
    socket.on('message', (data: Buffer) => messages.push(data));
    while (messages.length < 5) await once(socket, 'message');
    const plain = Buffer.concat([Uint8Array.of(0), encodeFrame('msgpack', send)]);
    expect(messages.slice(1)).to.deep.equal([
      plain,
      Buffer.from([0, 0x80]),
      Buffer.from([0xff]),
      Buffer.from([0, 0xff]),
    ]);
    expect(messages[0]![0]).to.equal(1);
    expect(messages[0]!.length).to.be.below(plain.length);
    expect(decodeFrames('msgpack', unwrapMessage(messages[0]!))).to.deep.equal([send]);
    socket.terminate();
  });

  it('fails for a binary message when JSON was asked for', async () => {
    mock = await MockGateway.start({ about: '', connections: [[{ expect: { op: 2 } }]] });
    const socket = new WebSocket(`${mock.url}?v=1&encoding=json`);
    socket.on('open', () => socket.send(encodeFrame('msgpack', { op: 1 })));
    const error: unknown = await mock.finished.catch((reason: unknown) => reason);
    expect((error as Error).message).to.match(/binary message with encoding=json/);
  });

  it('fails for a frame while it should be quiet, and not for a heartbeat', async () => {
    expect((await play([{ quiet: 100 }], ['{"op":2,"d":{"token":"t"}}'])).failure).to.match(/expected silence/);
    expect((await play([{ quiet: 100 }], ['{"op":1}'])).failure).to.equal(undefined);
  });

  it('answers heartbeats unless it is told not to', async () => {
    const { messages } = await play([{ expect: { op: 1 } }], ['{"op":1}']);
    expect(messages).to.deep.equal(['{"op":11}\n']);
    const silent = await play([{ heartbeats: 'ignore' }, { expect: { op: 1 } }], ['{"op":1}']);
    expect(silent.messages).to.deep.equal([]);
  });

  it('repeats steps with a counter', async () => {
    const { messages, failure } = await play(
      [
        { repeat: 3, from: 7, steps: [{ send: { op: 0, t: 'X', s: [1, '$i'], d: 'event {$i}' } }] },
        { expect: { op: 1 } },
      ],
      ['{"op":1}'],
    );
    expect(failure).to.equal(undefined);
    const events = messages.map((text) => JSON.parse(text) as { op: number; s: unknown; d: unknown });
    expect(events.filter(({ op }) => op === 0).map(({ s, d }) => [s, d])).to.deep.equal([
      [[1, 7], 'event 7'],
      [[1, 8], 'event 8'],
      [[1, 9], 'event 9'],
    ]);
  });

  it('closes what comes after the end of the script', async () => {
    await play([{ expect: { op: 1 } }], ['{"op":1}']);
    const [code] = (await once(new WebSocket(`${mock!.url}?v=1&encoding=json`), 'close')) as [number];
    expect(code).to.equal(1001);
  });

  it('fills in values, and matches patterns', () => {
    const values = { base: { a: 1, b: { c: '$name' } }, name: 'x' };
    expect(fill({ '...': '$base', a: 2, d: ['$base.b.c', 'is {$name}', '$'] }, values)).to.deep.equal({
      a: 2,
      b: { c: 'x' },
      d: ['x', 'is x', '$'],
    });
    expect(() => fill('$nothing.there', values)).to.throw('$nothing.there does not exist.');
    expect(fits({ a: { b: '*' }, c: [1, { d: null }] }, { a: { b: 0, x: 1 }, c: [1, { d: null, y: 2 }] })).to.equal(
      true,
    );
    for (const other of [null, [], {}, { a: { b: null }, c: [1, { d: null }] }, { a: { b: 0 }, c: [1] }]) {
      expect(fits({ a: { b: '*' }, c: [1, { d: null }] }, other)).to.equal(false);
    }
  });

  describe('as a program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cozy-mock-'));
    let child: ChildProcess | undefined;
    after(() => rmSync(folder, { recursive: true }));
    afterEach(() => child?.kill());

    /** Runs a script file, connects a socket that sends one frame, and gives the program's lines and exit code. */
    async function run(path: string, frame: object): Promise<{ lines: string[]; code: number }> {
      const started = spawn(process.execPath, ['--import', 'tsx', MAIN, path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      const exited = once(started, 'exit') as Promise<[number]>;
      const lines: string[] = [];
      for await (const line of createInterface({ input: started.stdout! })) {
        lines.push(line);
        const { url } = JSON.parse(line) as { url?: string };
        if (url === undefined) socket.close();
        else socket = greet(url, frame);
      }
      const [code] = await exited;
      return { lines, code };
    }
    let socket: WebSocket;
    const greet = (url: string, frame: object) => {
      const client = new WebSocket(`${url}?v=1&encoding=msgpack`);
      client.on('message', () => client.send(encodeFrame('msgpack', frame)));
      return client;
    };
    const script = join(folder, 'script.json');
    const write = (value: object) => writeFileSync(script, JSON.stringify(value));

    it('prints its address and done, and ends when the client has gone', async () => {
      write({
        about: 'x',
        connections: [[{ send: { op: 10, d: { heartbeat_interval: 1000 } } }, { expect: { op: 2 } }]],
      });
      const { lines, code } = await run(script, { op: 2, d: { token: 't' } });
      expect(lines).to.have.length(2);
      expect(JSON.parse(lines[0]!))
        .to.have.property('url')
        .that.matches(/^ws:\/\/127\.0\.0\.1:\d+\/gateway$/);
      expect(lines[1]).to.equal('{"done":true}');
      expect(code).to.equal(0);
    });

    it('prints what failed, and ends with code 1', async () => {
      write({
        about: 'x',
        connections: [[{ send: { op: 10, d: { heartbeat_interval: 1000 } } }, { expect: { op: 6 } }]],
      });
      const { lines, code } = await run(script, { op: 2, d: { token: 't' } });
      expect(JSON.parse(lines[1]!)).to.deep.equal({
        failed: 'connection 1, step 2: expected {"op":6}, came {"op":2,"d":{"token":"t"}}',
      });
      expect(code).to.equal(1);
    });

    it('names the mistake in a file that is no script', () => {
      write({ about: 'x', connections: [[{ shout: 1 }]] });
      expect(() => loadScript(script)).to.throw(/is not a script: \/connections\/0\/0/);
      expect(loadScript(`${CONVERSATIONS}slow-hello.json`).define).to.have.property('ready');
    });
  });
});
