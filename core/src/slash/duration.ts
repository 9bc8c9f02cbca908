import { type CommandArgument, CozyError, OPTION_TYPES } from '@cozy/protocol';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const FORM = /^(\d{1,6}) ?([smhdw])$/i;

/** How long, as people write it. */
export const DURATION: CommandArgument = {
  type: OPTION_TYPES.STRING,
  name: 'duration',
  description: 'How long, such as 30m, 2h or 7d',
  required: true,
  min_length: 1,
  max_length: 8,
};

/**
 * Reads a length of time: a number and s, m, h, d or w; or 0.
 *
 * @param most seconds.
 * @returns seconds.
 * @throws CozyError INVALID_INPUT at `/options/duration`.
 */
export function readDuration(text: unknown, most: number): number {
  const [, count, unit] = FORM.exec(String(text).trim()) ?? [];
  const seconds = String(text).trim() === '0' ? 0 : Number(count) * (SECONDS[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  const refuse = (fault: string) => new CozyError('INVALID_INPUT', { errors: { '/options/duration': fault } });
  if (Number.isNaN(seconds)) throw refuse('Write a number and a unit, such as 30m, 2h or 7d.');
  if (seconds > most) throw refuse(`Must be ${inWords(most)} or less.`);
  return seconds;
}

/** Seconds in the largest unit in which they are whole: `5 minutes`. */
export function inWords(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const [unit, length] = units.find(([, length]) => seconds % length === 0) ?? ['second', 1];
  const count = seconds / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
