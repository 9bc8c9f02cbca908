import type { HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { collectDefaultMetrics, register } from 'prom-client';

/** What a part tells about itself. */
export interface PartHealth {
  ready: boolean;
  detail: unknown;
}

const PEER_WITHIN_MS = 1000;

/**
 * Adds `/health` and `/metrics` to a server. `/health` answers 200 when every part and peer is ready, else 503, with
 * `{status, parts}`; `/metrics` is Prometheus text.
 * @param parts the parts of this process, each with its way of telling.
 * @param peers addresses of other processes' `/health`, whose parts count too. Not being answered is not ready.
 */
export function attachHealth(app: TemplatedApp, parts: Map<string, () => PartHealth>, peers: string[]): void {
  collectDefaultMetrics();
  app.get('/health', (response) => {
    answer(response, 'application/json', async () => {
      const own = [...parts].map(([name, health]): [string, PartHealth] => [name, health()]);
      const theirs = await Promise.all(peers.map(peerParts));
      const all = Object.fromEntries([...own, ...theirs.flat()]);
      const ready = Object.values(all).every((part) => part.ready);
      return { ready, body: JSON.stringify({ status: ready ? 'ok' : 'starting', parts: all }) };
    });
  });
  app.get('/metrics', (response) => {
    answer(response, register.contentType, async () => ({ ready: true, body: await register.metrics() }));
  });
}

/** Answers a request from what `produce` gives later, unless the client has gone by then. */
function answer(response: HttpResponse, type: string, produce: () => Promise<{ ready: boolean; body: string }>): void {
  let gone = false;
  response.onAborted(() => {
    gone = true;
  });
  const send = (status: string, body: string) => {
    if (gone) return;
    response.cork(() => {
      response.writeStatus(status).writeHeader('Content-Type', type).writeHeader('Cache-Control', 'no-store').end(body);
    });
  };
  produce().then(
    ({ ready, body }) => send(ready ? '200 OK' : '503 Service Unavailable', body),
    (error: unknown) => send('500 Internal Server Error', error instanceof Error ? error.message : String(error)),
  );
}

async function peerParts(url: string): Promise<[string, PartHealth][]> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PEER_WITHIN_MS) });
    const { parts } = (await response.json()) as { parts: Record<string, PartHealth> };
    return Object.entries(parts);
  } catch (error) {
    return [[url, { ready: false, detail: error instanceof Error ? error.message : String(error) }]];
  }
}
