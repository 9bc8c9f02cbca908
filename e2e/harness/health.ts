import { until } from './processes.ts';

/** What `/health` answers. */
export interface Health {
  status: string;
  parts: Record<string, { ready: boolean; detail: Record<string, unknown> } | undefined>;
}

/** Asks a server for its health; undefined when it does not answer within 2 s. */
export async function healthOf(origin: string): Promise<Health | undefined> {
  try {
    const response = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(2000) });
    return (await response.json()) as Health;
  } catch {
    // Not up: who asks decides what that means.
    return undefined;
  }
}

/** Waits until every part behind an address is ready. @throws {Error} after `withinMs`, 2 minutes when not given. */
export async function healthy(origin: string, withinMs = 120_000): Promise<void> {
  let last: Health | undefined;
  const isHealthy = async () => {
    last = await healthOf(origin);
    return last?.status === 'ok';
  };
  await until(isHealthy, () => `${origin} is healthy; it says ${JSON.stringify(last)}`, withinMs);
}
