import type { Settings, SigningKeys, VapidKeys } from '@cozy/core';
import pkg from '../../package.json' with { type: 'json' };
import type { Exchange } from './http/exchange.ts';

/** A host name, IPv4 or bracketed IPv6 address, with a port or without. */
const HOST = /^([a-z0-9]([a-z0-9.-]{0,253}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?$/i;
/** Seconds that others may remember where this instance is. */
const REMEMBERED = 300;

/** The version of this Cozy. */
export const VERSION: string = pkg.version;

/**
 * The address under which the sender of a request reaches this instance: the public one. Where none was set it is
 * localhost, which is right on this machine only, so from elsewhere the request's own Host is taken.
 *
 * @param host the Host header; one that is not a host name is not taken.
 * @returns an address without a slash at its end.
 */
export function reachableAddress(publicUrl: string, host: string): string {
  const url = new URL(publicUrl);
  if (url.hostname !== 'localhost' || !HOST.test(host)) return publicUrl;
  return `${url.protocol}//${host.toLowerCase()}`;
}

/**
 * Answers `/.well-known/cozy`: what another instance or a client needs to know of this one.
 *
 * @param keys whose public part is shown.
 * @param vapid the key that browsers subscribe to Web Push with.
 */
export function describeInstance(
  exchange: Exchange,
  { publicUrl, domain, name }: Pick<Settings, 'publicUrl' | 'domain' | 'name'>,
  keys: Pick<SigningKeys, 'jwks'>,
  vapid: Pick<VapidKeys, 'publicKey'>,
): void {
  const address = reachableAddress(publicUrl, exchange.field('host'));
  exchange.json(
    200,
    {
      software: { name: 'cozy', version: VERSION },
      name,
      domain,
      gateway: `${address.replace(/^http/, 'ws')}/gateway`,
      rest: `${address}/api/v1`,
      keys: keys.jwks,
      push: { key: vapid.publicKey },
    },
    { 'Cache-Control': `public, max-age=${REMEMBERED}`, Vary: 'Host' },
  );
}
