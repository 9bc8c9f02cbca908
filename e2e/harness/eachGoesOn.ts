import { afterEach, beforeEach } from 'mocha';

/** Of the suite around it each test goes on from the one before: after one that fails, the others are skipped. */
export function eachGoesOn(): void {
  let failed = false;
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
}
