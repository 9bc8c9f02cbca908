import { type AttachmentDocument, type Context, verifyLink } from '@cozy/core';
import { CozyError } from '@cozy/protocol';
import { create as contentDisposition } from 'content-disposition';
import type { Exchange, Headers } from '../http/exchange.ts';
import type { Server } from '../http/server.ts';
import { readRange } from './range.ts';
import { ORIGINAL } from './tusServer.ts';

type Domain = Pick<Context, 'database' | 'keys' | 'storage'>;

/** Types that a browser shows and in which nothing can run. All others are saved, never shown. */
const SHOWN = new Set([
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/apng'],
  ...['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime'],
  ...['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus', 'audio/webm', 'audio/wav', 'audio/flac', 'audio/aac'],
]);
const UNKNOWN = 'application/octet-stream';

/** A part of an attachment: a file of the store, and how it is sent. */
interface Part {
  key: string;
  contentType: string;
}

/** Adds the routes from which files are loaded, by addresses that attachment.urls has signed. */
export function attachDownloads(server: Server, domain: Domain): void {
  server.route('/api/v1/attachments/:0/:1/:2', ['GET'], async (exchange, parameters) => {
    try {
      await send(exchange, domain, parameters as [string, string, string]);
    } catch (error) {
      if (!(error instanceof CozyError)) throw error;
      exchange.fail(error);
    }
  });
}

async function send(
  exchange: Exchange,
  { database, keys, storage }: Domain,
  [id, kind, name]: [string, string, string],
): Promise<void> {
  const channel_id = verifyLink(keys.linkSecret, id, exchange.query);
  const document = await database.attachments.findOne({ _id: id, channel_id, deleted: { $exists: false } });
  const part = document && partOf(document, kind, name);
  if (!part) throw new CozyError('UNKNOWN_ATTACHMENT');
  const isShown = SHOWN.has(part.contentType);
  const contentType = isShown ? part.contentType : UNKNOWN;
  const disposition = contentDisposition(document.filename, { type: isShown ? 'inline' : 'attachment' });
  const link = await storage.link(part.key, { contentType, disposition });
  if (link !== null) {
    exchange.reply(302, { Location: link, 'Cache-Control': 'private, max-age=1800' });
    return;
  }
  const size = await storage.size(part.key);
  if (size === null) throw new CozyError('UNKNOWN_ATTACHMENT');
  const range = readRange(exchange.field('range'), size);
  const headers: Headers = {
    'Content-Type': contentType,
    'Content-Disposition': disposition,
    // Whatever it is, it does not act as a page of this instance.
    'Content-Security-Policy':
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Accept-Ranges': 'bytes',
    // What is under an address never changes; a file that is being prepared is not there yet.
    'Cache-Control': document.status === 'processing' ? 'no-store' : 'private, max-age=31536000, immutable',
  };
  if (range === 'unsatisfiable') {
    exchange.reply(416, { 'Content-Range': `bytes */${size}`, 'Cache-Control': 'no-store' });
    return;
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  if (range) headers['Content-Range'] = `bytes ${first}-${last}/${size}`;
  const length = last - first + 1;
  if (exchange.method === 'HEAD') {
    exchange.head(range ? 206 : 200, headers, length);
    return;
  }
  const source = await storage.read(part.key, range ?? undefined);
  if (!source) throw new CozyError('UNKNOWN_ATTACHMENT');
  await exchange.stream(range ? 206 : 200, headers, source, length);
}

function partOf(document: AttachmentDocument, kind: string, name: string): Part | null {
  const { _id, status, content_type, previews, playable } = document;
  if (kind === 'original' && status !== 'uploading') {
    // Until it is looked at, its type is what the sender says.
    return { key: `${_id}/${ORIGINAL}`, contentType: status === 'ready' ? content_type : UNKNOWN };
  }
  if (kind === 'previews') {
    const preview = previews?.find(({ width }) => String(width) === name);
    return preview ? { key: `${_id}/preview-${name}`, contentType: preview.content_type } : null;
  }
  if (kind === 'playable' && playable) return { key: `${_id}/playable`, contentType: playable.content_type };
  return null;
}
