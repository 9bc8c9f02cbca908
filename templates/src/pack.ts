import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { PACKAGE_FILES, readTemplate } from './package.ts';

/** The time that every file of an archive bears, so that equal packages are equal bytes: the first that ZIP can name. */
const TIME = new Date(1980, 0, 1);

/**
 * Packs a template's folder into one ZIP file, after checking it.
 *
 * @param folder of the template.
 * @param file to write; `<slug>-<version>.zip` in the working folder by default.
 * @returns the path of the file.
 * @throws TemplateError with all that is wrong.
 */
export function packTemplate(folder: string, file?: string): string {
  const { slug, version } = readTemplate(folder).manifest;
  const files = Object.fromEntries(
    Object.values(PACKAGE_FILES).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
  );
  const to = file ?? resolve(`${slug}-${version}.zip`);
  writeFileSync(to, zipSync(files, { mtime: TIME }));
  return to;
}
