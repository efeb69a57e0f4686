import * as fc from 'fast-check';
import { test } from 'vitest';
import { openRentalWorld } from '../rental-world.ts';
import { liveThrough, someYears } from './retained-lives.ts';

test('a sweep takes all that is due and unprotected, nothing else, and what the explanation says', async () => {
  await fc.assert(
    fc.asyncProperty(someYears, async (story) => {
      const world = openRentalWorld();
      await liveThrough({ world, everything: async () => JSON.stringify(world.everything()) }, story, 6);
    }),
    { numRuns: 60 },
  );
}, 120_000);
