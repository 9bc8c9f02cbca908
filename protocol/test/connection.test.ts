import { expect } from 'chai';
import { WebSocket } from 'ws';
import { MockGateway, type Script } from '../mock/gateway.ts';
import { loadScript } from '../mock/script.ts';
import {
  CLOSE_CODES,
  Connection,
  type ConnectionOptions,
  type ConnectionState,
  CozyError,
  type Socket,
} from '../src/index.ts';

const { define } = loadScript(new URL('../mock/conversations/slow-hello.json', import.meta.url).pathname);
const READY = [{ send: '$hello' }, { expect: { op: 2 } }, { send: '$ready' }];
const RESUMED = [{ send: '$hello' }, { expect: { op: 6 } }, { send: '$resumed' }];
const CHANNEL = '1399999999999990011';
const COMMUNITY = '1399999999999990010';
const STATUS = { expect: { op: 3, d: { status: 'dnd' } } };

describe('a connection', () => {
  const open: { mock: MockGateway; connection: Connection }[] = [];

  /** Starts a mock that plays these connections, and a client of it that is not open yet. */
  async function start(connections: Script['connections'], options: Partial<ConnectionOptions> = {}) {
    const mock = await MockGateway.start({ about: '', define, connections });
    const urls: string[] = [];
    const connection = new Connection({
      url: mock.url,
      token: () => 'token',
      socket: (url) => {
        urls.push(url);
        return new WebSocket(url) as unknown as Socket;
      },
      ...options,
    });
    const states: ConnectionState[] = [];
    connection.on('state', (state) => states.push(state));
    open.push({ mock, connection });
    return { mock, connection, states, urls };
  }

  /** Opens, and waits until the script is over and the client is in this state. */
  async function until(state: ConnectionState, mock: MockGateway, connection: Connection): Promise<void> {
    connection.open();
    await mock.finished;
    if (connection.state !== state) await connection.once('state', (entered) => entered === state);
  }

  afterEach(async () => {
    for (const { mock, connection } of open.splice(0)) {
      connection.close();
      await mock.stop();
    }
  });

  const addresses: [Partial<ConnectionOptions>, string][] = [
    [{}, 'v=1&encoding=msgpack&compress=dict&dict=1'],
    [{ encoding: 'json' }, 'v=1&encoding=json&compress=none'],
    [{ compress: 'none' }, 'v=1&encoding=msgpack&compress=none'],
  ];
  for (const [options, query] of addresses) {
    it(`[GW-1] [GW-49] asks for ${query} with ${JSON.stringify(options)}`, async () => {
      const { mock, connection, urls } = await start([READY], options);
      await until('ready', mock, connection);
      expect(urls).to.deep.equal([`${mock.url}?${query}`]);
    });
  }

  const shapeless: [string, object][] = [
    ['Hello without an interval', { op: 10 }],
    ['Hello with an interval that is no number', { op: 10, d: { heartbeat_interval: 'often' } }],
    ['a Dispatch without a name', { op: 0, d: {} }],
    ['a Dispatch with half a place', { op: 0, t: 'BOT_DELETE', s: [3], d: {} }],
    ['READY without cursors', { op: 0, t: 'READY', d: {} }],
    ['SUBSCRIBED without communities', { op: 0, t: 'SUBSCRIBED', d: { cursors: {} } }],
    ['Heartbeat ACK with places that are none', { op: 11, d: { '3': 'far' } }],
    ['Invalid Session without a word', { op: 9 }],
    ['a Response without a number', { op: 21, d: {} }],
    ['a Response with an error that is none', { op: 21, n: 1, e: 'no' }],
  ];
  for (const [name, frame] of shapeless) {
    it(`[GW-6] drops the connection and resumes after ${name}`, async () => {
      const { mock, connection } = await start([[...READY, { send: frame }, { expect_close: true }], RESUMED]);
      await until('ready', mock, connection);
    });
  }

  it('goes through its states by name', async () => {
    const { mock, connection, states } = await start([[...READY, { drop: true }], RESUMED]);
    expect(connection.state).to.equal('idle');
    await until('ready', mock, connection);
    connection.close();
    const first = ['connecting', 'greeting', 'identifying', 'ready'];
    const second = ['waiting', 'connecting', 'greeting', 'resuming', 'ready', 'closed'];
    expect(states).to.deep.equal([...first, ...second]);
  });

  for (const [code, { next, reason }] of Object.entries(CLOSE_CODES)) {
    if (next === 'fatal') {
      it(`[GW-29] stops after ${code} ${reason}, and can be opened again by hand`, async () => {
        const { mock, connection, states } = await start([[{ send: '$hello' }, { close: Number(code) }], READY]);
        const fatal = connection.once('fatal');
        connection.open();
        expect(await fatal).to.deep.equal({ code: Number(code), reason });
        expect(connection.state).to.equal('closed');
        expect(states).not.to.include('waiting');
        await until('ready', mock, connection);
      });
    } else {
      it(`[GW-29] comes back after ${code} ${reason}`, async () => {
        const { mock, connection } = await start([[...READY, { close: Number(code) }], RESUMED]);
        await until('ready', mock, connection);
      });
    }
  }

  it('[GW-29] comes back after a close code that it does not know', async () => {
    const { mock, connection } = await start([[...READY, { close: 4999 }], RESUMED]);
    await until('ready', mock, connection);
  });

  it('[GW-29] comes back when nobody listens', async () => {
    const { mock, connection } = await start([READY]);
    const port = Number(new URL(mock.url).port);
    await mock.stop();
    connection.open();
    await connection.once('wait');
    expect(connection.state).to.equal('waiting');
    const later = await MockGateway.start({ about: '', define, connections: [READY] }, port);
    open.push({ mock: later, connection });
    await until('ready', later, connection);
  });

  it('[GW-7] tries again when no Hello comes', async () => {
    const { mock, connection, states } = await start([[{ expect_close: true }], READY], { helloTimeout: 100 });
    await until('ready', mock, connection);
    expect(states.slice(0, 4)).to.deep.equal(['connecting', 'greeting', 'waiting', 'connecting']);
  });

  it('[GW-7] identifies once, however often Hello comes', async () => {
    const twice = [{ send: ['$hello', '$hello'] }, { expect: { op: 2 } }, { send: '$hello' }, { quiet: 100 }];
    const { mock, connection } = await start([[...twice, { send: '$ready' }]]);
    await until('ready', mock, connection);
  });

  it('[GW-30] starts its backoff anew after READY', async () => {
    const { mock, connection } = await start([[{ drop: true }], [{ drop: true }], [...READY, { drop: true }], RESUMED]);
    const waits: number[] = [];
    connection.on('wait', (milliseconds) => waits.push(milliseconds));
    await until('ready', mock, connection);
    expect(waits).to.have.length(3);
    for (const [index, longest] of [500, 1000, 500].entries()) expect(waits[index]).to.be.within(0, longest);
  });

  it('waits and tries again when there is no token just now', async () => {
    let asked = 0;
    const token = () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('The server is away.')) : Promise.resolve('later');
    };
    const second = [{ send: '$hello' }, { expect: { op: 2, d: { token: 'later' } } }, { send: '$ready' }];
    const { mock, connection } = await start([[{ send: '$hello' }, { expect_close: true }], second], { token });
    await until('ready', mock, connection);
    expect(asked).to.equal(2);
  });

  it('[GW-18] resumes from the cursors of an earlier connection', async () => {
    const resume = { expect: { op: 6, d: { cursors: { '3': 102 } } } };
    const { mock, connection } = await start(
      [[{ send: '$hello' }, resume, { send: ['$m102', '$m103', '$resumed'] }, { expect: { op: 1, d: { '3': 103 } } }]],
      { cursors: { '3': 102 } },
    );
    const places: unknown[] = [];
    connection.on('dispatch', ({ place }) => places.push(place));
    await until('ready', mock, connection);
    expect(places).to.deep.equal([[3, 103], null]);
    // RESUMED said [3, 100], which lies before what had come.
    expect(connection.cursors).to.deep.equal({ '3': 103 });
  });

  it('[GW-28] handles nothing behind Reconnect in the same message', async () => {
    const { mock, connection } = await start([
      [...READY, { send: ['$m101', { op: 7 }, '$m102'] }, { expect_close: true }],
      [{ send: '$hello' }, { expect: { op: 6, d: { cursors: { '3': 101 } } } }, { send: ['$m102', '$resumed'] }],
    ]);
    const places: unknown[] = [];
    connection.on('dispatch', ({ place }) => place && places.push(place));
    await until('ready', mock, connection);
    expect(places).to.deep.equal([
      [3, 101],
      [3, 102],
    ]);
  });

  it('dispatches nothing after a listener has closed it', async () => {
    const { mock, connection } = await start([[...READY, { send: ['$m101', '$m102'] }, { expect_close: true }]]);
    const places: unknown[] = [];
    connection.on('dispatch', ({ place }) => {
      if (!place) return;
      places.push(place);
      connection.close();
    });
    await until('closed', mock, connection);
    expect(places).to.deep.equal([[3, 101]]);
  });

  it('stays closed when a listener of READY has closed it', async () => {
    const { mock, connection, states } = await start([[...READY, { expect_close: true }]]);
    connection.on('dispatch', () => connection.close());
    await until('closed', mock, connection);
    expect(states.at(-1)).to.equal('closed');
  });

  it('[GW-41] [GW-58] names its view and its status again in Identify and Resume', async () => {
    const members = [{ community_id: COMMUNITY, from: 100, limit: 50 }];
    const view = { communities: [COMMUNITY], channels: [CHANNEL], members };
    const again = { op: 6, d: { presence: { status: 'dnd' }, subscribe: view } };
    const { mock, connection } = await start([
      [{ send: '$hello' }, { expect: { op: 2, d: { subscribe: view } } }, { send: '$ready' }, STATUS, { drop: true }],
      [{ send: '$hello' }, { expect: again }, { send: '$resumed' }],
    ]);
    connection.subscribe(view);
    connection.on('state', (state) => state === 'ready' && connection.setStatus('dnd'));
    await until('ready', mock, connection);
  });

  it('[GW-41] names its view at once when it changes, and after READY when it has changed before', async () => {
    const view = { communities: [COMMUNITY], channels: [] };
    const { mock, connection } = await start([
      [...READY, { expect: { op: 14, d: view } }, { expect: { op: 14, d: { channels: [CHANNEL] } } }],
    ]);
    connection.on('state', (state) => {
      if (state === 'identifying') connection.subscribe(view);
      if (state === 'ready') connection.subscribe({ ...view, channels: [CHANNEL] });
    });
    await until('ready', mock, connection);
  });

  describe('that is passive', () => {
    const OTHER = '1399999999999990020';
    const view = (...communities: string[]) => ({ communities, channels: [] });
    const subscribed = (communities: string[], sequence: number) => ({
      send: { op: 0, t: 'SUBSCRIBED', d: { communities, cursors: { '3': sequence } } },
    });
    const named = (...communities: string[]) => ({ op: 6, d: { passive: true, subscribe: { communities } } });

    it('[GW-54] [GW-56] says so, and goes on from the places of SUBSCRIBED', async () => {
      const { mock, connection } = await start(
        [
          [
            { send: '$hello' },
            { expect: { op: 2, d: { passive: true, subscribe: view(COMMUNITY) } } },
            { send: '$ready' },
            subscribed([COMMUNITY], 110),
            { expect: { op: 1, d: { '3': 110 } } },
            subscribed([COMMUNITY], 90),
            { expect: { op: 1, d: { '3': 110 } } },
          ],
        ],
        { passive: true },
      );
      const advanced: unknown[] = [];
      connection.on('advance', (cursors) => advanced.push(cursors));
      connection.subscribe(view(COMMUNITY));
      await until('ready', mock, connection);
      expect(advanced).to.deep.equal([{ '3': 110 }]);
    });

    it('[GW-58] names in Resume what it was given in full, and in Subscribe the rest', async () => {
      const { mock, connection } = await start(
        [
          [...READY, subscribed([COMMUNITY], 100), { expect: { op: 14 } }, { drop: true }],
          [
            { send: '$hello' },
            { expect: named(COMMUNITY) },
            { send: '$resumed' },
            { expect: { op: 14, d: view(COMMUNITY, OTHER) } },
            subscribed([COMMUNITY], 100),
            { drop: true },
          ],
          // The answer to the Subscribe never came.
          [{ send: '$hello' }, { expect: named(COMMUNITY) }, { send: '$resumed' }, { expect: { op: 14 } }],
        ],
        { passive: true },
      );
      connection.subscribe(view(COMMUNITY));
      connection.on('dispatch', ({ name }) => {
        if (name === 'SUBSCRIBED' && connection.state === 'ready') connection.subscribe(view(COMMUNITY, OTHER));
      });
      await until('ready', mock, connection);
    });

    it('[GW-58] does not name what was left, also when it was joined again', async () => {
      const { mock, connection } = await start(
        [
          [
            ...READY,
            subscribed([COMMUNITY, OTHER], 100),
            { send: { op: 0, t: 'COMMUNITY_DELETE', d: { id: COMMUNITY } } },
            { send: { op: 0, t: 'COMMUNITY_CREATE', d: { id: COMMUNITY } } },
            { drop: true },
          ],
          [{ send: '$hello' }, { expect: named(OTHER) }, { send: '$resumed' }, { expect: { op: 14 } }],
        ],
        { passive: true },
      );
      connection.subscribe(view(COMMUNITY, OTHER));
      await until('ready', mock, connection);
      expect([...connection.given]).to.deep.equal([OTHER]);
    });

    it('[GW-58] does not name what was out of view for a moment, unless it was given again', async () => {
      const { mock, connection } = await start(
        [
          [
            ...READY,
            { expect: { op: 14, d: view(OTHER) } },
            { expect: { op: 14, d: view(OTHER, COMMUNITY) } },
            subscribed([COMMUNITY], 100),
            subscribed([OTHER], 100),
            { expect: { op: 1 } },
            { drop: true },
          ],
          [
            { send: '$hello' },
            { expect: named() },
            { send: '$resumed' },
            { expect: { op: 14, d: view(OTHER, COMMUNITY) } },
            subscribed([], 100),
            subscribed([OTHER, COMMUNITY], 100),
            { expect: { op: 1 } },
            { drop: true },
          ],
          [{ send: '$hello' }, { expect: named(OTHER, COMMUNITY) }, { send: '$resumed' }],
        ],
        { passive: true },
      );
      connection.subscribe(view(COMMUNITY));
      connection
        .once('state', (state) => state === 'ready')
        .then(() => {
          connection.subscribe(view(OTHER));
          connection.subscribe(view(OTHER, COMMUNITY));
        });
      const given: string[][] = [];
      connection.on('dispatch', ({ name }) => name === 'SUBSCRIBED' && given.push([...connection.given]));
      await until('ready', mock, connection);
      expect(given, 'only the answer to the last view counts').to.deep.equal([[], [], [], [OTHER, COMMUNITY]]);
    });
  });

  it('[GW-52] identifies again when it was sent away before it had a session', async () => {
    const away = { send: { op: 9, d: { resumable: true, reason: 'Many come at once.', retry_after: 0.2 } } };
    const { mock, connection } = await start([
      [{ send: '$hello' }, { expect: { op: 2 } }, away, { expect_close: true }, { quiet: 150 }],
      READY,
    ]);
    const waits: number[] = [];
    connection.on('wait', (milliseconds) => waits.push(milliseconds));
    await until('ready', mock, connection);
    expect(waits).to.have.length(1);
    expect(waits[0]).to.be.within(200, 700);
  });

  it('[GW-43] asks for members while it is ready', async () => {
    const query = { community_id: COMMUNITY, query: 'ad', limit: 10 };
    const { mock, connection } = await start([[...READY, { expect: { op: 8, d: query } }]]);
    connection.on('state', (state) => state === 'ready' && connection.requestMembers(query));
    connection.requestMembers(query);
    await until('ready', mock, connection);
  });

  describe('with requests', () => {
    const send = { channel_id: CHANNEL, content: 'hi', nonce: 'n' };
    const request = (content: string) => ({ expect: { op: 20, t: 'message.send', d: { content } }, as: content });

    /** The CozyError with which a promise fails. */
    const failure = async (promise: Promise<unknown>): Promise<CozyError> => {
      const error = await promise.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(CozyError);
      return error as CozyError;
    };

    const ready = async (connection: Connection) => {
      connection.open();
      await connection.once('state', (state) => state === 'ready');
    };

    it('[GW-31] gives each answer to its request, in whatever order they come', async () => {
      const { connection } = await start([
        [
          ...READY,
          request('a'),
          request('b'),
          { send: { op: 21, n: '$b.n', d: { message: { content: 'b' } } } },
          { send: { op: 21, n: 12345, d: {} } },
          { send: { op: 21, n: '$a.n', d: { message: { content: 'a' } } } },
        ],
      ]);
      await ready(connection);
      const answers = await Promise.all(
        ['a', 'b'].map((content) => connection.request('message.send', { ...send, content })),
      );
      expect(answers.map(({ message }) => message.content)).to.deep.equal(['a', 'b']);
    });

    it('[GW-36] fails with what the server says, and whether it may be repeated', async () => {
      const e = { code: 'RATE_LIMITED', message: 'Wait.', retry_after: 2.5 };
      const { connection } = await start([[...READY, request('hi'), { send: { op: 21, n: '$last.n', e } }]]);
      await ready(connection);
      const error = await failure(connection.request('message.send', send));
      expect(error.toBody()).to.deep.equal(e);
      expect(error.retryable).to.equal(true);
    });

    it('[GW-5] fails with INTERNAL for an error code that it does not know', async () => {
      const e = { code: 'NEW_CODE', message: 'Something new.' };
      const { connection } = await start([[...READY, request('hi'), { send: { op: 21, n: '$last.n', e } }]]);
      await ready(connection);
      const error = await failure(connection.request('message.send', send));
      expect([error.code, error.message]).to.deep.equal(['INTERNAL', 'Something new.']);
    });

    it('[GW-37] fails with UNAVAILABLE when the connection is lost, closed, or not there', async () => {
      const { mock, connection } = await start([[...READY, request('hi'), { drop: true }], RESUMED]);
      expect((await failure(connection.request('message.send', send))).code).to.equal('UNAVAILABLE');
      await ready(connection);
      const lost = await failure(connection.request('message.send', send));
      expect([lost.code, lost.retryable]).to.deep.equal(['UNAVAILABLE', true]);
      await until('ready', mock, connection);
      const waiting = connection.request('message.send', send);
      connection.close();
      expect((await failure(waiting)).code).to.equal('UNAVAILABLE');
    });

    it('[GW-37] fails with UNAVAILABLE when no answer comes in time, and drops it when it comes later', async () => {
      const late = [request('hi'), { pause: 150 }, { send: { op: 21, n: '$last.n', d: {} } }, request('next')];
      const answer = { send: { op: 21, n: '$last.n', d: { message: { content: 'next' } } } };
      const { connection } = await start([[...READY, ...late, answer]], { requestTimeout: 100 });
      await ready(connection);
      expect((await failure(connection.request('message.send', send))).code).to.equal('UNAVAILABLE');
      const next = connection.request('message.send', { ...send, content: 'next' });
      expect((await next).message.content).to.equal('next');
    });
  });
});
