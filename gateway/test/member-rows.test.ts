import type { Presence, Status } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import { MemberRows } from '../src/memberRows.ts';

/** How a list would be written that need not be fast. */
class NaiveRows {
  readonly #limit: number;
  readonly #members = new Map<string, { name: string; status: Status }>();
  isWhole = true;

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(id: string): boolean {
    return this.#members.has(id);
  }

  put(id: string, name: string, status: Status): void {
    this.#members.set(id, { name, status });
    this.#tidy();
  }

  remove(id: string): void {
    this.#members.delete(id);
  }

  setStatus(id: string, status: Status): void {
    const member = this.#members.get(id);
    if (member) this.put(id, member.name, status);
  }

  #tidy(): void {
    if (this.#members.size > this.#limit) this.isWhole = false;
    if (this.isWhole) return;
    for (const [id, { status }] of this.#members) if (status === 'offline') this.#members.delete(id);
  }

  all(): Presence[] {
    return [...this.#members]
      .sort(([a, one], [b, other]) => {
        const away = Number(one.status === 'offline') - Number(other.status === 'offline');
        if (away !== 0) return away;
        if (one.name !== other.name) return one.name < other.name ? -1 : 1;
        return a < b ? -1 : 1;
      })
      .map(([user_id, { status }]) => ({ user_id, status }));
  }
}

const id = fc.integer({ min: 0, max: 40 }).map((n) => String(1_000_000_000_000_000_000n + BigInt(n)));
const name = fc.oneof(fc.constantFrom('', 'a', 'ab', 'ä', 'a b', '\u{1f600}', '\uffee'), fc.string({ maxLength: 3 }));
const status = fc.constantFrom<Status>('online', 'idle', 'dnd', 'offline', 'offline');
const step = fc.oneof(
  fc.record({ what: fc.constant('put' as const), id, name, status }),
  fc.record({ what: fc.constant('remove' as const), id }),
  fc.record({ what: fc.constant('status' as const), id, status }),
);

describe('The rows of a member list', () => {
  const parameters = { numRuns: 300, ...(process.env.COZY_SEED ? { seed: Number(process.env.COZY_SEED) } : {}) };

  it('[GW-57] are those of a naive list after any changes, also when there are too many to list all', () => {
    const property = fc.property(
      fc.uniqueArray(fc.tuple(id, name, status), { selector: ([own]) => own, maxLength: 30 }),
      fc.array(step, { maxLength: 80 }),
      fc.integer({ min: 5, max: 60 }),
      (first, steps, limit) => {
        const rows = new MemberRows(limit);
        const naive = new NaiveRows(limit);
        const statuses = new Map(first.map(([own, , its]) => [own, its]));
        const members = first.map(([own, its]) => [own, its] as const);
        rows.addAll(members, (own) => statuses.get(own)!);
        for (const [own, its, here] of first) naive.put(own, its, here);
        for (const one of steps) {
          if (one.what === 'put') for (const list of [rows, naive]) list.put(one.id, one.name, one.status);
          else if (one.what === 'remove') for (const list of [rows, naive]) list.remove(one.id);
          else for (const list of [rows, naive]) list.setStatus(one.id, one.status);
          const all = naive.all();
          expect(rows.slice(0, 1_000)).to.deep.equal(all);
          expect(rows.slice(3, 4)).to.deep.equal(all.slice(3, 7));
          expect(rows.total).to.equal(all.length);
          expect(rows.online).to.equal(all.filter((row) => row.status !== 'offline').length);
          expect(rows.isWhole).to.equal(naive.isWhole);
        }
      },
    );
    fc.assert(property, parameters);
  });
});
