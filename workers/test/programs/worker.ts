import { createContext, readSettings } from '@cozy/core';
import { pino } from 'pino';
import { startWorker } from '../../src/index.ts';

// A worker of its own, which can be killed.
await startWorker(await createContext(readSettings(process.env), pino({ level: 'silent' })));
process.stdout.write('working\n');
