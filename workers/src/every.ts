import type { Logger } from 'pino';

/**
 * Does something again and again, the first time at once, never twice at the same time.
 *
 * @param interval milliseconds between the end of one run and the start of the next.
 * @param complaint logged when a run fails; the next one comes all the same.
 * @returns `stop`, which resolves when the last run has ended.
 */
export function every(
  interval: number,
  logger: Logger,
  complaint: string,
  run: () => Promise<void>,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const turn = () => {
    running = run()
      .catch((error: unknown) => logger.warn({ error }, complaint))
      .finally(() => {
        if (!stopped) timer = setTimeout(turn, interval);
      });
  };
  turn();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
