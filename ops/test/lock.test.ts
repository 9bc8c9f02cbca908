import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { LockHeldError, takeLock } from '../src/process/lock.ts';
import { launchNodeChild } from '../src/process/node-child.ts';
import { scratchFolder } from './scratch.ts';

const HOLDER = fileURLToPath(new URL('./programs/lock-holder.ts', import.meta.url));

describe('lock', () => {
  const folder = scratchFolder();
  const holdElsewhere = (file: string) =>
    launchNodeChild({
      name: 'The holder',
      file: HOLDER,
      args: [file],
      env: process.env,
      logFile: join(folder, 'holder.log'),
      stopWithinMs: 1000,
    });

  it('is held by one process, whose id it tells', async () => {
    const file = join(folder, 'one');
    const holder = await holdElsewhere(file);
    try {
      const error = await takeLock(file).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(LockHeldError);
      expect((error as LockHeldError).holder).to.equal(String(holder.pids[0]));
    } finally {
      await holder.stop();
    }
  });

  it('is free as soon as its holder was killed', async () => {
    const file = join(folder, 'two');
    const holder = await holdElsewhere(file);
    let waitedFor = '';
    const waiting = takeLock(file, {
      onWait: (pid) => {
        waitedFor = pid;
        holder.kill();
      },
    });
    await (await waiting).release();
    expect(waitedFor).to.equal(String(holder.pids[0]));
  });

  it('can be taken again after its release', async () => {
    const file = join(folder, 'three');
    await (await takeLock(file)).release();
    await (await takeLock(file)).release();
  });
});
