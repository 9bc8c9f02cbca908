import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };

export const LANGUAGES = ['javascript', 'python'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Files whose names begin with a dot, which packers of packages leave out. */
const HIDDEN: Record<string, string> = { gitignore: '.gitignore', 'env.example': '.env.example' };

/**
 * Makes a folder with a bot, its test and its README.
 *
 * @param folder its last part is the bot's name.
 * @param templates folder with the files of each language.
 * @throws Error with a sentence when the name is no name for a bot, or something is there already.
 */
export function makeBot(folder: string, language: Language, templates: string): void {
  const name = basename(resolve(folder));
  if (!/^[a-z][a-z0-9_-]{0,63}$/.test(name)) {
    throw new Error(`'${name}' is no name for a bot: use 1 to 64 small letters, digits, - and _, a letter first.`);
  }
  if (taken(folder)) throw new Error(`${folder} is there already. Choose another name, or move it away.`);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(join(templates, language))) {
    const text = readFileSync(join(templates, language, file), 'utf8');
    const filled = text.replaceAll('__NAME__', name).replaceAll('__VERSION__', packageJson.version);
    writeFileSync(join(folder, HIDDEN[file] ?? file), filled, { flag: 'wx' });
  }
}

function taken(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return true;
    throw error;
  }
}
