import type { Headers } from '../http/exchange.ts';

/**
 * What the client's page may load and do; everything that is not named is forbidden.
 * - `style-src 'unsafe-inline'`: components position popovers and virtual lists by `style` attributes, which a policy
 *   can allow only all together. Styles cannot run code, and no selector of a stranger gets in: messages are sanitized.
 * - `img-src data:`: small icons in style sheets and what stands for pictures until they have come; `blob:`: pictures
 *   that a member is about to send. Pictures of other hosts would tell them who reads a message.
 *   Where browsers load files from an S3 server, this one is named.
 * - `connect-src` any host: one client speaks to several instances, whose names are not known here. Plain http and ws
 *   are for instances on a local network; a page that came by https is kept from them by the browser itself.
 * Trusted Types are not asked for: Solid and the sanitizer write through innerHTML.
 */
const contentSecurityPolicy = (files: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${files}`,
    `media-src 'self'${files}`,
    "font-src 'self'",
    "connect-src 'self' https: wss: http: ws:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** For pages that Cozy writes itself: no script at all. */
const PLAIN_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE: Headers = {
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/**
 * Header fields of the client's files.
 *
 * @param files address of the S3 server to which browsers are sent for files; null where there is none.
 */
export function clientHeaders(files: string | null): Headers {
  const origin = files === null ? '' : ` ${new URL(files).origin}`;
  return { ...PAGE, 'Content-Security-Policy': contentSecurityPolicy(origin) };
}

/** Header fields of pages without script. */
export const PLAIN_PAGE_HEADERS: Headers = { ...PAGE, 'Content-Security-Policy': PLAIN_CONTENT_SECURITY_POLICY };
