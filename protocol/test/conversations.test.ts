import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { CONVERSATIONS, loadScript, MockGateway } from '../mock/gateway.ts';
import {
  type Compression,
  Connection,
  CozyError,
  type Dispatch,
  type Encoding,
  EVENTS,
  type Socket,
} from '../src/index.ts';

/** Rules of SPEC.md that a conversation proves. */
const RULES: Record<string, string> = {
  admission: '[GW-52]',
  'compressed-messages': '[GW-49] [GW-50]',
  'doubled-events': '[GW-18]',
  'drop-and-resume': '[GW-18]',
  'fatal-4004': '[GW-29]',
  'heartbeat-not-acked': '[GW-9]',
  'heartbeat-ack-with-places': '[GW-51]',
  'invalid-session-not-resumable': '[GW-26]',
  'invalid-session-resumable': '[GW-27]',
  'malformed-frame': '[GW-6]',
  'rate-limited-request': '[GW-36]',
  'ready-and-dispatch': '[GW-8] [GW-11]',
  'reconnect-op7': '[GW-28]',
  'resumable-close-codes': '[GW-29]',
  'retryable-error-same-nonce': '[GW-36] [GW-37]',
  'several-frames-in-one-message': '[GW-4]',
  'slow-hello': '[GW-7]',
  'subscribed-places': '[GW-56]',
  'unknown-event-and-unknown-op-are-ignored': '[GW-5]',
};

/** How connections are spoken to. */
const WIRES: [Encoding, Compression][] = [
  ['msgpack', 'dict'],
  ['msgpack', 'none'],
  ['json', 'none'],
];

/** Answers a "ping" with a "pong", repeating it with the same nonce as long as the error may go away by itself. */
async function pong(connection: Connection, channelId: string): Promise<void> {
  const nonce = `pong-${Math.random()}`;
  for (;;) {
    if (connection.state !== 'ready') await connection.once('state', (state) => state === 'ready');
    try {
      await connection.request('message.send', { channel_id: channelId, content: 'pong', nonce });
      return;
    } catch (error) {
      if (!(error instanceof CozyError) || !error.retryable) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfter ?? 0)));
    }
  }
}

describe('recorded conversations', () => {
  const names = readdirSync(CONVERSATIONS).map((file) => file.replace('.json', ''));
  it('each prove a rule', () => {
    expect(Object.keys(RULES).sort()).to.deep.equal(names.sort());
  });

  for (const name of names) {
    for (const [encoding, compress] of WIRES) {
      it(`${RULES[name]} ${name}, ${encoding}, ${compress}`, async () => {
        const script = loadScript(`${CONVERSATIONS}${name}.json`);
        const mock = await MockGateway.start(script);
        const connection = new Connection({
          url: mock.url,
          token: () => 'token',
          encoding,
          compress,
          socket: (url) => new WebSocket(url) as unknown as Socket,
        });
        const seen = { dispatches: [] as [string, Dispatch['place']][], replies: 0, fatal: null, reset: false };
        const outcome = { ...seen, fatal: null as number | null };
        const replies: Promise<void>[] = [];
        connection.on('reset', () => {
          outcome.reset = true;
        });
        connection.on('fatal', ({ code }) => {
          outcome.fatal = code;
        });
        connection.on('dispatch', (event) => {
          if (!(event.name in EVENTS)) return;
          outcome.dispatches.push([event.name, event.place]);
          if (event.name !== 'MESSAGE_CREATE' || event.data.content !== 'ping') return;
          replies.push(pong(connection, event.data.channel_id).then(() => void outcome.replies++));
        });
        try {
          connection.open();
          await mock.finished;
          await Promise.all(replies);
          expect(outcome).to.deep.equal(script.outcome);
        } finally {
          connection.close();
          await mock.stop();
        }
      });
    }
  }
});
