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
