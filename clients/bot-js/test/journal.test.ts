import type { Place } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import type { CursorStore, Progress } from '../src/cursor-store.ts';
import { Journal } from '../src/journal.ts';

class MemoryStore implements CursorStore {
  saved: Progress | undefined;
  async load() {
    return this.saved;
  }
  async save(progress: Progress) {
    this.saved = structuredClone(progress);
  }
}

const unexpected = (error: unknown) => {
  throw error;
};

describe('journal', () => {
  it('gives a new run exactly the events that were not handled, whatever the order in which handlers end', async () => {
    const steps = fc.array(
      fc.record({ partition: fc.constantFrom(1, 2), gap: fc.integer({ min: 1, max: 3 }), ends: fc.nat(9) }),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (events) => {
        const store = new MemoryStore();
        const journal = new Journal('ws://a', store, unexpected);
        journal.restart('1', { 1: 10, 2: 20 });
        const last: Record<number, number> = { 1: 10, 2: 20 };
        const all: Place[] = [];
        const open: Place[] = [];
        const handled = new Set<string>();
        for (const { partition, gap, ends } of events) {
          last[partition] = (last[partition] ?? 0) + gap;
          const place: Place = [partition, last[partition]];
          all.push(place);
          open.push(place);
          expect(journal.begin(place)).to.equal(true);
          const [ended] = ends < open.length ? open.splice(ends, 1) : [];
          if (!ended) continue;
          journal.end(ended);
          handled.add(String(ended));
        }
        await journal.close();

        const next = new Journal('ws://a', store, unexpected);
        const cursors = (await next.load()) ?? {};
        const again = all.filter((place) => place[1] > (cursors[place[0]] ?? 0)).filter((place) => next.begin(place));
        expect(again).to.deep.equal(all.filter((place) => !handled.has(String(place))));
      }),
    );
  });

  it('[GW-51] moves on to places that the server tells, and never back, nor past what is being handled', async () => {
    const store = new MemoryStore();
    const journal = new Journal('ws://a', store, unexpected);
    journal.restart('1', { 1: 10, 2: 20 });
    journal.begin([1, 12]);
    journal.advance({ 1: 15, 2: 19, 3: 30 });
    await journal.close();
    expect(store.saved?.cursors).to.deep.equal({ 1: 11, 2: 20, 3: 30 });
    journal.end([1, 12]);
    await journal.close();
    expect(store.saved?.cursors).to.deep.equal({ 1: 15, 2: 20, 3: 30 });
  });

  it('takes no cursors of another gateway', async () => {
    const store = new MemoryStore();
    const journal = new Journal('ws://a', store, unexpected);
    journal.restart('1', { 1: 10 });
    await journal.close();
    expect(await new Journal('ws://b', store, unexpected).load()).to.equal(undefined);
    expect(await new Journal('ws://a', store, unexpected).load()).to.deep.equal({ 1: 10 });
  });

  it('ignores the end of an event that belongs to the session before', async () => {
    const store = new MemoryStore();
    const journal = new Journal('ws://a', store, unexpected);
    journal.restart('1', { 1: 10 });
    journal.begin([1, 11]);
    journal.restart('1', { 1: 5 });
    journal.end([1, 11]);
    await journal.close();
    expect(store.saved).to.deep.include({ cursors: { 1: 5 }, done: {} });
  });

  it('reports a save that failed and saves all with the next', async () => {
    const store = new MemoryStore();
    const errors: unknown[] = [];
    const save = store.save.bind(store);
    store.save = async () => {
      store.save = save;
      throw new Error('disk full');
    };
    const journal = new Journal('ws://a', store, (error) => errors.push(error));
    journal.restart('1', { 1: 10 });
    await journal.close();
    expect(errors).to.have.length(1);
    journal.begin([1, 11]);
    journal.end([1, 11]);
    await journal.close();
    expect(store.saved?.cursors).to.deep.equal({ 1: 11 });
  });
});
