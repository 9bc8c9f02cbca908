import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preparePythonSdk, sdkPython } from '@cozy/ops/python-sdk';
import { ROOT } from '@cozy/ops/root';
import { environment } from './environment.ts';
import { CACHE, scratchFolder } from './scratch.ts';

/** A bot as its author runs it: a program of its own that uses an SDK. */
export class BotProcess {
  readonly #folder: ReturnType<typeof scratchFolder>;
  readonly #process: ChildProcess;
  #printed = '';

  private constructor(folder: ReturnType<typeof scratchFolder>, process: ChildProcess) {
    this.#folder = folder;
    this.#process = process;
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#printed += chunk.toString();
      });
    }
  }

  /**
   * Builds the JavaScript SDK and runs a bot.
   * @param program path of its module; the bot of the README by default.
   */
  static async javascript(origin: string, token: string, program?: string): Promise<BotProcess> {
    const sdk = join(ROOT, 'clients/bot-js');
    const build = spawn('npm', ['run', 'build', '--silent'], { cwd: sdk, stdio: 'inherit' });
    const [exitCode] = (await once(build, 'exit')) as [number | null];
    if (exitCode !== 0) throw new Error('The JavaScript SDK could not be built.');
    const folder = scratchFolder();
    mkdirSync(join(folder.path, 'node_modules/@cozy'), { recursive: true });
    symlinkSync(sdk, join(folder.path, 'node_modules/@cozy/bot'));
    const code = program === undefined ? readmeCode(sdk, 'js') : readFileSync(program, 'utf8');
    writeFileSync(join(folder.path, 'bot.mjs'), code);
    return BotProcess.#run(folder, [process.execPath, 'bot.mjs'], origin, token);
  }

  /**
   * Runs a bot with the Python SDK as it stands.
   * @param program path of its file; the bot of the README by default.
   */
  static async python(origin: string, token: string, program?: string): Promise<BotProcess> {
    await preparePythonSdk(CACHE, () => undefined);
    const folder = scratchFolder();
    const code =
      program === undefined ? readmeCode(join(ROOT, 'clients/bot-py'), 'python') : readFileSync(program, 'utf8');
    writeFileSync(join(folder.path, 'bot.py'), code);
    return BotProcess.#run(folder, [sdkPython(CACHE), 'bot.py'], origin, token);
  }

  static #run(
    folder: ReturnType<typeof scratchFolder>,
    command: [string, string],
    origin: string,
    token: string,
  ): BotProcess {
    const env = { ...environment({ COZY_URL: origin, COZY_TOKEN: token }), NODE_OPTIONS: '' };
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...command], {
      cwd: folder.path,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new BotProcess(folder, child);
  }

  /** What it has printed, for messages of failures. */
  get printed(): string {
    return this.#printed;
  }

  /** Ends it and removes its folder. */
  async end(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exited = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await exited;
    }
    this.#folder.remove();
  }
}

/** The first code block of a language in a folder's README. */
function readmeCode(folder: string, language: string): string {
  const code = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(
    readFileSync(join(folder, 'README.md'), 'utf8'),
  )?.[1];
  if (!code) throw new Error(`${folder}/README.md has no ${language} block.`);
  return code;
}
