/** A length of time as a choice: seconds as text, and in words. */
export interface Duration {
  value: string;
  text: string;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

const duration = (seconds: number, text: string): Duration => ({ value: String(seconds), text });

/** How long somebody is timed out; Discord's choices. */
export const TIMEOUTS: readonly Duration[] = [
  duration(MINUTE, '1 minute'),
  duration(5 * MINUTE, '5 minutes'),
  duration(10 * MINUTE, '10 minutes'),
  duration(HOUR, '1 hour'),
  duration(DAY, '1 day'),
  duration(7 * DAY, '1 week'),
  duration(28 * DAY, '4 weeks'),
];

/** How long somebody is banned. */
export const BANS: readonly Duration[] = [
  { value: '', text: 'Until it is lifted' },
  duration(HOUR, '1 hour'),
  duration(DAY, '1 day'),
  duration(7 * DAY, '1 week'),
  duration(30 * DAY, '30 days'),
];

/** How far back the messages of somebody who is banned are deleted. */
export const DELETIONS: readonly Duration[] = [
  { value: '', text: 'None' },
  duration(HOUR, 'Of the last hour'),
  duration(DAY, 'Of the last day'),
  duration(7 * DAY, 'Of the last week'),
];

/** How slow a channel can be. */
export const SLOWMODES: readonly Duration[] = [
  { value: '0', text: 'Off' },
  duration(5, '5 seconds'),
  duration(10, '10 seconds'),
  duration(30, '30 seconds'),
  duration(MINUTE, '1 minute'),
  duration(5 * MINUTE, '5 minutes'),
  duration(15 * MINUTE, '15 minutes'),
  duration(HOUR, '1 hour'),
  duration(6 * HOUR, '6 hours'),
];

/** Seconds in the largest unit in which they are whole: `5 minutes`. */
export function inWords(seconds: number): string {
  const [unit, length] =
    seconds % HOUR === 0 ? ['hour', HOUR] : seconds % MINUTE === 0 ? ['minute', MINUTE] : ['second', 1];
  const count = seconds / Number(length);
  return count === 1 ? `${unit}` : `${count} ${unit}s`;
}
