import { expect } from 'chai';
import fc from 'fast-check';
import { Connection, type Cursors, decodeFrames, Op, type Place } from '../src/index.ts';
import { seed } from './seed.ts';
import { ManualSocket } from './socket-pair.ts';

const EVENTS = 200;
const PARTITIONS = 4;

/** What happens next between client and server; numbers choose among what is possible then. */
type Action =
  | { do: 'publish'; partition: number; gap: number }
  | { do: 'deliver' }
  | { do: 'double'; back: number }
  | { do: 'lose'; code: number }
  | { do: 'malformed'; length: number }
  | { do: 'reconnect' }
  | { do: 'invalid' };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.record({ do: fc.constant('publish' as const), partition: fc.nat(PARTITIONS - 1), gap: fc.nat(2) }),
  },
  { weight: 40, arbitrary: fc.record({ do: fc.constant('deliver' as const) }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('double' as const), back: fc.integer({ min: 1, max: 20 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('lose' as const), code: fc.constantFrom(1001, 1006, 4000, 4009, 4016) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('malformed' as const), length: fc.integer({ min: 0, max: 20 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('invalid' as const) }) },
);

/** A server's log, and the one connection that reads it. */
class Server {
  readonly log: { place: Place; n: number }[] = [];
  readonly #heads: number[] = new Array<number>(PARTITIONS).fill(0);
  socket = new ManualSocket();
  #live = false;

  /** A new connection of the client. */
  accept(): ManualSocket {
    this.socket = new ManualSocket();
    this.#live = false;
    return this.socket;
  }

  /** Opens what is not open yet, and answers what the client has sent. */
  answer(refuse: boolean): void {
    for (const message of this.socket.sent.splice(0)) {
      const [frame] = decodeFrames('msgpack', message) as { op: number; d: { cursors: Cursors } }[];
      if (frame?.op === Op.Identify) this.#begin('READY', { cursors: this.#cursors() });
      if (frame?.op !== Op.Resume) continue;
      if (refuse) this.#send([{ op: Op.InvalidSession, d: { resumable: true, reason: 'Not just now.' } }]);
      else {
        const missed = this.log.filter(
          ({ place: [partition, sequence] }) => sequence > (frame.d.cursors[partition] ?? 0),
        );
        this.#send(missed.map((event) => this.#frame(event)));
        // A node may know less than what it has just replayed.
        this.#begin('RESUMED', { cursors: frame.d.cursors });
      }
    }
  }

  publish(partition: number, gap: number): void {
    this.#heads[partition]! += 1 + gap;
    const event = { place: [partition, this.#heads[partition]!] as Place, n: this.log.length };
    this.log.push(event);
    if (this.#live) this.#send([this.#frame(event)]);
  }

  /** Sends the last events again, in one message. */
  double(back: number): void {
    if (this.#live) this.#send(this.log.slice(-back).map((event) => this.#frame(event)));
  }

  reconnect(): void {
    if (this.#live) this.#send([{ op: Op.Reconnect }]);
  }

  malformed(length: number): void {
    if (this.#live) this.socket.waiting.push(new Uint8Array(length).fill(0xc1));
  }

  #cursors(): Cursors {
    return Object.fromEntries(this.#heads.map((sequence, partition) => [partition, sequence]));
  }

  #frame({ place, n }: { place: Place; n: number }): object {
    return { op: Op.Dispatch, t: 'BOT_DELETE', s: place, d: { id: String(n) } };
  }

  #begin(t: string, d: object): void {
    this.#send([{ op: Op.Dispatch, t, d }]);
    this.#live = true;
  }

  #send(frames: readonly object[]): void {
    if (frames.length > 0 && !this.socket.closed) this.socket.queue(frames);
  }
}

/** Lets the client's promises (its token) settle. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function play(
  actions: readonly Action[],
): Promise<{ server: Server; dispatched: { place: Place; n: number }[]; repeated: Place[] }> {
  const server = new Server();
  const repeated: Place[] = [];
  const dispatched: { place: Place; n: number }[] = [];
  const connection = new Connection({ url: 'ws://memory', token: () => 'token', socket: () => server.accept() });
  connection.on(
    'dispatch',
    ({ place, data }) => place && dispatched.push({ place, n: Number((data as { id: string }).id) }),
  );
  connection.on('repeat', (place) => repeated.push(place));

  /** Makes the client connect when it is not, and answers it. */
  const attend = async (refuse = false) => {
    if (connection.state === 'idle' || connection.state === 'waiting') connection.open();
    if (connection.state === 'connecting') {
      server.socket.open();
      server.socket.queue([{ op: Op.Hello, d: { heartbeat_interval: 60_000 } }]);
      server.socket.deliver();
      await settle();
    }
    server.answer(refuse);
  };
  const drain = async () => {
    do await attend();
    while (server.socket.deliver() || connection.state !== 'ready');
  };

  try {
    await drain();
    for (const next of actions) {
      await attend(next.do === 'invalid');
      if (next.do === 'publish' && server.log.length < EVENTS) server.publish(next.partition, next.gap);
      else if (next.do === 'deliver') server.socket.deliver();
      else if (next.do === 'double') server.double(next.back);
      else if (next.do === 'lose') server.socket.lose(next.code);
      else if (next.do === 'malformed') server.malformed(next.length);
      else if (next.do === 'reconnect') server.reconnect();
    }
    while (server.log.length < EVENTS) server.publish(server.log.length % PARTITIONS, 0);
    await drain();
  } finally {
    connection.close();
  }
  return { server, dispatched, repeated };
}

describe('exactly once', () => {
  it('[GW-18] holds for every drop, double, refusal and malformed message of a generated run', async () => {
    let reconnections = 0;
    let repeats = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 300, maxLength: 800, size: 'max' }), async (actions) => {
        const { server, dispatched, repeated } = await play(actions);
        expect(dispatched).to.have.length(EVENTS);
        for (let partition = 0; partition < PARTITIONS; partition++) {
          const of = (events: { place: Place }[]) => events.filter(({ place }) => place[0] === partition);
          expect(of(dispatched)).to.deep.equal(of(server.log));
        }
        const places = new Set(dispatched.map(({ place }) => place.join()));
        expect(repeated.filter((place) => !places.has(place.join()))).to.deep.equal([]);
        repeats += repeated.length;
        reconnections += actions.filter((next) => next.do === 'lose').length;
      }),
      { seed, numRuns: 100 },
    );
    expect(reconnections).to.be.above(100);
    expect(repeats).to.be.above(100);
  }).timeout(60_000);
});
