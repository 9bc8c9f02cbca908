import { expect } from 'chai';
import { closingLine, junitTally, tallyOf, total } from '../src/testing/tally.ts';

describe('tally of a test run', () => {
  it('names skipped tests only when there are any', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).to.equal('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).to.equal('3 passed, 1 failed, 2 skipped');
  });

  it('counts a runner that crashed, ran nothing, or left no report as a failure', () => {
    const good = { passed: 2, failed: 0, skipped: 0 };
    expect(tallyOf(good, 0)).to.deep.equal(good);
    expect(tallyOf(good, 1).failed).to.equal(1);
    expect(tallyOf(good, undefined).failed).to.equal(1);
    expect(tallyOf({ passed: 0, failed: 0, skipped: 4 }, 0).failed).to.equal(1);
    expect(tallyOf(undefined, 0).failed).to.equal(1);
    expect(tallyOf({ passed: 2, failed: 3, skipped: 0 }, 3).failed).to.equal(3);
  });

  it('reads what pytest reports, errors as failures', () => {
    const xml =
      '<testsuites name="all"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1"></testsuite></testsuites>';
    expect(junitTally(xml)).to.deep.equal({ passed: 4, failed: 3, skipped: 3 });
    expect(junitTally('not a report')).to.equal(undefined);
  });

  it('is the sum of its suites', () => {
    const one = { passed: 1, failed: 0, skipped: 2 };
    const other = { passed: 1, failed: 1, skipped: 0, failures: ['a thing › works'] };
    expect(total([one, other])).to.deep.equal({ passed: 2, failed: 1, skipped: 2, failures: ['a thing › works'] });
  });
});
