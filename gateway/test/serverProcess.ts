import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type ConnectOptions, connect, type TestClient } from './client.ts';
import type { NodeOptions, TestEngines } from './harness.ts';

/** Bytes of a process after its garbage was collected: of JavaScript, and all that is resident. */
export interface Memory {
  heap: number;
  resident: number;
}

/** A gateway in a process of its own, so that what it holds can be told from what the test holds. */
export class ServerProcess {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Starts a node without a worker. */
  static async start(engines: TestEngines, options: NodeOptions = {}): Promise<ServerProcess> {
    const program = fileURLToPath(new URL('programs/server.ts', import.meta.url));
    const child = fork(program, [JSON.stringify(engines), JSON.stringify({ worker: false, ...options })], {
      execArgv: ['--import=tsx', '--expose-gc'],
    });
    const [port] = (await once(child, 'message')) as [number];
    return new ServerProcess(child, port);
  }

  /** Opens a connection. */
  connect(options?: ConnectOptions): Promise<TestClient> {
    return connect(this.port, options);
  }

  /** Opens a connection and identifies. */
  async identified(token: string, options?: ConnectOptions): Promise<TestClient> {
    const client = await this.connect(options);
    await client.ready(token);
    return client;
  }

  /** How much it holds now. */
  async memory(): Promise<Memory> {
    this.#child.send('memory');
    const [memory] = (await once(this.#child, 'message')) as [Memory];
    return memory;
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}
