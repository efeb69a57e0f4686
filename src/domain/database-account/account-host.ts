import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * From where an account may log in, as MySQL writes it: one private address, or a private network such as
 * `10.0.0.0/255.255.0.0` or `10.0.%` (POLICY.md C19, C20).
 */
export type AccountHost = Brand<string, 'AccountHost'>;

/** It names no address or network (`unreadable`), anybody's (`open`), or one outside of private networks (`public`). */
export interface InvalidAccountHost {
  readonly kind: 'InvalidAccountHost';
  readonly reason: 'unreadable' | 'open' | 'public';
}

/** Smart constructor: private networks alone (RFC 1918, RFC 4193, loopback). */
export const AccountHost = {
  /**
   * Accepts an address, `address/mask`, `address/bits`, `10.0.%`, or `localhost`; bits are written as a mask, since MySQL
   * 8.0 knows no other from the beginning. Names of hosts are not taken: whoever answers for the name decides who that is.
   * Capitals become small letters, as MySQL writes every host: an account is found by what was written.
   */
  parse(given: string): Result<AccountHost, InvalidAccountHost> {
    const text = given.toLowerCase();
    if (text === 'localhost' || privateIpv6.test(text)) return ok(text as AccountHost); // sound: just checked
    if (text === '' || /^[%_.]+$/.test(text) || /^0\.0\.0\.0(?:\/|$)/.test(text) || /^::(?:\/|$)/.test(text)) {
      return refused('open');
    }
    if (/^[\da-f]*:[\da-f:]+$/i.test(text)) return refused('public');
    const range = ipv4Range(text);
    if (range === null) return refused('unreadable');
    if (!privateRanges.some(([from, to]) => from <= range.from && range.to <= to)) return refused('public');
    return ok(range.written as AccountHost); // sound: it lies within a private network
  },
};

function refused(reason: InvalidAccountHost['reason']): Result<never, InvalidAccountHost> {
  return err({ kind: 'InvalidAccountHost', reason });
}

/** Loopback, or a unique local address in full: `fd00::12` and the like. */
const privateIpv6 = /^(?:::1|f[cd][\da-f]{2}(?::[\da-f]{1,4}){0,6}(?:::?[\da-f]{1,4}){1,7})$/i;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly written: string;
}

const privateRanges: readonly (readonly [number, number])[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
].flatMap((network) => {
  const range = ipv4Range(network);
  return range === null ? [] : [[range.from, range.to] as const];
});

function ipv4Range(text: string): Range | null {
  const wildcard = /^((?:\d{1,3}\.){1,3})%$/.exec(text)?.[1];
  if (wildcard !== undefined) {
    const parts = wildcard.split('.').slice(0, -1);
    const from = addressIn([...parts, '0', '0', '0'].slice(0, 4).join('.'));
    return from === null ? null : { from, to: from + 256 ** (4 - parts.length) - 1, written: text };
  }
  const [host = '', mask, ...more] = text.split('/');
  const address = addressIn(host);
  if (address === null || more.length > 0) return null;
  if (mask === undefined) return { from: address, to: address, written: text };
  const size = sizeOf(mask);
  // MySQL lets nobody in by an address that has bits beside its mask.
  if (size === null || address % size !== 0) return null;
  return { from: address, to: address + size - 1, written: `${host}/${inDots(2 ** 32 - size)}` };
}

/** How many addresses a mask leaves, given in dots or in bits. */
function sizeOf(mask: string): number | null {
  if (/^\d{1,2}$/.test(mask)) return Number(mask) <= 32 ? 2 ** (32 - Number(mask)) : null;
  const bits = addressIn(mask);
  if (bits === null) return null;
  const size = 2 ** 32 - bits;
  return Number.isInteger(Math.log2(size)) ? size : null;
}

function addressIn(text: string): number | null {
  if (!/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text)) return null;
  const parts = text.split('.').map(Number);
  return parts.some((part) => part > 255) ? null : parts.reduce((address, part) => address * 256 + part, 0);
}

function inDots(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
