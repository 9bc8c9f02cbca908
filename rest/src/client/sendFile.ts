import type { Exchange, Headers } from '../http/exchange.ts';
import type { PreparedFile } from './files.ts';
import { chooseEncoding, isFresh } from './negotiate.ts';

/**
 * Answers with a file, in the encoding that the reader likes best, or with 304 when the reader has it already.
 *
 * @param fields header fields besides those that follow from the file.
 */
export function sendFile(exchange: Exchange, file: PreparedFile, fields: Headers): void {
  const encoding = chooseEncoding(exchange.field('accept-encoding'), file.bodies);
  const headers: Headers = {
    ...fields,
    ETag: `W/"${file.hash}"`,
    'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(file.bodies.size > 1 && { Vary: 'Accept-Encoding' }),
  };
  if (isFresh(exchange.field('if-none-match'), file.hash)) {
    exchange.reply(304, headers);
    return;
  }
  headers['Content-Type'] = file.contentType;
  if (encoding !== 'identity') headers['Content-Encoding'] = encoding;
  exchange.reply(200, headers, file.bodies.get(encoding)!);
}
