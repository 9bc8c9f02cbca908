import type { TemplatedApp } from 'uWebSockets.js';
import type { Context } from '@cozy/core';
import { attachCommands } from './api/attachCommands.ts';
import { API_BASE } from './api/routes.ts';
import { type PreparedFile, prepareFile } from './client/files.ts';
import { PLAIN_PAGE_HEADERS } from './client/policy.ts';
import { sendFile } from './client/sendFile.ts';
import { serveClient } from './client/serveClient.ts';
import { DOCS_STYLE_PATH, docsPage } from './docs/page.ts';
import { DOCS_STYLE } from './docs/style.ts';
import { attachDownloads } from './files/downloads.ts';
import { attachPictures } from './files/pictures.ts';
import { attachUploads } from './files/uploads.ts';
import type { Headers } from './http/exchange.ts';
import { Server } from './http/server.ts';
import { describeAuthorization, METADATA_PATH } from './oauth/metadata.ts';
import { attachTokenEndpoint } from './oauth/tokenEndpoint.ts';
import { openApiDocument } from './openapi/document.ts';
import { describeInstance } from './wellKnown.ts';

/** Milliseconds that requests under way have by default when the server stops. */
const DRAIN = 5_000;
/** A year: once seen by https, a browser asks for nothing else (RFC 6797). */
const HTTPS_ONLY: Headers = { 'Strict-Transport-Security': 'max-age=31536000' };

/** What REST needs of the domain. */
export type RestContext = Pick<
  Context,
  | 'authenticate'
  | 'database'
  | 'execute'
  | 'fileJobs'
  | 'health'
  | 'keys'
  | 'logger'
  | 'nextId'
  | 'outbox'
  | 'rates'
  | 'settings'
  | 'storage'
  | 'vapid'
>;

/** The running part. */
export interface Rest {
  /**
   * Turns new requests away with UNAVAILABLE and waits for those under way.
   *
   * @param drainMs for at most so many milliseconds.
   */
  close(drainMs?: number): Promise<void>;
  health(): { ready: boolean; detail: object };
}

/**
 * Adds everything that Cozy answers over HTTP to a server: the commands, their documentation, `/.well-known/cozy`, and
 * the client on every other path.
 *
 * @param app other parts may add routes of their own, before or after.
 * @param options `clientDir` is the folder of the built client, or null where there is none.
 * @throws the file system's errors when the client cannot be read.
 */
export async function attachRest(
  app: TemplatedApp,
  context: RestContext,
  { clientDir }: { clientDir: string | null },
): Promise<Rest> {
  const { settings, logger, keys, vapid } = context;
  const server = new Server(app, {
    trustProxy: settings.trustProxy,
    headers: { 'X-Content-Type-Options': 'nosniff', ...(settings.publicUrl.startsWith('https:') && HTTPS_ONLY) },
    onError: (error, { id, method, route }) => {
      logger.error({ error, request: id, method, route }, 'A request failed');
    },
    onEnd: ({ id, method, route }, status, seconds) => {
      logger.debug({ request: id, method, route, status, seconds }, 'A request has ended');
    },
  });
  attachCommands(server, context);
  attachUploads(server, context);
  attachDownloads(server, context);
  attachPictures(server, context);
  await attachDocs(server);
  server.route('/.well-known/cozy', ['GET'], (exchange) => describeInstance(exchange, settings, keys, vapid));
  attachTokenEndpoint(server, context);
  server.route(METADATA_PATH, ['GET'], (exchange) => describeAuthorization(exchange, settings.publicUrl));
  server.nothingElseIn('/api');
  server.otherwise(await serveClient(clientDir, settings.s3PublicEndpoint ?? null));
  return {
    close: (drainMs = DRAIN) => server.close(drainMs),
    health: () => {
      const engines = context.health();
      return {
        ready: engines.ready && !server.closing,
        detail: { ...engines.detail, requests: server.underWay, closing: server.closing },
      };
    },
  };
}

async function attachDocs(server: Server): Promise<void> {
  const document = openApiDocument();
  const files: Record<string, Promise<PreparedFile>> = {
    [`${API_BASE}/openapi.json`]: prepareFile(JSON.stringify(document), 'application/json; charset=utf-8'),
    [`${API_BASE}/docs`]: prepareFile(docsPage(document), 'text/html; charset=utf-8'),
    [DOCS_STYLE_PATH]: prepareFile(DOCS_STYLE, 'text/css; charset=utf-8'),
  };
  for (const [path, preparing] of Object.entries(files)) {
    const file = await preparing;
    server.route(path, ['GET'], (exchange) => sendFile(exchange, file, PLAIN_PAGE_HEADERS));
  }
}
