import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ClientFrame, LIMITS, Op } from '../src/index.ts';
import { type Incident, Peer } from './peer.ts';
import { askedFor, SPOKEN } from './query.ts';
import type { Script, Step } from './script.ts';
import { fill, fits, type Values } from './values.ts';

export { CONVERSATIONS, loadScript, type Outcome, Script } from './script.ts';

const DEFAULT_TIMEOUT = 10_000;
const UNASKED = [Op.Heartbeat, Op.PresenceUpdate, Op.RequestMembers, Op.Subscribe];

/** Raised when a client did something else than the script expected. */
export class ScriptFailure extends Error {
  override name = 'ScriptFailure';
}

/** A gateway that plays one script to one client, over real sockets. */
export class MockGateway {
  /** Settles when the script is over: resolves, or rejects with a ScriptFailure. */
  readonly finished: Promise<void>;
  /** Every frame that the script consumed or skipped, by connection. */
  readonly received: ClientFrame[][] = [];
  readonly #server: WebSocketServer;
  readonly #script: Script;
  readonly #values: Values;
  readonly #arrivals: Peer[] = [];
  #over = false;
  #place = '';
  #wake: () => void = () => undefined;
  #refused: ScriptFailure | undefined;

  private constructor(server: WebSocketServer, script: Script) {
    this.#server = server;
    this.#script = script;
    this.#values = { ...script.define };
    server.on('connection', (socket: WebSocket, request: IncomingMessage) => this.#welcome(socket, request));
    this.finished = this.#play().finally(() => {
      this.#over = true;
    });
    // Who does not wait for the end of a script still gets no unhandled rejection from it.
    this.finished.catch(() => undefined);
  }

  /**
   * Starts listening on loopback.
   *
   * @param script from `loadScript`, or made by a test.
   * @param port 0 takes a free one.
   */
  static async start(script: Script, port = 0): Promise<MockGateway> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port,
      path: '/gateway',
      maxPayload: 2 * LIMITS.frameBytes,
      perMessageDeflate: false,
    });
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve);
      server.once('error', reject);
    });
    return new MockGateway(server, script);
  }

  /** The address for clients, without the query. */
  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/gateway`;
  }

  /**
   * Waits until no client is connected.
   *
   * @param longest milliseconds to wait at most.
   */
  async left(longest: number): Promise<void> {
    const gone = [...this.#server.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, longest);
    });
    await Promise.race([Promise.all(gone), late]);
    clearTimeout(timer);
  }

  /** Cuts all connections and stops listening. */
  async stop(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #welcome(socket: WebSocket, request: IncomingMessage): void {
    const asked = askedFor(new URL(request.url ?? '/', 'ws://mock').searchParams);
    if (this.#over) {
      socket.close(1001, 'The script is over');
      return;
    }
    if (asked) this.#arrivals.push(new Peer(socket, asked, () => this.#wake()));
    else {
      socket.close(4012);
      this.#refused = new ScriptFailure(`expected ${SPOKEN}, came ${request.url}`);
    }
    this.#wake();
  }

  async #play(): Promise<void> {
    for (const [index, steps] of this.#script.connections.entries()) {
      this.#place = `connection ${index + 1}`;
      const peer = await this.#until('a connection', () => this.#arrivals.shift());
      this.received.push([]);
      await this.#playSteps(peer, steps, this.#place);
    }
  }

  async #playSteps(peer: Peer, steps: readonly Step[], place: string): Promise<void> {
    for (const [index, step] of steps.entries()) {
      this.#place = `${place}, step ${index + 1}`;
      if ('repeat' in step) {
        const from = step.from ?? 0;
        for (let i = from; i < from + step.repeat; i++) {
          this.#values.i = i;
          await this.#playSteps(peer, step.steps, `${this.#place}, $i ${i}`);
        }
      } else await this.#playStep(peer, step);
    }
  }

  async #playStep(peer: Peer, step: Exclude<Step, { repeat: number }>): Promise<void> {
    if ('send' in step) {
      const filled = fill(step.send, this.#values);
      peer.send(Array.isArray(filled) ? (filled as object[]) : [filled as object], step.compress);
    } else if ('send_bytes' in step) peer.sendBytes(Buffer.from(step.send_bytes, 'hex'));
    else if ('send_raw' in step) peer.sendRaw(Buffer.from(step.send_raw, 'hex'));
    else if ('send_text' in step) peer.sendRaw(step.send_text);
    else if ('expect' in step) await this.#expect(peer, fill(step.expect, this.#values), step.as);
    else if ('expect_close' in step) await this.#expectClose(peer);
    else if ('quiet' in step) await this.#quiet(peer, step.quiet);
    else if ('pause' in step) await new Promise((resolve) => setTimeout(resolve, step.pause));
    else if ('heartbeats' in step) {
      peer.answer = step.heartbeats === 'answer' ? { op: Op.HeartbeatAck, d: step.places } : null;
    } else if ('close' in step) peer.close(step.close, step.reason ?? '');
    else peer.drop();
  }

  async #expect(peer: Peer, pattern: unknown, as: string | undefined): Promise<void> {
    const wanted = JSON.stringify(pattern);
    for (;;) {
      const incident = await this.#until(wanted, () => peer.take());
      if (!('frame' in incident)) throw this.#failure(wanted, incident);
      this.received.at(-1)?.push(incident.frame);
      if (fits(pattern, incident.frame)) {
        this.#values.last = incident.frame;
        if (as) this.#values[as] = incident.frame;
        return;
      }
      if (!this.#skips(incident)) throw this.#failure(wanted, incident);
    }
  }

  async #expectClose(peer: Peer): Promise<void> {
    for (;;) {
      const incident = await this.#until('the client to close', () => peer.take());
      if ('closed' in incident) return;
      if (!this.#skips(incident)) throw this.#failure('the client to close', incident);
    }
  }

  /** Waits, and fails when meanwhile a connection or a frame comes that was not asked for. */
  async #quiet(peer: Peer, milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const incident = await this.#within(end - Date.now(), () => peer.take() ?? this.#arrivals[0]);
      if (incident === undefined) return;
      if (incident instanceof Peer) throw this.#failure('no connection', 'a connection');
      if (!('closed' in incident) && !this.#skips(incident)) throw this.#failure('silence', incident);
    }
  }

  #skips(incident: Incident): boolean {
    return 'frame' in incident && (this.#script.ignore ?? UNASKED).includes(incident.frame.op);
  }

  async #until<T>(wanted: string, take: () => T | undefined): Promise<T> {
    const timeout = this.#script.timeout ?? DEFAULT_TIMEOUT;
    const taken = await this.#within(timeout, take);
    if (taken === undefined) throw this.#failure(wanted, `nothing for ${timeout} ms`);
    return taken;
  }

  /** Tries to take something at once and after every incident, until the time is over. */
  async #within<T>(milliseconds: number, take: () => T | undefined): Promise<T | undefined> {
    const end = Date.now() + milliseconds;
    for (;;) {
      if (this.#refused) throw this.#refused;
      const taken = take();
      const left = end - Date.now();
      if (taken !== undefined || left <= 0) return taken;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #failure(expected: string, came: Incident | string): ScriptFailure {
    return new ScriptFailure(`${this.#place}: expected ${expected}, came ${describe(came)}`);
  }
}

function describe(came: Incident | string): string {
  if (typeof came === 'string') return came;
  if ('frame' in came) return JSON.stringify(came.frame);
  return 'closed' in came ? `a close with ${came.closed}` : came.fault;
}
