import { expect } from 'chai';
import { KeyedQueue } from '../src/keyed-queue.ts';

/** A job that waits until it is told to finish. */
function held(log: string[], name: string) {
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const job = async () => {
    log.push(`${name} began`);
    await done;
    log.push(`${name} ended`);
  };
  return { job, finish };
}

describe('keyed queue', () => {
  it('keeps the order of a key and lets other keys go on', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const first = held(log, 'a1');
    queue.push('a', first.job);
    const second = queue.run('a', async () => log.push('a2'));
    await queue.run('b', async () => log.push('b1'));
    expect(log).to.deep.equal(['a1 began', 'b1']);
    expect(queue.busy('a')).to.equal(true);
    first.finish();
    await second;
    expect(log).to.deep.equal(['a1 began', 'b1', 'a1 ended', 'a2']);
  });

  it('stops when what runs is done, and drops what waits', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const running = held(log, 'running');
    queue.push('a', running.job);
    queue.push('a', held(log, 'waiting').job);
    const stopped = queue.stop();
    queue.push('c', held(log, 'late').job);
    running.finish();
    await stopped;
    expect(log).to.deep.equal(['running began', 'running ended']);
    expect(queue.size).to.equal(0);
  });
});
