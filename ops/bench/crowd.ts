import { once } from 'node:events';
import { decodeFrames, encodeFrame, Op, type ServerFrame } from '@cozy/protocol';
import { WebSocket } from 'ws';

/** What a crowd is told at its start. */
export interface CrowdOptions {
  url: string;
  sockets: number;
  /** Tokens for Identify, used in turn; none for a server that asks for nothing. */
  tokens: string[];
}

/** What a crowd reports. */
export type CrowdReport = { ready: true } | { received: number };

process.once('disconnect', () => process.exit(0));
const [{ url, sockets, tokens }] = (await once(process, 'message')) as [CrowdOptions];
/** Sockets that connect at the same time. */
const AT_ONCE = 50;
/** Milliseconds between two reports of what was received. */
const REPORT_EVERY = 20;

/** Milliseconds between two heartbeats, and the size up to which a message is only the answer to one. */
const HEARTBEAT_EVERY = 20_000;
const ACK_BYTES = 16;

let received = 0;
let reported = 0;
let ready = 0;
let begun = 0;

function open(): void {
  if (begun === sockets) return;
  begun += 1;
  const token = tokens[begun % (tokens.length || 1)];
  const socket = new WebSocket(token ? `${url}?v=1&encoding=msgpack&compress=none` : url);
  socket.binaryType = 'nodebuffer';
  let live = false;
  socket.on('message', (data: Buffer) => {
    if (live) {
      if (data.length > ACK_BYTES) received += 1;
      return;
    }
    if (token) {
      const [frame] = decodeFrames('msgpack', data) as [ServerFrame];
      if (frame.op === Op.Hello) socket.send(encodeFrame('msgpack', { op: Op.Identify, d: { token } }));
      if (frame.op === Op.Hello || (frame.op === Op.Dispatch && frame.t !== 'READY')) return;
    }
    live = true;
    if (token) setInterval(() => socket.send(encodeFrame('msgpack', { op: Op.Heartbeat })), HEARTBEAT_EVERY);
    ready += 1;
    open();
    if (ready === sockets) process.send?.({ ready: true } satisfies CrowdReport);
  });
  socket.on('error', (error) => {
    throw error;
  });
}
for (let i = 0; i < Math.min(AT_ONCE, sockets); i++) open();
setInterval(() => {
  if (received === reported) return;
  reported = received;
  process.send?.({ received } satisfies CrowdReport);
}, REPORT_EVERY);
