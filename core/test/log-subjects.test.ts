import { expect } from 'chai';
import fc from 'fast-check';
import { LogEvent } from '../src/log/logEvent.ts';
import { packData } from '../src/log/packData.ts';
import { formatSubject, ownerSubject, parseSubject, partitionOf, STORED } from '../src/log/subjects.ts';

const id = fc.bigInt({ min: 10n ** 17n, max: 2n ** 63n - 1n }).map(String);

describe('Subjects of the log', () => {
  it('[GW-19] keeps an owner in one partition, for good', () => {
    expect(partitionOf('175928847299117063', 16)).to.equal(partitionOf('175928847299117063', 16));
    // Known values: another hash would move every owner of a running instance.
    expect(
      ['175928847299117063', '1574199901148856320', '100000000000000000'].map((one) => partitionOf(one, 16)),
    ).to.deep.equal([4, 12, 4]);
    fc.assert(
      fc.property(id, fc.integer({ min: 1, max: 256 }), (one, partitions) => {
        const partition = partitionOf(one, partitions);
        return Number.isInteger(partition) && partition >= 0 && partition < partitions;
      }),
    );
  });

  it('spreads owners evenly', () => {
    const counts = new Array<number>(16).fill(0);
    for (let i = 0; i < 16_000; i++) counts[partitionOf(String(1574199901148856320n + BigInt(i) * 4194304n), 16)]! += 1;
    for (const count of counts) expect(count).to.be.within(800, 1200);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(
        fc.record({
          partition: fc.nat(255),
          owner: fc.record({ kind: fc.constantFrom('c' as const, 'u' as const), id }),
          channelId: fc.option(id),
          name: fc.constantFrom('MESSAGE_CREATE', 'USER_UPDATE'),
        }),
        (subject) => void expect(parseSubject(formatSubject(STORED, subject))).to.deep.equal(subject),
      ),
    );
  });

  for (const subject of ['', 'ev', 'ev.1.x.2._.A', 'ev.1.c.2._', 'ev.1.c..c.A', 'presence.who']) {
    it(`refuses "${subject}"`, () => expect(() => parseSubject(subject)).to.throw(RangeError));
  }

  it('names an owner exactly: no id begins another', () => {
    expect(ownerSubject(STORED, 3, { kind: 'c', id: '12' })).to.equal('ev.3.c.12.>');
  });
});

describe('An event of the log', () => {
  const subject = 'live.3.c.175928847299117063.175928847299117064.MESSAGE_CREATE';

  it('knows its parts, and decodes its data once and only when asked', () => {
    const event = new LogEvent(subject, 9, packData({ id: '7', edited_at: null, gone: undefined, big: 2 ** 40 }));
    expect(event).to.include({ partition: 3, sequence: 9, channelId: '175928847299117064', name: 'MESSAGE_CREATE' });
    expect(event.owner).to.deep.equal({ kind: 'c', id: '175928847299117063' });
    expect(event.place).to.deep.equal([3, 9]);
    expect(event.data()).to.deep.equal({ id: '7', edited_at: null, big: 2 ** 40 });
    expect(event.data()).to.equal(event.data());
    expect(() => new LogEvent(subject, 9, Uint8Array.of(0xc1))).to.not.throw();
  });

  it('has no place when it is not stored', () => {
    expect(new LogEvent(subject, 0, packData({})).place).to.equal(null);
  });
});
