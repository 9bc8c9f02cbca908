import { createInterface } from 'node:readline';
import { loadScript, MockGateway, ScriptFailure } from '../../../protocol/mock/gateway.ts';

/**
 * Plays one script after another for the tests, in one process because starting Node takes longer than most scripts.
 * Reads a script's path on a line and prints `{"url"}`, then `{"done": true}` or `{"failed"}`; an empty line ends the
 * script and prints `{"stopped": true}`.
 */
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

let mock: MockGateway | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === '') {
    await mock?.stop();
    mock = undefined;
    print({ stopped: true });
    continue;
  }
  mock = await MockGateway.start(loadScript(line));
  print({ url: mock.url });
  void mock.finished.then(
    () => print({ done: true }),
    (error: unknown) => {
      if (!(error instanceof ScriptFailure)) throw error;
      print({ failed: error.message });
    },
  );
}
