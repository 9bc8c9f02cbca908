import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { DICTIONARY_VERSION, encodeFrame, Op } from '@cozy/protocol';
import { ROOT } from '../src/root.ts';
import { goProgram } from './go-programs.ts';

/** What the load generator speaks; see load/kinds.go. */
export type Kind = 'plain' | 'cozy' | 'cozy-json' | 'socket.io' | 'centrifuge';

/** The dictionary of compress=dict that the protocol's code holds. */
export const DICTIONARY_FILE = join(ROOT, 'protocol/dictionary', `${DICTIONARY_VERSION}.bin`);

/** In a text that is sent: is replaced by the time at which it is, and found again in what is received. */
export const STAMP = '~t0000000000000000';
/** In a text that is sent: becomes something that no other message has. */
export const NONCE = '~n0000000000000000';

/** Milliseconds of a histogram; see load/stats.go. */
export interface Latencies {
  count: number;
  p50: number;
  p99: number;
  max: number;
}

/** What all sockets have received since the last reset; see load/stats.go. */
export interface LoadStats {
  /** Messages sent, and seconds from the first one to the last receipt. */
  sent: number;
  seconds: number;
  ready: number;
  messages: number;
  bytes: number;
  inflated: number;
  events: number;
  marked: number;
  answers: number;
  errors: number;
  lost: number;
  delivery: Latencies;
  answer: Latencies;
}

/** What a socket says to Hello, and what it says once it is ready; later sockets take them in turn. */
export interface Hello {
  hello: Uint8Array;
  after?: Uint8Array;
}

/** How sockets are opened. */
export interface OpenOptions {
  url: string;
  kind: Kind;
  sockets: number;
  hellos?: Hello[];
  /** The file and version of the dictionary with compress=dict. */
  dictionary?: { file: string; version: number };
  /** Sockets that connect at the same time. */
  atOnce?: number;
  /** Seconds after which it is given up. */
  withinSeconds?: number;
}

/** A message that one of the sockets sends. */
export interface Outgoing {
  socket: number;
  frame: Uint8Array;
}

/** When what was sent counts as received, or is given up. */
export interface Until {
  /** Stamped events to wait for. */
  expect?: number;
  /** Milliseconds after the last message was sent. */
  graceMs?: number;
  /** Milliseconds without an event. */
  quietMs?: number;
}

const AT_ONCE = 100;
const OPEN_WITHIN = 900;
/** Milliseconds between two heartbeats of a socket: Cozy's default. */
const BEAT_MS = 30_000;

/** One process of the load generator: many sockets to one server, that count and time what they receive. */
export class Load {
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  readonly #folder = mkdtempSync(join(tmpdir(), 'cozy-load-'));
  readonly #answers: ((line: string) => void)[] = [];
  #failure: Error | null = null;

  private constructor(program: string) {
    this.#process = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout! });
    this.#lines.on('line', (line) => this.#answers.shift()?.(line));
    this.#process.once('exit', (code, signal) => {
      this.#failure = new Error(`The load generator ended (${signal ?? code}).`);
      for (const answer of this.#answers.splice(0)) answer('');
    });
  }

  /** Starts a load generator; it is built the first time. */
  static async start(): Promise<Load> {
    return new Load(await goProgram('load'));
  }

  /** Process id. */
  get pid(): number {
    return this.#process.pid!;
  }

  async #do<A>(command: object): Promise<A> {
    if (this.#failure) throw this.#failure;
    const line = new Promise<string>((resolve) => this.#answers.push(resolve));
    this.#process.stdin!.write(`${JSON.stringify(command)}\n`);
    const text = await line;
    if (this.#failure) throw this.#failure;
    const answer = JSON.parse(text) as A & { error?: string };
    if (answer.error) throw new Error(`The load generator: ${answer.error}`);
    return answer;
  }

  #file(name: string, lines: string[]): string {
    const file = join(this.#folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  }

  /**
   * Connects all sockets and waits until they are ready. Those that are turned away come back as SPEC.md says.
   *
   * @returns seconds that it took, and how often a socket had to come again.
   * @throws Error when that takes too long.
   */
  open(options: OpenOptions): Promise<{ ready: number; again: number; seconds: number }> {
    const { url, kind, sockets, hellos = [], dictionary, atOnce = AT_ONCE, withinSeconds = OPEN_WITHIN } = options;
    const lines = hellos.map(({ hello, after }) => [hello, after ?? new Uint8Array()].map(base64).join(' ').trimEnd());
    const encoding = kind === 'cozy-json' ? 'json' : 'msgpack';
    return this.#do({
      do: 'open',
      open: {
        url,
        kind,
        sockets,
        at_once: atOnce,
        within_ms: withinSeconds * 1_000,
        hellos: lines.length > 0 ? this.#file('hellos', lines) : '',
        beat: kind.startsWith('cozy') ? base64(encodeFrame(encoding, { op: Op.Heartbeat })) : '',
        beat_ms: BEAT_MS,
        dictionary: dictionary?.file ?? '',
        version: dictionary?.version ?? 0,
      },
    });
  }

  /** Counts anew. */
  reset(): Promise<object> {
    return this.#do({ do: 'reset' });
  }

  /** What was counted since the last reset. */
  stats(): Promise<LoadStats> {
    return this.#do({ do: 'stats' });
  }

  /** Waits. */
  await(until: Until): Promise<LoadStats> {
    return this.#do({ do: 'await', ...untilFields(until) });
  }

  /** Sends messages at their times, in microseconds from now, and waits for them. */
  play(schedule: readonly (Outgoing & { at: number })[], until: Until): Promise<LoadStats> {
    const lines = schedule.map(({ at, socket, frame }) => `${Math.round(at)} ${socket} ${base64(frame)}`);
    return this.#do({ do: 'play', file: this.#file('schedule', lines), ...untilFields(until) });
  }

  /**
   * Sends messages in turn for a time, whenever no more than `low` are under way so many that there are `high`, and waits
   * for the last ones.
   *
   * @param answers what ends one that is under way: its answer, instead of its event on all sockets.
   */
  pump(
    messages: readonly Outgoing[],
    options: { low: number; high: number; forMs: number; answers?: boolean } & Until,
  ): Promise<LoadStats> {
    const { low, high, forMs, answers = false } = options;
    const lines = messages.map(({ socket, frame }) => `${socket} ${base64(frame)}`);
    return this.#do({
      do: 'pump',
      file: this.#file('messages', lines),
      low,
      high,
      for_ms: forMs,
      answers,
      ...untilFields(options),
    });
  }

  /** Drops all sockets at once. */
  drop(): Promise<object> {
    return this.#do({ do: 'close' });
  }

  /** Ends the process. */
  async close(): Promise<void> {
    this.#lines.close();
    if (!this.#failure) {
      const ended = once(this.#process, 'exit');
      this.#process.stdin!.end();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function untilFields({ expect = 0, graceMs = 0, quietMs = 0 }: Until): object {
  return { expect, grace_ms: graceMs, quiet_ms: quietMs };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
