import { isTimedOut, type Member } from '@cozy/protocol';
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';

/** Milliseconds after which the clock is looked at again: timers cannot wait for a month. */
const LONGEST = 3_600_000;

/** Whether a member is timed out, which ends by itself when its time comes. */
export function createTimedOut(member: Accessor<Pick<Member, 'communication_disabled_until'>>): Accessor<boolean> {
  const [now, setNow] = createSignal(Date.now());
  createEffect(() => {
    const { communication_disabled_until: until } = member();
    if (!until || !isTimedOut(member(), now())) return;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(LONGEST, Date.parse(until) - Date.now() + 1));
    onCleanup(() => clearTimeout(timer));
  });
  return () => isTimedOut(member(), now());
}
