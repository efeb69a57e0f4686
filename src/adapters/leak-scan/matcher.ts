import type { Buffer } from 'node:buffer';

/** Finds many byte patterns in one pass. */
export interface Matcher<Tag> {
  /** The longest pattern, in bytes. */
  readonly longest: number;
  /** Calls back for every occurrence that ends behind the first `carried` bytes, overlapping ones included. */
  search(bytes: Buffer, carried: number, found: (tag: Tag) => void): void;
}

interface Pattern<Tag> {
  readonly bytes: Buffer;
  readonly tag: Tag;
}

/**
 * A matcher of patterns of two bytes or more. It looks up each pair of bytes in a table of 65,536 and compares only where a
 * pattern begins with the pair: a data folder of hundreds of megabytes is read once, and not once a pattern.
 */
export function matcherOf<Tag>(patterns: readonly Pattern<Tag>[]): Matcher<Tag> {
  const byPair = new Map<number, Pattern<Tag>[]>();
  const begins = new Uint8Array(65_536);
  for (const pattern of patterns) {
    const pair = pattern.bytes.readUInt16BE(0);
    begins[pair] = 1;
    byPair.set(pair, [...(byPair.get(pair) ?? []), pattern]);
  }
  return {
    longest: Math.max(2, ...patterns.map(({ bytes }) => bytes.length)),
    search: (bytes, carried, found) => {
      let pair = bytes[0] ?? 0;
      for (let at = 1; at < bytes.length; at += 1) {
        // sound: `at` is inside
        pair = ((pair & 0xff) << 8) | (bytes[at] as number);
        if (begins[pair] === 1) {
          for (const pattern of byPair.get(pair) ?? []) {
            const end = at - 1 + pattern.bytes.length;
            if (
              end > carried &&
              end <= bytes.length &&
              bytes.compare(pattern.bytes, 0, pattern.bytes.length, at - 1, end) === 0
            ) {
              found(pattern.tag);
            }
          }
        }
      }
    },
  };
}
