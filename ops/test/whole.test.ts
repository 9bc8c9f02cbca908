import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freePort } from '../src/engines/ports.ts';
import { alive, commandOf, descendants, until } from './processes.ts';
import { scratchFolder } from './scratch.ts';

const START = fileURLToPath(new URL('../start.mjs', import.meta.url));

/** A Cozy as `npm start` runs it, and what it has printed so far. */
interface RunningCozy {
  process: ChildProcess;
  printed: () => string;
}

describe('npm start', function () {
  this.timeout(90_000);
  const dataDir = join(scratchFolder(), 'data');
  const started: ChildProcess[] = [];
  let port: number;

  before(async () => {
    port = await freePort();
  });
  afterEach(() => {
    for (const process of started.splice(0)) process.kill('SIGKILL');
  });

  function start(): RunningCozy {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      COZY_DATA: dataDir,
      COZY_PORT: String(port),
      COZY_HOST: '127.0.0.1',
    };
    // Private engines, whatever this test run itself was given; and npm is not our parent.
    for (const name of ['MONGODB_URI', 'NATS_URL', 'npm_lifecycle_event']) delete env[name];
    const child = spawn(process.execPath, [START], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    started.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    }
    return { process: child, printed: () => text };
  }

  async function startHealthy(): Promise<RunningCozy> {
    const cozy = start();
    await until(
      () => cozy.printed().includes('Cozy is ready') || cozy.process.exitCode !== null,
      'Cozy is ready',
      60_000,
    );
    expect(cozy.printed()).to.include(`Open http://localhost:${port}`);
    return cozy;
  }

  it('leads to a server that is healthy with all its parts, and SIGTERM stops all in order within 10 s', async () => {
    const cozy = await startHealthy();
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    expect(response.status).to.equal(200);
    const { status, parts } = (await response.json()) as { status: string; parts: Record<string, { ready: boolean }> };
    expect(status).to.equal('ok');
    expect(parts).to.have.all.keys('gateway', 'rest', 'worker');
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).to.include('process_cpu_seconds_total');

    const pids = descendants(cozy.process.pid ?? 0);
    expect(pids).to.have.length.above(5);
    const since = Date.now();
    cozy.process.kill('SIGTERM');
    const [exitCode] = await once(cozy.process, 'close');
    expect(Date.now() - since).to.be.below(10_000);
    expect(exitCode).to.equal(0);
    expect(alive(pids)).to.deep.equal([]);
    expect(cozy.printed().split('Stopping …\n')[1]).to.equal(
      'The server has stopped.\nThe worker has stopped.\nnats-server has stopped.\nThe database has stopped.\nStopped.\n',
    );
  });

  it('leaves nothing behind after SIGKILL, and works again with the same data', async () => {
    const killed = await startHealthy();
    const pids = descendants(killed.process.pid ?? 0);
    killed.process.kill('SIGKILL');
    await until(() => alive(pids).length === 0, 'every child process has noticed', 5000);

    const again = await startHealthy();
    const exited = once(again.process, 'close');
    again.process.kill('SIGINT');
    expect((await exited)[0]).to.equal(0);
  });

  it('restarts a part that dies, and refuses a second Cozy on its data folder', async () => {
    const cozy = await startHealthy();
    const second = start();
    await once(second.process, 'close');
    expect(second.process.exitCode).to.equal(1);
    expect(second.printed()).to.include(`Another Cozy (process ${cozy.process.pid}) uses the data folder ${dataDir}`);

    const { parts } = await health();
    expect(parts.worker?.ready).to.equal(true);
    const worker = descendants(cozy.process.pid ?? 0).find((pid) => commandOf(pid).endsWith('\0worker\0'));
    process.kill(worker ?? 0, 'SIGKILL');
    await until(() => cozy.printed().includes('The worker is running again.'), 'the worker runs again');
    await until(async () => (await health()).status === 'ok', 'all is healthy again');
    const exited = once(cozy.process, 'close');
    cozy.process.kill('SIGTERM');
    await exited;
  });

  async function health(): Promise<{ status: string; parts: Record<string, { ready: boolean } | undefined> }> {
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    return (await response.json()) as { status: string; parts: Record<string, { ready: boolean } | undefined> };
  }
});
