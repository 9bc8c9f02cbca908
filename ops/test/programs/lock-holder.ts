import { takeLock } from '../../src/process/lock.ts';
import { tellParentReady } from '../../src/process/node-child.ts';

await takeLock(process.argv[2] ?? '');
setInterval(() => undefined, 60_000);
tellParentReady();
