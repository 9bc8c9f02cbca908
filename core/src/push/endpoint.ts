import { isIP } from 'node:net';
import { isPublicAddress } from '../network/publicAddress.ts';

/**
 * The address of a push service, checked as far as can be told without asking DNS. Who pushes to it checks the addresses
 * that its name stands for, too.
 *
 * @param endpoint as a client gave it.
 * @param allowPrivate lets it be without TLS and in a private network.
 * @returns null for one that must not be called.
 */
export function pushAddress(endpoint: string, allowPrivate: boolean): URL | null {
  if (!URL.canParse(endpoint)) return null;
  const url = new URL(endpoint);
  if (url.username || url.password) return null;
  if (allowPrivate) return url;
  if (url.protocol !== 'https:') return null;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 || isPublicAddress(host) ? url : null;
}
