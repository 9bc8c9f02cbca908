import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../src/engines/ports.ts';
import { launchNodeChild } from '../src/process/node-child.ts';
import { toServerCpu } from './cpus.ts';
import { goProgram } from './go-programs.ts';
import { type Kind, STAMP } from './load.ts';

/** A running server of another make that Cozy is compared with. */
export interface Peer {
  url: string;
  pid: number;
  kind: Kind;
  /** What a socket sends so that all are sent a message of so many bytes. */
  publish(bytes: number): Uint8Array;
  stop(): Promise<void>;
}

/** Every peer by its name in the figures. */
export const PEERS = {
  bare: () => nodePeer('bare.ts', [], 'plain', '/'),
  ws: () => nodePeer('ws.ts', [], 'plain', '/'),
  socketio_ws: () => nodePeer('socket-io.ts', ['ws'], 'socket.io', '/socket.io/?EIO=4&transport=websocket'),
  socketio_uws: () => nodePeer('socket-io.ts', ['uws'], 'socket.io', '/socket.io/?EIO=4&transport=websocket'),
  centrifuge: () => centrifugePeer(),
} satisfies Record<string, () => Promise<Peer>>;
export type PeerName = keyof typeof PEERS;

/** Around the text of an event, by what is spoken: the bytes that all are sent. */
const ENVELOPES = {
  'socket.io': '42["e",""]',
  centrifuge: '{"push":{"channel":"all","pub":{"data":""}}}',
};
/** Milliseconds that a peer has to begin to listen, and between two looks. */
const LISTENS_WITHIN = 10_000;
const LOOK_EVERY = 50;

function publishIn(kind: Kind): Peer['publish'] {
  const text = (bytes: number) => STAMP.padEnd(bytes, ' and so on');
  return (bytes) => {
    if (kind === 'socket.io') {
      return Buffer.from(`42["publish","${text(bytes - ENVELOPES[kind].length)}"]`);
    }
    if (kind === 'centrifuge') {
      return Buffer.from(
        JSON.stringify({ id: 2, publish: { channel: 'all', data: text(bytes - ENVELOPES[kind].length) } }),
      );
    }
    return Buffer.from(text(bytes));
  };
}

async function nodePeer(file: string, args: string[], kind: Kind, path: string): Promise<Peer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'cozy-peer-'));
  const child = await launchNodeChild({
    name: file,
    file: join(import.meta.dirname, 'peers', file),
    args: [String(port), ...args],
    env: process.env,
    logFile: join(folder, 'log'),
    stopWithinMs: 2_000,
  });
  toServerCpu(child.pids[0]!);
  return {
    url: `ws://127.0.0.1:${port}${path}`,
    pid: child.pids[0]!,
    kind,
    publish: publishIn(kind),
    stop: async () => {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function centrifugePeer(): Promise<Peer> {
  const port = await freePort();
  const program = await goProgram('peers/centrifuge');
  // One processor, which Go must know from its beginning.
  const child = spawn(program, [String(port)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, GOMAXPROCS: '1' },
  });
  toServerCpu(child.pid!);
  await listens(port, child);
  return {
    url: `ws://127.0.0.1:${port}/`,
    pid: child.pid!,
    kind: 'centrifuge',
    publish: publishIn('centrifuge'),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function listens(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + LISTENS_WITHIN;
  while (performance.now() < until && child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
  throw new Error('The centrifuge peer did not start.');
}
