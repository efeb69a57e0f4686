import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * From where somebody asks, as far as budgets look at it: an IPv4 address, or the /64 of an IPv6 address, since whoever has
 * one of its addresses has them all (RFC 6177). It is kept as a keyed hash alone, and for a day at most.
 */
export type NetworkAddress = Brand<string, 'NetworkAddress'>;

/** The text is no IP address. */
export interface InvalidNetworkAddress {
  readonly kind: 'InvalidNetworkAddress';
}

/** Smart constructor: accepts an IPv4 or IPv6 address as a socket or a proxy spells it, without a port. */
export const NetworkAddress = {
  /** IPv4 within IPv6 (`::ffff:192.0.2.1`) is the IPv4 address; a zone such as `%eth0` is dropped. */
  parse(text: string): Result<NetworkAddress, InvalidNetworkAddress> {
    const [address = ''] = typeof text === 'string' && text.length <= 64 ? text.split('%', 1) : [];
    const network = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(address) ? ipv4(address) : ipv6(address);
    return network === null ? err({ kind: 'InvalidNetworkAddress' }) : ok(network as NetworkAddress); // sound: just made
  },
};

function ipv4(text: string): string | null {
  const parts = text.split('.').map(Number);
  return parts.every((part) => part <= 255) ? parts.join('.') : null;
}

function ipv6(text: string): string | null {
  // A URL parser knows every spelling, and gives back one of them (RFC 5952).
  if (!/^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(text) || !URL.canParse(`http://[${text}]`)) return null;
  const [before = '', after] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  const groups = [...head, ...zeros, ...tail];
  if (groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff') {
    const [high, low] = groups.slice(6).map((group) => Number.parseInt(group, 16));
    if (high === undefined || low === undefined) return null;
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
