import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import frames from '../mock/frames.json' with { type: 'json' };
import { fill } from '../mock/values.ts';
import { DICTIONARIES } from '../src/index.ts';
import { codesModule } from './python-codes.ts';
import { commandsModule, eventsModule, handlersModule, objectsModule } from './python-modules.ts';

const TARGET = fileURLToPath(new URL('../../clients/bot-py/src/cozy_bot/protocol/', import.meta.url));

/**
 * Writes the protocol as Python modules, and the dictionaries and the test kit's world beside them.
 *
 * @returns each file's path below `cozy_bot/protocol` and its bytes, text formatted as ruff does.
 */
export function pythonFiles(): Record<string, Uint8Array> {
  const dictionaries = [...DICTIONARIES].map(([version, bytes]) => [`dictionary_${version}.bin`, bytes]);
  const { code, types } = objectsModule();
  const modules = {
    'codes.py': codesModule(),
    'objects.py': code,
    'events.py': eventsModule(types),
    'handlers.py': handlersModule(types),
    'commands.py': commandsModule(types),
  };
  const written = Object.entries(modules).map(([name, text]) => [name, new TextEncoder().encode(text)]);
  return Object.fromEntries([...written, ...dictionaries, ['world.json', worldFile()]]);
}

/** What the mock gateway's scripts are about, for the test kit. */
function worldFile(): Uint8Array {
  const { bot, ada, channel, community, message, ready, resumed } = fill(frames, {
    ...frames,
    first: { d: { nonce: '' } },
    last: { n: 0 },
  }) as Record<string, object>;
  const world = { bot, ada, channel, community, message, ready, resumed };
  return new TextEncoder().encode(`${JSON.stringify(world, null, 2)}\n`);
}

/** Names of the generated files that are missing or differ from what the schemas say now. */
export function outdatedPythonFiles(): string[] {
  return Object.entries(pythonFiles())
    .filter(([name, bytes]) => {
      try {
        return !readFileSync(join(TARGET, name)).equals(bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
        throw error;
      }
    })
    .map(([name]) => name);
}

/** `tsx protocol/generate/python.ts` writes the files; `--check` exits with 1 when they are out of date. */
function main(): void {
  if (process.argv.includes('--check')) {
    const outdated = outdatedPythonFiles();
    if (outdated.length === 0) return;
    console.error(`Out of date: ${outdated.join(', ')}. Run: npx tsx protocol/generate/python.ts`);
    process.exitCode = 1;
    return;
  }
  for (const [name, bytes] of Object.entries(pythonFiles())) {
    mkdirSync(dirname(join(TARGET, name)), { recursive: true });
    writeFileSync(join(TARGET, name), bytes);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
