import { createHmac, timingSafeEqual } from 'node:crypto';
import { CozyError } from '@cozy/protocol';

/** Seconds: all addresses that are made within one of these are the same, so that browsers find them in their caches. */
const STEP = 3_600;

/** What attachment.urls adds to a file's address. */
export interface Link {
  query: string;
  /** Unix milliseconds. */
  expiresAt: number;
}

/**
 * Signs a file's address. An `<img>` cannot send a token, so the address itself says that somebody who saw the channel
 * was given it.
 *
 * @param secret `linkSecret` of the signing keys.
 * @param channelId where the file must be; who loads it is checked against that.
 * @param now Unix milliseconds; the address holds for one to two hours.
 */
export function signLink(secret: Uint8Array, id: string, channelId: string, now = Date.now()): Link {
  const expires = (Math.floor(now / 1000 / STEP) + 2) * STEP;
  const signature = sign(secret, id, channelId, expires).toString('base64url');
  return {
    query: new URLSearchParams({ channel: channelId, expires: String(expires), signature }).toString(),
    expiresAt: expires * 1000,
  };
}

/**
 * Checks an address of a file.
 *
 * @param query of the request, without its question mark.
 * @returns the channel in which the file must be.
 * @throws CozyError LINK_EXPIRED when it was not signed here, or not for this file, or too long ago.
 */
export function verifyLink(secret: Uint8Array, id: string, query: string, now = Date.now()): string {
  const fields = new URLSearchParams(query);
  const [channel = '', expires = '', signature = ''] = ['channel', 'expires', 'signature'].map((name) => {
    return fields.get(name) ?? '';
  });
  const given = Buffer.from(signature, 'base64url');
  const right = sign(secret, id, channel, Number(expires));
  const isRight = given.length === right.length && timingSafeEqual(given, right);
  if (!isRight || Number(expires) * 1000 <= now) throw new CozyError('LINK_EXPIRED');
  return channel;
}

function sign(secret: Uint8Array, id: string, channelId: string, expires: number): Buffer {
  return createHmac('sha256', secret).update(`${id}:${channelId}:${expires}`).digest();
}
