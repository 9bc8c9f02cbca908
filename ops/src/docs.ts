import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { settingsTable } from '@cozy/core/settings';
import { ROOT } from './root.ts';

/** The generated page about settings. */
export const SETTINGS_PAGE = join(ROOT, 'docs/settings.md');

/** Text of the page about settings, from the schema. */
export function settingsPage(): string {
  return `# Settings

Cozy is set up by environment variables. A wrong one stops the start with a sentence that names it. This page is made by
\`npm run docs\` from the schema in core/src/settings.ts.

${settingsTable()}`;
}

/** Whether the page on disk is what the schema gives now. */
export function isSettingsPageCurrent(): boolean {
  return readFileSync(SETTINGS_PAGE, 'utf8') === settingsPage();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!process.argv.includes('--check')) {
    writeFileSync(SETTINGS_PAGE, settingsPage());
  } else if (!isSettingsPageCurrent()) {
    console.error('docs/settings.md is out of date: run npm run docs.');
    process.exitCode = 1;
  }
}
