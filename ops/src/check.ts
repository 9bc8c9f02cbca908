import { runChecks } from './testing/checks.ts';

const results = await runChecks();
if (results.some((result) => result.complaint)) process.exitCode = 1;
