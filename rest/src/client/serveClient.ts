import { CozyError } from '@cozy/protocol';
import type { Handle } from '../http/server.ts';
import { type PreparedFile, readClientFiles } from './files.ts';
import { clientHeaders, PLAIN_PAGE_HEADERS } from './policy.ts';
import { sendFile } from './sendFile.ts';

/** Paths that are never pages of the client, also where this process does not answer them. */
const NOT_PAGES = /^\/(api|gateway|health|metrics|\.well-known)(\/|$)/;

const HTML = 'text/html; charset=utf-8';
const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Cozy</title>
<h1>The server runs, but its client is not built</h1>
<p>Build it with <code>npm run build --workspace @cozy/web</code> and start again, or start with <code>npm start</code>,
which does both.</p>
<p>The <a href="/api/v1/docs">API</a> works without it.</p></html>`;

/**
 * Makes what answers all paths that are not routes: the client's files, and its page for every path that is not a file,
 * because the client's own router knows those.
 *
 * @param folder of the built client; null where there is none, which a page then says.
 * @param filesAddress of the S3 server to which browsers are sent for files.
 * @throws the file system's errors.
 */
export async function serveClient(folder: string | null, filesAddress: string | null = null): Promise<Handle> {
  const headers = clientHeaders(filesAddress);
  const files = folder === null ? new Map<string, PreparedFile>() : await readClientFiles(folder);
  const page = files.get('/index.html');
  return (exchange) => {
    if (NOT_PAGES.test(exchange.path)) {
      exchange.fail(new CozyError('NOT_FOUND'));
      return;
    }
    if (exchange.method !== 'GET' && exchange.method !== 'HEAD') {
      exchange.fail(new CozyError('METHOD_NOT_ALLOWED'), { Allow: 'GET, HEAD' });
      return;
    }
    const path = decodePath(exchange.path);
    const file = path === null ? undefined : files.get(path);
    if (file && file !== page) sendFile(exchange, file, headers);
    else if (path === null || looksLikeFile(path)) exchange.fail(new CozyError('NOT_FOUND'));
    else if (page) sendFile(exchange, page, headers);
    else exchange.reply(503, { ...PLAIN_PAGE_HEADERS, 'Content-Type': HTML, 'Cache-Control': 'no-store' }, NOT_BUILT);
  };
}

/** Whether the last part of a path has a full stop, as files have and pages have not. */
function looksLikeFile(path: string): boolean {
  return path !== '/index.html' && path.slice(path.lastIndexOf('/')).includes('.');
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    // Bad percent-encoding is the name of no file.
    return null;
  }
}
