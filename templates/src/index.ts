import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Template } from '@cozy/protocol';
import { PACKAGE_FILES, readTemplate } from './package.ts';

/** The folder of the official templates, each in a folder of its own. */
export const OFFICIAL = fileURLToPath(new URL('../official', import.meta.url));

let known: readonly Template[] | undefined;

/**
 * Gives the official templates, by slug. They are read once.
 *
 * @throws TemplateError when one of them is not valid.
 */
export function officialTemplates(): readonly Template[] {
  known ??= readdirSync(OFFICIAL)
    .filter((name) => existsSync(join(OFFICIAL, name, PACKAGE_FILES.manifest)))
    .sort()
    .map((name) => readTemplate(join(OFFICIAL, name)));
  return known;
}

export { readTemplate, TemplateError } from './package.ts';
