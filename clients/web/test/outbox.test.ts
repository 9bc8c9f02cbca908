import { CozyError, type ErrorCode, type Message } from '@cozy/protocol';
import { expect } from 'chai';
import { Outbox, type OutboxStorage, type PendingMessage } from '../src/instance/outbox.ts';
import { channel, message, nextId } from './fixtures.ts';

const place = channel(nextId());
const other = channel(place.community_id);

/** A storage that outlives outboxes, as IndexedDB outlives pages. */
function memory(): OutboxStorage & { kept: Map<string, PendingMessage> } {
  const kept = new Map<string, PendingMessage>();
  return {
    kept,
    load: () => Promise.resolve(structuredClone([...kept.values()])),
    put: async (pending) => void kept.set(pending.nonce, structuredClone(pending)),
    remove: async (nonce) => void kept.delete(nonce),
  };
}

interface Attempt {
  nonce: string;
  content: string;
  channel_id: string;
  answer: (content?: string) => void;
  fail: (code: ErrorCode, retryAfter?: number) => void;
}

/** An outbox whose sends are answered by hand. */
function setup(storage = memory()) {
  const attempts: Attempt[] = [];
  const sent: Message[] = [];
  const waiting: ((attempt: Attempt) => void)[] = [];
  const state = { ready: true };
  let seen = 0;
  const outbox = new Outbox({
    storage,
    retryDelay: 1,
    ready: () => state.ready,
    sent: (one) => sent.push(one),
    send: ({ nonce, content, channel_id }) =>
      new Promise((resolve, reject) => {
        const attempt: Attempt = {
          ...{ nonce, content, channel_id },
          answer: () => resolve({ message: message(place, { nonce, content }) }),
          fail: (code, retryAfter) => reject(new CozyError(code, { retryAfter })),
        };
        attempts.push(attempt);
        waiting.shift()?.(attempt);
      }),
  });
  /** The next attempt that was not looked at yet; waits for it. */
  const next = (): Promise<Attempt> => {
    const known = attempts[seen++];
    return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push(resolve));
  };
  return { outbox, attempts, sent, state, next, storage };
}

/** Lets everything that is already decided happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Outbox', () => {
  it('sends one at a time in a channel, in order, and channels beside each other', async () => {
    const { outbox, next, attempts, sent } = setup();
    outbox.add(place.id, 'one');
    outbox.add(place.id, 'two');
    outbox.add(other.id, 'elsewhere');
    const first = await next();
    const elsewhere = await next();
    expect([first.content, elsewhere.content]).to.deep.equal(['one', 'elsewhere']);
    expect(attempts).to.have.length(2);
    first.answer();
    expect((await next()).content).to.equal('two');
    expect(sent.map(({ content }) => content)).to.deep.equal(['one']);
    expect(outbox.of(place.id).map(({ content }) => content)).to.deep.equal(['two']);
  });

  it('repeats with the same nonce after a retryable error, before anything newer', async () => {
    const { outbox, next } = setup();
    outbox.add(place.id, 'one');
    outbox.add(place.id, 'two');
    const first = await next();
    first.fail('LOG_UNAVAILABLE');
    const again = await next();
    expect([again.nonce, again.content]).to.deep.equal([first.nonce, 'one']);
    again.answer();
    expect((await next()).content).to.equal('two');
  });

  it('waits for the connection and goes on when it is back', async () => {
    const { outbox, next, attempts, state } = setup();
    state.ready = false;
    outbox.add(place.id, 'later');
    await settle();
    expect(attempts).to.have.length(0);
    state.ready = true;
    outbox.flush();
    expect((await next()).content).to.equal('later');
  });

  it('is done when the event comes before the answer, and does nothing twice', async () => {
    const { outbox, next, attempts, storage } = setup();
    const { nonce } = outbox.add(place.id, 'one');
    const attempt = await next();
    outbox.settle(nonce);
    expect(outbox.pending).to.have.length(0);
    attempt.answer();
    await settle();
    expect(attempts).to.have.length(1);
    expect(outbox.pending).to.have.length(0);
    expect(storage.kept.size).to.equal(0);
  });

  it('does not repeat what the event has settled, when the answer is lost', async () => {
    const { outbox, next, attempts } = setup();
    const { nonce } = outbox.add(place.id, 'one');
    const attempt = await next();
    outbox.settle(nonce);
    attempt.fail('UNAVAILABLE');
    await settle();
    outbox.flush();
    await settle();
    expect(attempts).to.have.length(1);
  });

  it('keeps a refused message with its reason, and lets newer ones pass', async () => {
    const { outbox, next } = setup();
    const { nonce } = outbox.add(place.id, 'refused');
    outbox.add(place.id, 'fine');
    (await next()).fail('MISSING_PERMISSION');
    expect((await next()).content).to.equal('fine');
    expect(outbox.pending[0]).to.include({ nonce, state: 'failed' });
    expect(outbox.pending[0]?.reason).to.be.a('string').and.not.equal('');
    outbox.retry(nonce);
    expect(outbox.pending[0]?.state).to.not.equal('failed');
    expect(outbox.discard(nonce)).to.equal('refused');
    expect(outbox.pending.some((one) => one.nonce === nonce)).to.equal(false);
  });

  it('sends after a reload what was not acknowledged, with the same nonce', async () => {
    const storage = memory();
    const before = setup(storage);
    before.state.ready = false;
    const { nonce } = before.outbox.add(place.id, 'kept');
    await settle();
    const after = setup(storage);
    await after.outbox.restore();
    const attempt = await after.next();
    expect(attempt).to.include({ nonce, content: 'kept' });
    attempt.answer();
    await settle();
    expect(storage.kept.size).to.equal(0);
  });

  it('goes on sending when the storage fails', async () => {
    const storage = memory();
    storage.put = () => Promise.reject(new Error('full'));
    const attempts: string[] = [];
    const failures: unknown[] = [];
    const outbox = new Outbox({
      storage,
      ready: () => true,
      sent: () => undefined,
      storageFailed: (error) => failures.push(error),
      send: async ({ content, nonce }) => {
        attempts.push(content);
        return { message: message(place, { nonce }) };
      },
    });
    outbox.add(place.id, 'still');
    await settle();
    expect(attempts).to.deep.equal(['still']);
    expect(failures).to.have.length.greaterThan(0);
  });
});
