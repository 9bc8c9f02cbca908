import { parseArgs } from 'node:util';
import { loadScript, MockGateway, ScriptFailure } from './gateway.ts';

/** Milliseconds that a finished mock waits for its client to go, so that no mock stays behind. */
const LINGER = 30_000;

/**
 * Plays a script to one client: `tsx protocol/mock/main.ts SCRIPT.json [--port 0]`. Prints `{"url"}` when it listens,
 * then `{"done": true}` or `{"failed": "what was expected, what came"}`. It ends when the client has gone after that,
 * with exit code 1 for a failure.
 */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string', default: '0' } },
  });
  const path = positionals[0];
  if (path === undefined || positionals.length > 1) throw new Error('Usage: main.ts SCRIPT.json [--port 0]');
  const mock = await MockGateway.start(loadScript(path), Number(values.port));
  const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
  print({ url: mock.url });
  try {
    await mock.finished;
    print({ done: true });
  } catch (error) {
    if (!(error instanceof ScriptFailure)) throw error;
    process.exitCode = 1;
    print({ failed: error.message });
  }
  await mock.left(LINGER);
  await mock.stop();
}

await main();
