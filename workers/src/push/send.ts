import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type Context, publicLookup, pushAddress, type SessionDocument } from '@cozy/core';
import type { PushNotice } from '@cozy/protocol';
import webpush from 'web-push';

/** Seconds that a push service keeps what it cannot deliver; later it is no news. */
const KEEP = 3_600;
/** Milliseconds that a push service gets. */
const TIMEOUT = 10_000;

type Subscription = NonNullable<SessionDocument['push']>;

/** What a push service has answered: it took the message, knows no such device, refuses for good, or not just now. */
export type Pushed = 'taken' | 'gone' | 'refused' | 'later';

/**
 * Sends a notice to a device, encrypted for it (RFC 8291), signed by this instance (RFC 8292).
 *
 * @throws when the service cannot be reached, or its name stands for an address that must not be called.
 */
export async function sendPush(
  { settings, vapid }: Pick<Context, 'settings' | 'vapid'>,
  { endpoint, keys }: Subscription,
  notice: PushNotice,
  signal: AbortSignal,
): Promise<Pushed> {
  const url = pushAddress(endpoint, settings.pushPrivate);
  if (!url) return 'refused';
  const subject = settings.publicUrl.startsWith('https:') ? settings.publicUrl : `mailto:postmaster@${settings.domain}`;
  const { method, headers, body } = webpush.generateRequestDetails({ endpoint, keys }, JSON.stringify(notice), {
    vapidDetails: { subject, ...vapid },
    TTL: KEEP,
    urgency: 'high',
    // What could not be delivered yet is replaced, not doubled, when it is sent again.
    topic: notice.tag,
  });
  const status = await new Promise<number>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method,
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      ...(!settings.pushPrivate && { lookup: publicLookup() }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      // What it says besides is of no use, however long.
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.end(body);
  });
  if (status >= 200 && status < 300) return 'taken';
  if (status === 404 || status === 410) return 'gone';
  return status === 429 || status >= 500 ? 'later' : 'refused';
}
