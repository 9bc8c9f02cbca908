import { readdirSync, readFileSync } from 'node:fs';

/** Smallest, middle and largest of several rounds. */
export interface Figure {
  min: number;
  median: number;
  max: number;
  unit: string;
}

/** A figure that is to stay within a bound. */
export interface Goal {
  name: string;
  value: number;
  goal: number;
  met: boolean;
}

/** What a benchmark prints as its last line. */
export interface Report {
  bench: string;
  figures: Record<string, Figure>;
  goals: Goal[];
}

const NANOSECONDS = 1e9;

/** Shortens every count and time of the benchmarks, to try them out: figures count only with 1. */
const SCALE = Number(process.env.BENCH_SCALE ?? 1);

/** Says on standard error what is being done: some benchmarks take minutes. */
export function say(sentence: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${sentence}`);
}

/** A count at the scale of this run; at least `least`. */
export function scaled(count: number, least = 1): number {
  return Math.max(least, Math.round(count * SCALE));
}

/** Rounds that this run makes of so many; a trial makes one. */
export function roundsOf(count: number): number {
  return SCALE < 1 ? 1 : count;
}

/**
 * The rounds' smallest, middle and largest value, rounded to four digits.
 *
 * @param values one for each round; at least one.
 */
export function figure(values: readonly number[], unit: string): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (i: number) => Number(sorted[i]!.toPrecision(4));
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1), unit };
}

/** A goal that a value is to stay at or below. */
export function atMost(name: string, value: number, goal: number): Goal {
  return { name, value: Number(value.toPrecision(4)), goal, met: value <= goal };
}

/** A goal that a value is to reach. */
export function atLeast(name: string, value: number, goal: number): Goal {
  return { name, value: Number(value.toPrecision(4)), goal, met: value >= goal };
}

/** Rounds of several figures, which are gathered by name. */
export class Rounds {
  readonly #values = new Map<string, { values: number[]; unit: string }>();

  /** Adds a round's value. Nothing that is not a number is a figure. */
  add(name: string, value: number, unit: string): void {
    if (!Number.isFinite(value)) return;
    const known = this.#values.get(name);
    if (known) known.values.push(value);
    else this.#values.set(name, { values: [value], unit });
  }

  /** The middle of a figure's rounds; NaN, which meets no goal, when there was none. */
  median(name: string): number {
    const known = this.#values.get(name);
    return known ? figure(known.values, known.unit).median : Number.NaN;
  }

  /** All figures, in the order in which they came. */
  figures(): Record<string, Figure> {
    return Object.fromEntries([...this.#values].map(([name, { values, unit }]) => [name, figure(values, unit)]));
  }
}

/**
 * The value below which a share of all values lies.
 *
 * @param share 0.5 for the median, 0.99 for the 99th percentile.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/**
 * CPU seconds, user and system, that the threads of a process have used: the first number of /proc/PID/task/TID/schedstat,
 * in nanoseconds, where /proc/PID/stat counts hundredths of seconds only. Threads that have ended are not in it.
 */
export function cpuSeconds(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanoseconds / NANOSECONDS;
}

/** Bytes of memory that belong to a process (its proportional set size). */
export function memoryBytes(pid: number): number {
  const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(line?.[1]) * 1024;
}
