import { readFileSync } from 'node:fs';

/** Smallest, middle and largest of several rounds. */
export interface Figure {
  min: number;
  median: number;
  max: number;
  unit: string;
}

/** A figure that is to stay at or below a number. */
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

/** Clock ticks per second in /proc, as the kernel tells user space (always 100 on Linux; proc(5), sysconf(_SC_CLK_TCK)). */
const TICKS = 100;

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

/**
 * The value below which a share of all values lies.
 *
 * @param share 0.5 for the median, 0.99 for the 99th percentile.
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** CPU seconds, user and system, that a process has used; proc(5), fields utime and stime. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Bytes of memory that belong to a process (its proportional set size). */
export function memoryBytes(pid: number): number {
  const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(line?.[1]) * 1024;
}
