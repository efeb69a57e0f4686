import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetworkAddress } from '../../../src/domain/verification/network-address.ts';

/** The 8 groups of an IPv6 address, often 0, so that there is something to shorten. */
const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0xff }));
const groups = fc.array(group, { minLength: 8, maxLength: 8 });
const ipv4s = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });
const zones = fc.constantFrom('', '', '%eth0', '%1', '%en-0.5');

const isMapped = (bits: readonly number[]): boolean => bits.slice(0, 5).every((one) => one === 0) && bits[5] === 0xffff;
const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** One of the many spellings of 128 bits (RFC 4291, section 2.2). */
function spellings(bits: readonly number[]): fc.Arbitrary<string> {
  return fc
    .record({
      zeros: fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
      capitals: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      endsDotted: fc.boolean(),
      shorten: fc.option(fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 8 }))),
      zone: zones,
    })
    .map(({ zeros, capitals, endsDotted, shorten, zone }) => {
      const written = bits.map((one, index) => {
        const digits = one.toString(16).padStart(1 + zeros[index]!, '0');
        return capitals[index] ? digits.toUpperCase() : digits;
      });
      const last = endsDotted ? 6 : 8;
      const end = endsDotted ? [dotted(bits[6]!, bits[7]!)] : [];
      const [from, length] = shorten ?? [0, 0];
      const run = bits.slice(from, from + length);
      if (length === 0 || from + length > last || run.some((one) => one !== 0)) {
        return `${[...written.slice(0, last), ...end].join(':')}${zone}`;
      }
      const [head, tail] = [written.slice(0, from), [...written.slice(from + length, last), ...end]];
      return `${head.join(':')}::${tail.join(':')}${zone}`;
    });
}

const spelled = groups.chain((bits) => fc.tuple(fc.constant(bits), spellings(bits), spellings(bits)));
const networkOf = (text: string) => NetworkAddress.parse(text)._unsafeUnwrap();
const plain = (bits: readonly number[]): string => bits.map((one) => one.toString(16)).join(':');

describe('an IPv6 address', () => {
  it('is the same network in all its spellings', () => {
    fc.assert(
      fc.property(spelled, ([bits, one, other]) => {
        expect([isIP(one.split('%', 1)[0]!), one]).toEqual([6, one]); // the spelling is one that Node knows too
        expect(networkOf(one)).toBe(networkOf(other));
        expect(networkOf(one)).toBe(networkOf(plain(bits)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the network of its first 64 bits, whatever the others are', () => {
    fc.assert(
      fc.property(groups, groups, (bits, others) => {
        const [first, second] = [bits, [...bits.slice(0, 4), ...others.slice(4)]];
        fc.pre(!isMapped(first) && !isMapped(second));
        expect(networkOf(plain(first))).toBe(networkOf(plain(second)));
        expect(networkOf(plain(first))).toBe(`${plain(bits.slice(0, 4))}::/64`);
      }),
    );
  });

  it('is of another network where one of its first 64 bits differs', () => {
    fc.assert(
      fc.property(groups, fc.nat(63), (bits, bit) => {
        const other = bits.map((one, index) => (index === bit >> 4 ? one ^ (1 << (bit & 15)) : one));
        expect(networkOf(plain(bits))).not.toBe(networkOf(plain(other)));
      }),
    );
  });

  it('that wraps one of IPv4 is that one, in all its spellings', () => {
    const mapped = ipv4s.chain((parts) => {
      const [a, b, c, d] = parts as [number, number, number, number]; // sound: exactly 4
      return fc.tuple(fc.constant(parts.join('.')), spellings([0, 0, 0, 0, 0, 0xffff, a * 256 + b, c * 256 + d]));
    });
    fc.assert(
      fc.property(mapped, ([address, text]) => {
        expect(networkOf(text)).toBe(address);
      }),
    );
  });
});

describe('an IPv4 address', () => {
  it('is itself, and no two are one', () => {
    fc.assert(
      fc.property(ipv4s, ipv4s, zones, (one, other, zone) => {
        expect(networkOf(`${one.join('.')}${zone}`)).toBe(one.join('.'));
        expect(networkOf(one.join('.')) === networkOf(other.join('.'))).toBe(one.join('.') === other.join('.'));
      }),
    );
  });
});

describe('a network', () => {
  it('is read back as it is, the /64 by the address that it begins with', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          ipv4s.map((parts) => parts.join('.')),
          groups.map(plain),
        ),
        (text) => {
          const network = networkOf(text);
          expect(networkOf(network.replace(/\/64$/, ''))).toBe(network);
        },
      ),
    );
  });

  it('comes of nothing but an address that Node knows too, and is refused without a word of the text', () => {
    const strange = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF:::::....%/[] '), maxLength: 45, size: 'max' }),
      spelled.chain(([, text]) =>
        fc
          .tuple(fc.nat(text.length), fc.constantFrom(...':.%[]/ 0gx@#?', ''), fc.nat(1))
          .map(([at, put, gone]) => `${text.slice(0, at)}${put}${text.slice(at + gone)}`),
      ),
    );
    fc.assert(
      fc.property(strange, (text) => {
        NetworkAddress.parse(text).match(
          (network) => {
            const [address = ''] = text.split('%', 1);
            // Node takes no leading zeros in IPv4.
            const known = isIP(address) !== 0 || isIP(address.replaceAll(/(^|\.)0+(?=\d)/g, '$1')) === 4;
            expect([text, known]).toEqual([text, true]);
            expect(network).toMatch(/^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}::\/64)$/);
          },
          (refusal) => expect(refusal).toEqual({ kind: 'InvalidNetworkAddress' }),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
