const MINUTE = 60_000;
/** The hour at which a working day begins. */
const MORNING = 9;
const MONDAY = 1;

/**
 * Times to which a message is put off.
 *
 * @param now in the person's own time zone.
 */
export function laterTimes(now: Date): { name: string; at: Date }[] {
  const morning = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
  return [
    { name: 'In 10 minutes', at: new Date(now.getTime() + 10 * MINUTE) },
    { name: 'In 1 hour', at: new Date(now.getTime() + 60 * MINUTE) },
    { name: 'Tomorrow morning', at: morning(1) },
    { name: 'On Monday morning', at: morning(((MONDAY - now.getDay() + 6) % 7) + 1) },
  ];
}
