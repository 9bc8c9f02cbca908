import { expect } from 'chai';
import { closingLine, junitTally, tallyOf, total } from '../src/testing/tally.ts';

describe('tally of a test run', () => {
  it('names skipped tests only when there are any', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).to.equal('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).to.equal('3 passed, 1 failed, 2 skipped');
  });

  it('counts a runner that crashed, ran nothing, or left no report as a failure', () => {
    const good = { passed: 2, failed: 0, skipped: 0 };
    expect(tallyOf('core', good, 0)).to.deep.equal(good);
    const ended = ['core › its runner ended with 1'];
    expect(tallyOf('core', good, 1)).to.deep.equal({ ...good, failed: 1, failures: ended });
    expect(tallyOf('core', good, undefined).failures).to.deep.equal(['core › its runner was stopped']);
    expect(tallyOf('core', { passed: 0, failed: 0, skipped: 4 }, 0).failures).to.deep.equal(['core › it ran nothing']);
    expect(tallyOf('core', undefined, 0).failures).to.deep.equal(['core › its runner left no report']);
    const bad = { passed: 2, failed: 3, skipped: 0, failures: ['a', 'b', 'c'] };
    expect(tallyOf('core', bad, 3)).to.deep.equal(bad);
  });

  it('reads what pytest reports, errors as failures', () => {
    const xml =
      '<testsuites name="all"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1">' +
      '<testcase classname="tests.test_bot" name="test_good" time="0.1" />' +
      '<testcase classname="tests.test_bot" name="test_bad[a-b]" time="0.1"><failure message="no">…</failure></testcase>' +
      '<testcase classname="tests.test_bot" name="test_worse" time="0.1"><error message="no">…</error></testcase>' +
      '<testcase classname="tests.test_bot" name="test_left_out" time="0"><skipped /></testcase></testsuite></testsuites>';
    const failures = ['tests.test_bot › test_bad[a-b]', 'tests.test_bot › test_worse'];
    expect(junitTally(xml)).to.deep.equal({ passed: 4, failed: 3, skipped: 3, failures });
    expect(junitTally('not a report')).to.equal(undefined);
  });

  it('is the sum of its suites', () => {
    const one = { passed: 1, failed: 0, skipped: 2 };
    const other = { passed: 1, failed: 1, skipped: 0, failures: ['a thing › works'] };
    expect(total([one, other])).to.deep.equal({ passed: 2, failed: 1, skipped: 2, failures: ['a thing › works'] });
  });
});
