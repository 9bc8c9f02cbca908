import type { Exchange } from '../http/exchange.ts';

/** Bytes of a body that wait for whoever reads it before the client is made to wait. */
const WAITING = 256 * 1024;

/** A request as the Web platform has it, and whether its body has come in whole. */
export interface WebRequest {
  request: Request;
  hasWholeBody(): boolean;
}

/**
 * Makes a Web request of an exchange. Its body comes as fast as it is read. Must be called before the handler returns for
 * the first time.
 *
 * @param origin of the address, which requests of the Web platform must have.
 */
export function webRequest(exchange: Exchange, fields: Iterable<[string, string]>, origin: string): WebRequest {
  const { method, path } = exchange;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  let isWhole = !hasBody;
  const body = hasBody ? bodyStream(exchange, () => (isWhole = true)) : null;
  const request = new Request(origin + path, {
    method,
    headers: [...fields],
    ...(body && { body, duplex: 'half' }),
  } as RequestInit);
  return { request, hasWholeBody: () => isWhole };
}

function bodyStream(exchange: Exchange, onWhole: () => void): ReadableStream<Uint8Array> {
  let isDone = false;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        exchange.onEnd(() => {
          if (isDone) return;
          isDone = true;
          controller.error(new Error('The client has left.'));
        });
        exchange.onBody((part, last) => {
          if (last) onWhole();
          if (isDone) return;
          // The part is emptied when this returns.
          if (part.byteLength > 0) controller.enqueue(new Uint8Array(part.slice(0)));
          if (last) {
            isDone = true;
            controller.close();
          } else if ((controller.desiredSize ?? 0) <= 0) exchange.pauseBody();
        });
      },
      pull: () => exchange.resumeBody(),
      // What nobody reads any more is thrown away as it comes.
      cancel: () => {
        isDone = true;
        exchange.resumeBody();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: WAITING }),
  );
}
