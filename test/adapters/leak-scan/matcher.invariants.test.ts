import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matcherOf } from '../../../src/adapters/leak-scan/matcher.ts';

/** Few different bytes, so that patterns are found, overlap and begin alike. */
const someBytes = (minLength: number, maxLength: number): fc.Arbitrary<Buffer> =>
  fc.array(fc.constantFrom(0, 1, 0xff), { minLength, maxLength }).map((bytes) => Buffer.from(bytes));

/** The same by looking for one pattern after the other. */
function occurrences(bytes: Buffer, pattern: Buffer, carried: number): number {
  let found = 0;
  for (let at = bytes.indexOf(pattern); at !== -1; at = bytes.indexOf(pattern, at + 1)) {
    if (at + pattern.length > carried) found += 1;
  }
  return found;
}

test('one pass finds what looking for each pattern finds, no more and no less', () => {
  fc.assert(
    fc.property(
      someBytes(0, 60),
      fc.array(someBytes(2, 6), { maxLength: 6 }),
      fc.nat(70),
      (bytes, patterns, carried) => {
        const counts = patterns.map(() => 0);
        const matcher = matcherOf(patterns.map((pattern, tag) => ({ bytes: pattern, tag })));
        matcher.search(bytes, carried, (tag) => {
          counts[tag] = (counts[tag] ?? 0) + 1;
        });
        expect(counts).toEqual(patterns.map((pattern) => occurrences(bytes, pattern, carried)));
        expect(matcher.longest).toBe(Math.max(2, ...patterns.map(({ length }) => length)));
      },
    ),
  );
});
