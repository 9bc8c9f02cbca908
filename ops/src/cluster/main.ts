import { readSettings } from '@cozy/core/settings';
import { setup } from '../setup/index.ts';
import { Progress } from '../setup/progress.ts';
import { readOptions, USAGE } from './options.ts';
import { runCluster } from './run.ts';

/** Runs the command line. @returns the exit code: 0 when nothing was lost, doubled, out of order or leaked. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  const { cache } = readSettings({ XDG_CACHE_HOME: process.env.XDG_CACHE_HOME, COZY_CACHE: process.env.COZY_CACHE });
  await setup({ cache, mongodbUri: undefined, natsUrl: undefined }, new Progress(), { client: false });
  const verdict = await runCluster(options, cache, (line) => console.log(line));
  console.log(JSON.stringify(verdict));
  const { lost, doubled, out_of_order, leaked } = verdict;
  return lost + doubled + out_of_order + leaked === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    // A plain Error is a sentence for the person who runs it; any other is a fault of the program.
    const isSentence = error instanceof Error && error.constructor === Error;
    console.error(isSentence ? `\n${error.message}` : error);
    process.exit(1);
  },
);
