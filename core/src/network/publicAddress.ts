import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What the world's addresses are given out of. Source: https://www.iana.org/assignments/ipv6-unicast-address-assignments */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Tells whether an address is one of the open Internet: no loopback, private, link-local, shared, documentation or
 * multicast network, and none of these within an IPv6 address that stands for it.
 *
 * @param address IPv4 or IPv6, without brackets; anything else is none.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // One that is mapped into IPv6 reaches the IPv4 host.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
}

/**
 * A look-up that finds only names all of whose addresses are of the open Internet. What connects by it connects to what was
 * checked: there is no second look-up that could answer otherwise.
 *
 * @param refuse makes the error with which other names fail.
 * @param lookup finds the addresses of a name; the system's by default.
 */
export function publicLookup(
  refuse: (hostname: string) => Error = (hostname) => new Error(`${hostname} is in a private network.`),
  lookup: LookupFunction = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const first = addresses[0];
      if (error) callback(error, []);
      else if (!first || !addresses.every(({ address }) => isPublicAddress(address))) callback(refuse(hostname), []);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
