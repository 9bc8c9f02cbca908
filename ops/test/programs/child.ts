import { exitWithParent, tellParentReady } from '../../src/process/node-child.ts';

// A child process as the supervisor has them, which does nothing. SIGTERM ends it, and its output says so.
exitWithParent();
process.on('SIGTERM', () => {
  console.log('stopped in order');
  process.exit(0);
});
setInterval(() => undefined, 60_000);
tellParentReady();
