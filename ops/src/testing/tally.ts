/** How many tests passed, failed and were skipped. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, as far as its runner names it; a log that is cut off still shows its end. */
  failures?: string[];
}

/** The sum of several tallies; all zero for none. */
export function total(tallies: Tally[]): Tally {
  const sum = (key: 'passed' | 'failed' | 'skipped') => tallies.reduce((so, tally) => so + tally[key], 0);
  const failures = tallies.flatMap((tally) => tally.failures ?? []);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    ...(failures.length > 0 && { failures }),
  };
}

/**
 * The closing line of a test run: `N passed, N failed`, and `, N skipped` if any were.
 * A run is good when nothing failed and something passed.
 */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * What a runner's own report counts for. A runner that left no report, or that failed although its report has no
 * failure, has crashed: that is one failure more.
 * @param suite names what was run.
 * @param report the counts it reported, undefined when it left none.
 * @param exitCode its exit code, undefined when it was killed.
 */
export function tallyOf(suite: string, report: Tally | undefined, exitCode: number | undefined): Tally {
  const failing = (why: string): Tally => ({
    ...(report ?? { passed: 0, skipped: 0 }),
    failed: (report?.failed ?? 0) + 1,
    failures: [...(report?.failures ?? []), `${suite} › ${why}`],
  });
  if (!report) return failing('its runner left no report');
  if (exitCode === undefined) return failing('its runner was stopped');
  if (exitCode !== 0 && report.failed === 0) return failing(`its runner ended with ${exitCode}`);
  return report.passed + report.failed === 0 ? failing('it ran nothing') : report;
}

/**
 * Reads pytest's JUnit report.
 * @returns its counts, errors as failures; undefined when it is not such a report.
 */
export function junitTally(xml: string): Tally | undefined {
  const suites = [...xml.matchAll(/<testsuite\b[^>]*>/g)].map(([suite]) => {
    const count = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    const failed = count('errors') + count('failures');
    return { passed: count('tests') - failed - count('skipped'), failed, skipped: count('skipped') };
  });
  const failing = /<testcase\b[^>]*\bclassname="([^"]*)"[^>]*\bname="([^"]*)"[^>]*>\s*<(?:failure|error)\b/g;
  const failures = [...xml.matchAll(failing)].map(([, file, name]) => `${file} › ${name}`);
  return suites.length > 0 ? { ...total(suites), ...(failures.length > 0 && { failures }) } : undefined;
}
