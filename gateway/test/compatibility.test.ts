import { readdirSync } from 'node:fs';
import { type Cursors, type Encoding, type EventData, Op, type ServerFrame } from '@cozy/protocol';
import { expect } from 'chai';
import type { TestClient } from './client.ts';
import { dropDatabase, startNode, type TestNode, testEngines } from './harness.ts';
import { Bindings, differences } from './recorded/matches.ts';
import { type RecordedFrame, readRecording, type Step } from './recorded/recording.ts';

const FOLDER = new URL('recorded/', import.meta.url);
/** Recordings that were made at some time. Clients of then are still out there, so none is ever removed. */
const EVER = ['0.1.0-6fc2c37.jsonl'];

/** One person of a recording: says what their client said then, and compares what comes with what came then. */
class Actor {
  readonly #node: TestNode;
  readonly #token: string;
  readonly #bindings: Bindings;
  #client: TestClient | undefined;
  /** Frames of this connection that were recorded, too. */
  #taken = new Set<ServerFrame>();
  #recorded = new Set<string | undefined>();
  /** As the client of then keeps them. */
  #cursors: Cursors = {};

  constructor(node: TestNode, token: string, bindings: Bindings) {
    this.#node = node;
    this.#token = token;
    this.#bindings = bindings;
  }

  get #connected(): TestClient {
    if (!this.#client) throw new Error('The recording does not begin with a connection');
    return this.#client;
  }

  /** Does what was done, or waits for what came. @returns what differs. */
  async follow(step: Step): Promise<string[]> {
    if ('connect' in step) {
      const query = step.connect.slice(1);
      const encoding = new URLSearchParams(query).get('encoding') as Encoding;
      this.#client = await this.#node.connect({ encoding, query });
      this.#taken = new Set();
      this.#recorded = new Set();
      return [];
    }
    if ('send' in step) this.#connected.send(this.#today(step.send));
    else if ('receive' in step) return await this.#expect(step.receive);
    else return this.#close();
    return [];
  }

  // What the client of then would send now: with the ids, places and token of today.
  #today(frame: RecordedFrame): object {
    this.#cursors = { ...this.#cursors, ...this.#connected.cursors };
    const places = frame.op === Op.Heartbeat ? this.#cursors : undefined;
    const own: Record<string, unknown> = { token: this.#token, cursors: this.#cursors, at: this.#cursors };
    const d = Object.entries((frame.d ?? {}) as object).map(([name, value]) => [name, own[name] ?? value]);
    return this.#bindings.translate({ ...frame, d: places ?? Object.fromEntries(d) });
  }

  async #expect(recorded: RecordedFrame): Promise<string[]> {
    const { op, t, n } = recorded;
    this.#recorded.add(t);
    const same = (frame: ServerFrame) => {
      const { t: name, n: number } = frame as RecordedFrame;
      return frame.op === op && name === t && number === n && !this.#taken.has(frame) && this.#isOf(recorded, frame);
    };
    const what = `opcode ${op} ${t ?? ''} ${n ?? ''}`;
    const came = await this.#connected.until(what, () => this.#connected.frames.find(same));
    this.#taken.add(came);
    return differences(recorded, came, this.#bindings, what);
  }

  // Presences of several people come in no order among them, and as often as they change.
  #isOf({ t, d }: RecordedFrame, frame: ServerFrame): boolean {
    if (t !== 'PRESENCE_UPDATE') return true;
    const { user_id, status } = this.#bindings.translate(d) as EventData<'PRESENCE_UPDATE'>;
    const came = (frame as { d: EventData<'PRESENCE_UPDATE'> }).d;
    return came.user_id === user_id && came.status === status;
  }

  // Events that the client of then does not know may come besides, and presences, which are told as often as they change.
  #close(): string[] {
    const more = this.#connected.frames.filter((frame) => {
      const { t } = frame as RecordedFrame;
      return !this.#taken.has(frame) && t !== 'PRESENCE_UPDATE' && this.#recorded.has(t);
    });
    this.#connected.drop();
    return more.map((frame) => `More came than was recorded: ${JSON.stringify(frame)}`);
  }
}

describe('Recorded conversations of earlier clients', function () {
  this.timeout(60_000);
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));

  it('are all here', () => {
    expect(files).to.include.members(EVER);
  });

  for (const file of files) {
    it(`[GW-5] [GW-2] [GW-3] ${file} goes with today’s server as it went then`, async () => {
      const { heading, steps } = readRecording(new URL(file, FOLDER));
      const node = await startNode(testEngines());
      try {
        const bindings = new Bindings();
        const actors = new Map<string, Actor>();
        for (const username of heading.people) {
          const account = { email: `${username}@example.org`, username, password: 'a good password' };
          const { access_token } = await node.run(null, 'auth.register', account);
          actors.set(username, new Actor(node, access_token, bindings));
        }
        const differ: string[] = [];
        for (const step of steps) {
          for (const difference of await actors.get(step.who)!.follow(step)) differ.push(`${step.who}: ${difference}`);
        }
        expect(differ).to.deep.equal([]);
      } finally {
        await dropDatabase(node);
        await node.stop();
      }
    });
  }
});
