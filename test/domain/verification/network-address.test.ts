import { describe, expect, it } from 'vitest';
import { NetworkAddress } from '../../../src/domain/verification/network-address.ts';

const networkOf = (text: string) => NetworkAddress.parse(text)._unsafeUnwrap();

describe('a network address', () => {
  it.each(['192.0.2.1', '0.0.0.0', '255.255.255.255', '10.20.30.40'])('of IPv4 is the address itself: %s', (text) => {
    expect(networkOf(text)).toBe(text);
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:FFFF:FFFF:FFFF:FFFF', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['fe80::1%25', 'fe80:0:0:0::/64'],
    ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ['::2:3:4:5:6:7:8', '0:2:3:4::/64'],
  ])('of IPv6 is the /64, since whoever has one of its addresses has them all: %s', (text, network) => {
    expect(networkOf(text)).toBe(network);
  });

  it.each([
    '::ffff:192.0.2.1',
    '::FFFF:192.0.2.1',
    '::ffff:c000:201',
    '0:0:0:0:0:ffff:192.0.2.1',
    '0000:0000:0000:0000:0000:ffff:c000:0201',
    '::ffff:192.0.2.1%eth0',
    '192.0.2.1',
    '192.0.2.1%lo',
  ])('of IPv4 is the same, however a socket wraps it: %s', (text) => {
    expect(networkOf(text)).toBe('192.0.2.1');
  });

  it.each(['::192.0.2.1', '::ffff:0:192.0.2.1', '64:ff9b::192.0.2.1', '1::ffff:192.0.2.1'])(
    'is no IPv4 address where only its end looks like one: %s',
    (text) => {
      expect(networkOf(text)).toMatch(/::\/64$/);
    },
  );

  it('is one for two addresses of one /64, and two for two', () => {
    expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:db8:1:2:dead:beef:0:1'));
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
    expect(networkOf('192.0.2.1')).not.toBe(networkOf('192.0.2.2'));
  });

  it.each([
    '',
    ' ',
    'localhost',
    'example.com',
    '192.0.2',
    '192.0.2.1.1',
    '192.0.2.256',
    '192.0.2.-1',
    '192.0.2.1 ',
    ' 192.0.2.1',
    '192.0.2.1\n',
    '192.0.2.1:443',
    '192.0.2.0/24',
    '192.0.2.1, 198.51.100.1',
    '3221225985',
    '0xc0000201',
    '0300.0.2.0x1',
    '１９２.0.2.1',
    '٣.0.2.1',
    ':',
    ':::',
    '1',
    '1:2',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '12345::',
    'g::1',
    '::1 ',
    '::1\n',
    '[::1]',
    '[::1]:443',
    '::1/64',
    '::1#a',
    '::1?a',
    '::1@a',
    '::1]/[',
    '::ffff:192.0.2.256',
    '::ffff:192.0.2',
    '::ffff:192.0.2.1:1',
    '192.0.2.1::',
    '%eth0',
    '%',
    `::1%${'x'.repeat(64)}`,
    `${'0'.repeat(60)}::1`,
  ])('is none: %j', (text) => {
    expect(NetworkAddress.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNetworkAddress' });
  });

  it('is a text', () => {
    for (const value of [undefined, null, 3221225985, ['192.0.2.1'], { toString: () => '::1' }]) {
      expect(NetworkAddress.parse(value as never)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidNetworkAddress' });
    }
  });
});
