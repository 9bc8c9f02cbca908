import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@cozy/core/settings';

/** Where `npm start` and `npm test` have installed the engines. */
export const CACHE = readSettings({
  XDG_CACHE_HOME: process.env.XDG_CACHE_HOME,
  COZY_CACHE: process.env.COZY_CACHE,
}).cache;

/** A new temporary folder, and how to remove it. */
export function scratchFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'cozy-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}
