import { test } from 'vitest';
import type { Contract } from '../../src/testing/contracts/contract.ts';

/** Runs every check of a contract in a test of its name. */
export function holds<Opened>(contract: Contract<Opened>, open: () => Promise<Opened>): void {
  for (const { name, check } of contract) test(name, () => check(open));
}
