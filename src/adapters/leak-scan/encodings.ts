import { Buffer } from 'node:buffer';

/** How a value may stand in bytes. */
export type Encoding = 'raw' | 'utf-16' | 'hex' | 'base64' | 'url';
export const encodings: readonly Encoding[] = ['raw', 'utf-16', 'hex', 'base64', 'url'];

/** A value as the bytes that would give it away. */
export interface Needle {
  readonly encoding: Encoding;
  readonly bytes: Buffer;
}

/**
 * Every form in which a value may stand in bytes. A base64 text shows a value in one of three shapes, by where in a group
 * of three bytes it begins; the characters at its edges depend on the neighbours and are left out.
 */
export function needlesOf(value: string): readonly Needle[] {
  const utf8 = Buffer.from(value, 'utf8');
  const hex = utf8.toString('hex');
  const percent = encodeURIComponent(value);
  const form = new URLSearchParams([['', value]]).toString().slice(1);
  const candidates: readonly (readonly [Encoding, string | Buffer])[] = [
    ['raw', utf8],
    ['utf-16', Buffer.from(value, 'utf16le')],
    ['hex', hex],
    ['hex', hex.toUpperCase()],
    ...base64Shapes(utf8).map((shape) => ['base64', shape] as const),
    ['url', percent],
    ['url', percent.replace(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase())],
    ['url', form],
  ];
  const seen = new Set<string>();
  const needles: Needle[] = [];
  for (const [encoding, candidate] of candidates) {
    const bytes = Buffer.isBuffer(candidate) ? candidate : Buffer.from(candidate, 'latin1');
    const key = bytes.toString('latin1');
    if (!seen.has(key)) {
      seen.add(key);
      needles.push({ encoding, bytes });
    }
  }
  return needles;
}

function base64Shapes(bytes: Buffer): readonly string[] {
  const shapes: string[] = [];
  for (const offset of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first characters mix with the bytes before, the last one with the bytes after, unless the groups are even.
    const first = offset === 0 ? 0 : offset + 1;
    const last = (offset + bytes.length) % 3 === 0 ? text.length : text.length - 1;
    const shape = text.slice(first, last);
    if (shape.length >= 4) {
      shapes.push(shape, shape.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return shapes;
}
