import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import ipaddr from 'ipaddr.js';

/** Bits of an IPv6 address that name a customer's network; one customer can use all addresses below them (RFC 6177). */
const NETWORK_BYTES = 8;

/**
 * Tells which address a request came from, as it is counted for rate limits: an IPv4 address, or the /64 network of an
 * IPv6 address, because its holder can use a new address for every request.
 *
 * @param trustProxy takes the last entry of X-Forwarded-For: the only one that our own proxy wrote. Entries before it
 *   are whatever the client sent.
 */
export function callerAddress(response: HttpResponse, request: HttpRequest, trustProxy: boolean): string {
  const socket = new Uint8Array(response.getRemoteAddress());
  if (trustProxy) {
    const entries: string[] = [];
    // A proxy may append a line of its own instead of an entry to the line that is there.
    request.forEach((name, value) => {
      if (name === 'x-forwarded-for') entries.push(...value.split(','));
    });
    const last = entries.at(-1)?.trim() ?? '';
    if (ipaddr.isValid(last)) return countedAs(ipaddr.process(last));
  }
  if (socket.length !== 4 && socket.length !== 16) return 'unknown';
  return countedAs(ipaddr.process(ipaddr.fromByteArray([...socket]).toString()));
}

function countedAs(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address.kind() === 'ipv4') return address.toString();
  const bytes = address.toByteArray();
  return `${ipaddr.fromByteArray(bytes.fill(0, NETWORK_BYTES)).toString()}/64`;
}
