import { CozyError, LIMITS } from '@cozy/protocol';
import type { Exchange } from './exchange.ts';

/** Milliseconds in which a whole body must have come: 64 KiB take less on any line that can hold a conversation. */
export const BODY_TIMEOUT = 10_000;
/**
 * Bytes beyond the limit that are read and thrown away, so that a client that writes before it reads sees the answer
 * instead of a broken connection. One that goes on is cut off.
 */
const DISCARDED = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a request's body.
 *
 * @param most bytes of it.
 * @param timeout milliseconds; shorter in tests.
 * @returns the bytes. When the client leaves, the promise ends with the timeout; there is nobody to answer then.
 * @throws CozyError BODY_TOO_LARGE; MALFORMED_BODY when it does not come in time. The connection should be closed after
 *   either, because what comes next on it may be the rest of the body.
 */
export function readBody(
  exchange: Exchange,
  most: number = LIMITS.bodyBytes,
  timeout = BODY_TIMEOUT,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    const slow = setTimeout(() => {
      const message = `The body did not come within ${timeout / 1000} seconds.`;
      reject(new CozyError('MALFORMED_BODY', { message }));
    }, timeout);
    slow.unref();
    exchange.onBody((part, last) => {
      length += part.byteLength;
      if (length <= most) {
        // The part is emptied when this returns.
        parts.push(Buffer.from(new Uint8Array(part)));
      } else {
        parts.length = 0;
        if (length > most + DISCARDED) {
          clearTimeout(slow);
          exchange.drop();
          return;
        }
      }
      if (!last) return;
      clearTimeout(slow);
      if (length > most) {
        const message = `The body is larger than ${most} bytes.`;
        reject(new CozyError('BODY_TOO_LARGE', { message }));
      } else resolve(Buffer.concat(parts));
    });
  });
}

/**
 * Reads a body as a JSON object.
 *
 * @param bytes none at all count as an empty object, so that commands without fields need no body.
 * @param contentType of the request.
 * @throws CozyError UNSUPPORTED_MEDIA_TYPE, MALFORMED_BODY or, for JSON that is not an object, INVALID_INPUT.
 */
export function parseBody(bytes: Uint8Array, contentType: string): Record<string, unknown> {
  if (bytes.length === 0) return {};
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType)) {
    throw new CozyError('UNSUPPORTED_MEDIA_TYPE');
  }
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw new CozyError('MALFORMED_BODY', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CozyError('INVALID_INPUT', { errors: { '/': 'Must be an object' } });
  }
  if (!withinDepth(value, LIMITS.frameDepth)) {
    throw new CozyError('MALFORMED_BODY', { message: `The body nests deeper than ${LIMITS.frameDepth} levels.` });
  }
  return value as Record<string, unknown>;
}

function withinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((child) => withinDepth(child, depth - 1));
}
