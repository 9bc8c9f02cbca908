import { parseArgs } from 'node:util';

/** How a cluster is tried. */
export interface ClusterOptions {
  /** Minutes of load with kills. */
  minutes: number;
  /** Connections to the gateways. */
  clients: number;
  /** Messages a second that all clients together send. */
  rate: number;
  /** Seconds between two kills, on average. */
  killEvery: number;
  /** Repeats the choices of an earlier run. */
  seed: number;
  /** Leaves the data folder with all logs when the run is over. */
  keep: boolean;
}

const NUMBERS = {
  minutes: { default: 10, least: 0.1, most: 24 * 60 },
  clients: { default: 1000, least: 10, most: 20_000 },
  rate: { default: 30, least: 1, most: 10_000 },
  'kill-every': { default: 5, least: 1, most: 3600 },
  seed: { default: Number.NaN, least: 0, most: 2 ** 31 - 1 },
} as const;

/** What `npm run cluster -- --help` prints. */
export const USAGE = `npm run cluster -- [--minutes 10] [--clients 1000] [--rate 30] [--kill-every 5] [--seed N] [--keep]

Runs three gateways, two workers, three nats-servers and a database on this machine, lets clients talk, kills one thing
after the other, and compares what every client received with the log. The last line is the verdict, as JSON.

--minutes      how long there are kills
--clients      connections
--rate         messages a second in total
--kill-every   seconds between two kills on average
--seed         repeats the choices of an earlier run
--keep         leaves the data folder with all logs

Each can also be given in the environment: COZY_CLUSTER_MINUTES, COZY_CLUSTER_CLIENTS, COZY_CLUSTER_RATE,
COZY_CLUSTER_KILL_EVERY, COZY_SEED.`;

/**
 * Reads the command line and the environment.
 * @param args without the program's name.
 * @returns null when only help is wanted.
 * @throws {Error} a sentence about what is wrong.
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): ClusterOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string' },
      clients: { type: 'string' },
      rate: { type: 'string' },
      'kill-every': { type: 'string' },
      seed: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const read = (name: keyof typeof NUMBERS, variable: string, whole: boolean): number => {
    const text = values[name] ?? env[variable];
    const { default: usual, least, most } = NUMBERS[name];
    if (text === undefined) return usual;
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new Error(`--${name} must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not ${text}.`);
  };
  const seed = read('seed', 'COZY_SEED', true);
  return {
    minutes: read('minutes', 'COZY_CLUSTER_MINUTES', false),
    clients: read('clients', 'COZY_CLUSTER_CLIENTS', true),
    rate: read('rate', 'COZY_CLUSTER_RATE', false),
    killEvery: read('kill-every', 'COZY_CLUSTER_KILL_EVERY', false),
    seed: Number.isNaN(seed) ? Math.floor(Math.random() * NUMBERS.seed.most) : seed,
    keep: values.keep,
  };
}
