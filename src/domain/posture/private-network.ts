/** A range of addresses, both ends included; a single address is a range of one. */
interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** What nobody routes on the public internet: RFC 1918, RFC 6598, loopback (RFC 1122, RFC 4291) and RFC 4193. */
const privateRanges: readonly AddressRange[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '::1',
  'fc00::/7',
].flatMap((text) => rangeIn(text) ?? []);

/**
 * Whether every address of what the text names is private: an address, `10.0.0.0/24`, or `10.0.0.0/255.255.255.0` as MySQL
 * writes it. Null for what names no addresses, such as a host name.
 */
export function isPrivateNetwork(text: string): boolean | null {
  const range = rangeIn(text);
  if (range === null) return null;
  return privateRanges.some(
    ({ bits, first, last }) => bits === range.bits && first <= range.first && range.last <= last,
  );
}

/** Whether the text is the address that stands for every address of a machine, or a word for it. */
export function isEveryAddress(text: string): boolean {
  return text === '' || text === '*' || text === '0.0.0.0' || /^::(?:ffff:0\.0\.0\.0)?$/i.test(text);
}

function rangeIn(text: string): AddressRange | null {
  const [address = '', mask, ...rest] = text.split('/');
  const parsed = addressIn(address);
  if (parsed === null || rest.length > 0) return null;
  const { bits, value } = parsed;
  const prefix = mask === undefined ? bits : prefixIn(mask, bits);
  if (prefix === null) return null;
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return { bits, first, last: first + size - 1n };
}

/** `24`, or `255.255.255.0`; a mask with a hole in it is none. */
function prefixIn(mask: string, bits: 32 | 128): number | null {
  if (/^\d{1,3}$/.test(mask)) return Number(mask) <= bits ? Number(mask) : null;
  const netmask = bits === 32 ? ipv4In(mask) : null;
  if (netmask === null) return null;
  const ones = /^(1*)0*$/.exec(netmask.toString(2).padStart(32, '0'))?.[1];
  return ones === undefined ? null : ones.length;
}

function addressIn(text: string): { readonly bits: 32 | 128; readonly value: bigint } | null {
  const four = ipv4In(text);
  if (four !== null) return { bits: 32, value: four };
  const six = ipv6In(text.split('%', 1)[0] ?? '');
  if (six === null) return null;
  // IPv4 within IPv6 (`::ffff:10.0.0.1`) is the IPv4 address.
  return six >> 32n === 0xffffn ? { bits: 32, value: six & 0xffff_ffffn } : { bits: 128, value: six };
}

function ipv4In(text: string): bigint | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return null;
  const parts = text.split('.').map(Number);
  return parts.every((part) => part <= 255) ? parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) : null;
}

function ipv6In(text: string): bigint | null {
  // A URL parser knows every spelling, and gives back one of them (RFC 5952).
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) || !URL.canParse(`http://[${text}]`)) return null;
  const [before = '', after] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined): readonly string[] => (part ? part.split(':') : []);
  const [head, tail] = [groups(before), groups(after)];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}
