import { CozyError } from '@cozy/protocol';

/** Tries before a change that others keep overtaking is given up. */
const TRIES = 10;

/** What an attempt gives that has found another version than it had read. */
export const OVERTAKEN = Symbol('overtaken');

/**
 * Changes a document on exactly the version that was read, again and again while others overtake the change.
 *
 * @param attempt reads the document, works the change out, and commits it if the version is still the same; gives OVERTAKEN
 *   when it is not, else its result. It may run several times.
 * @throws CozyError CONFLICT after too many tries; what `attempt` throws.
 */
export async function untilCommitted<R>(attempt: () => Promise<R | typeof OVERTAKEN>): Promise<R> {
  for (let tries = 0; tries < TRIES; tries++) {
    const result = await attempt();
    if (result !== OVERTAKEN) return result;
  }
  throw new CozyError('CONFLICT');
}
