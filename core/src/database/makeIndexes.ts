import type { Logger } from 'pino';
import { isDatabaseUnavailable } from './unavailable.ts';

/** Times that making the indexes is tried, and the most milliseconds between two tries. */
const TRIES = 20;
const RETRY = 500;

/**
 * Makes indexes that are missing. Processes that start at once make the same ones; of two that wait for each other
 * PostgreSQL ends one, which then tries again.
 *
 * @param make may run several times.
 * @throws the database's error, when it does not come to an end.
 */
export async function makeIndexes(make: () => Promise<void>, logger: Logger): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await make();
      return;
    } catch (error) {
      if (attempt === TRIES || !isDatabaseUnavailable(error)) throw error;
      logger.warn({ error }, 'Indexes could not be made, maybe because another process makes them, too; trying again');
      await new Promise((resolve) => setTimeout(resolve, RETRY * Math.random()));
    }
  }
}
