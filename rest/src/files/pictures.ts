import { type Context, expressionKey, previewKey } from '@cozy/core';
import { CozyError } from '@cozy/protocol';
import type { Exchange, Headers } from '../http/exchange.ts';
import type { Server } from '../http/server.ts';

type Domain = Pick<Context, 'storage'>;

/** Routes of the pictures that anybody may load, and under which key each is kept. */
const ROUTES: Record<string, (id: string) => string> = {
  '/api/v1/emojis/:0': (id) => expressionKey('emoji', id),
  '/api/v1/stickers/:0': (id) => expressionKey('sticker', id),
  '/api/v1/previews/:0': previewKey,
};

/** A picture that was made here is what it says; whatever it is, it does not act as a page of this instance. */
const HEADERS: Headers = {
  'Content-Type': 'image/webp',
  'Content-Disposition': 'inline',
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  // What is under an address never changes.
  'Cache-Control': 'public, max-age=31536000, immutable',
};

/**
 * Adds the routes of emoji, stickers and the pictures of link previews. They need no token: a picture is the same for
 * everyone, and one's address is known only to who was shown it.
 */
export function attachPictures(server: Server, { storage }: Domain): void {
  for (const [pattern, keyOf] of Object.entries(ROUTES)) {
    server.route(pattern, ['GET'], async (exchange, [name]) => {
      try {
        await send(exchange, storage, name!, keyOf);
      } catch (error) {
        if (!(error instanceof CozyError)) throw error;
        exchange.fail(error);
      }
    });
  }
}

async function send(
  exchange: Exchange,
  storage: Domain['storage'],
  name: string,
  keyOf: (id: string) => string,
): Promise<void> {
  const id = /^(\d{17,20})\.webp$/.exec(name)?.[1];
  const size = id === undefined ? null : await storage.size(keyOf(id));
  if (id === undefined || size === null) throw new CozyError('NOT_FOUND');
  if (exchange.method === 'HEAD') {
    exchange.head(200, HEADERS, size);
    return;
  }
  const source = await storage.read(keyOf(id));
  if (!source) throw new CozyError('NOT_FOUND');
  await exchange.stream(200, HEADERS, source, size);
}
