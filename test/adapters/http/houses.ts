import { afterEach } from 'vitest';
import { type House, openHouse } from './house.ts';

/** Opens houses for the tests of a file; each is closed after its test. */
export function housesForEachTest(): typeof openHouse {
  const opened: House[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  return async (...how) => {
    const one = await openHouse(...how);
    opened.push(one);
    return one;
  };
}
