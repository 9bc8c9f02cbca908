#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LANGUAGES, type Language, makeBot } from './new-bot.ts';

const USAGE = `Usage: cozy-bot new FOLDER [--language ${LANGUAGES.join('|')}]`;

/** Makes a bot with a test: `cozy-bot new my-bot`. */
function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { language: { type: 'string', default: 'javascript' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [command, folder] = positionals;
  if (command !== 'new' || folder === undefined || positionals.length > 2) throw new Error(USAGE);
  if (!LANGUAGES.includes(values.language as Language)) throw new Error(`No language '${values.language}'. ${USAGE}`);
  makeBot(folder, values.language as Language, fileURLToPath(new URL('./new/', import.meta.url)));
  console.log(`Made ${folder}. Its README.md says how to go on.`);
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
