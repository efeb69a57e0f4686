import { expect, test } from 'vitest';
import { missingRightIn } from '../../../src/adapters/sql/missing-right.ts';

const refused = (errno: number, message: string): Error => Object.assign(new Error(message), { errno });

test.each([
  [refused(1142, "TRIGGER command denied to user 'joos'@'db' for table 'erasure_ledger'"), 'create-triggers'],
  [refused(1142, "CREATE command denied to user 'TRIGGER '@'db' for table 'users'"), 'change-tables'],
  [refused(1419, 'You do not have the SUPER privilege'), 'create-triggers-in-binary-log'],
  [refused(1062, "Duplicate entry 'TRIGGER' for key 'x'"), null],
  [new Error('TRIGGER command denied'), null],
  [undefined, null],
])('a refusal of the server tells which right is missing (%#)', (error, right) => {
  expect(missingRightIn(error)).toBe(right);
});
