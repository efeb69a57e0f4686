/** Removes what an earlier build left, lest a module that is gone from the source be packed. */
import { rm } from 'node:fs/promises';

await rm('dist', { recursive: true, force: true });
