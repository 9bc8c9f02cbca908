import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { launchNodeChild } from '../src/process/node-child.ts';
import { Supervised } from '../src/process/supervised.ts';
import { alive, until } from './processes.ts';
import { scratchFolder } from './scratch.ts';

const CHILD = fileURLToPath(new URL('./programs/child.ts', import.meta.url));

describe('supervision', () => {
  const folder = scratchFolder();
  const logFile = join(folder, 'child.log');
  const launch = () =>
    launchNodeChild({ name: 'The child', file: CHILD, args: [], env: process.env, logFile, stopWithinMs: 2000 });

  it('restarts a child that dies, says so, and stops it in order', async () => {
    const said: string[] = [];
    const child = new Supervised({ name: 'The child', launch, report: (line) => said.push(line), minDelayMs: 10 });
    await child.start();
    const [first] = child.pids;
    child.kill();
    await until(() => child.pids.length > 0 && child.pids[0] !== first, 'the child runs again');
    const [second] = child.pids;
    expect(alive([first ?? 0, second ?? 0])).to.deep.equal([second]);

    await child.stop();
    expect(child.pids).to.deep.equal([]);
    expect(alive([second ?? 0])).to.deep.equal([]);
    expect(readFileSync(logFile, 'utf8')).to.equal('stopped in order\n');
    expect(said).to.deep.equal([
      'The child ended (SIGKILL); restarting it in 10 ms.',
      'The child is running again.',
      'The child has stopped.',
    ]);
  });

  it('tries again with growing pauses while a restart fails', async () => {
    const said: string[] = [];
    let attempts = 0;
    const child = new Supervised({
      name: 'The child',
      report: (line) => said.push(line),
      minDelayMs: 10,
      launch: () => {
        attempts += 1;
        if (attempts === 2 || attempts === 3) return Promise.reject(new Error('not yet'));
        return launch();
      },
    });
    await child.start();
    child.kill();
    await until(() => said.includes('The child is running again.'), 'the child runs again');
    await child.stop();
    expect(attempts).to.equal(4);
    expect(said.filter((line) => line === 'The child could not be restarted: not yet')).to.have.length(2);
  });

  it('gives up when the first instance does not come up, with the last lines of its log', async () => {
    const missing = join(folder, 'missing.ts');
    const child = new Supervised({
      name: 'The child',
      report: () => undefined,
      launch: () =>
        launchNodeChild({
          name: 'The child',
          file: missing,
          args: [],
          env: process.env,
          logFile: join(folder, 'missing.log'),
          stopWithinMs: 1000,
        }),
    });
    const error = await child.start().then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message)
      .to.match(/^The child did not start \(exit code 1\)/)
      .and.include('missing.ts');
    expect(child.pids).to.deep.equal([]);
  });
});
