import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is one of the public internet: none of a private or local network, of this machine, or of any
 * other range with a meaning of its own, also where an IPv4 address is written as one of IPv6.
 *
 * @param address of IPv4 or IPv6, without brackets.
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
