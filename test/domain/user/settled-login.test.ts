import { expect, test } from 'vitest';
import { dayMs, hourMs, Instant } from '../../../src/domain/instant.ts';
import { isSettled, mayRemoveLogin } from '../../../src/domain/user/settled-login.ts';

const at = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const ago = (ms: number) => Instant.plusMs(at, -ms);
const [old, late, later] = [ago(3 * dayMs), ago(dayMs), ago(hourMs)];

test('a login counts once it has stood for 3 days, and always where it came with the account', () => {
  expect([null, old, ago(3 * dayMs - 1), late, 'unproved' as const].map((since) => isSettled(since, at))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test.each([
  ['one that counts, where another does', null, [late, old], null],
  ['one that came lately, whatever is left', late, [later], null],
  ['one that never counted, whatever is left', 'unproved', [later], null],
  ['the last that counts', null, [later, late], ago(-2 * dayMs)],
  ['the last that counts', old, [late, 'unproved'], ago(-2 * dayMs)],
  ['the last that counts, for good', old, ['unproved'], 'never'],
] as const)('taken away may be %s: %#', (_, removed, left, until) => {
  const decided = mayRemoveLogin(removed, left, null, at);
  if (until === null) expect(decided.isOk()).toBe(true);
  else
    expect(decided._unsafeUnwrapErr()).toEqual({ kind: 'OtherLoginsTooNew', until: until === 'never' ? null : until });
});

test('a login that counts stays as long as a change of phone or email can be undone, one that does not may go', () => {
  const until = Instant.plusMs(at, hourMs);
  expect(mayRemoveLogin(null, [old], until, at)._unsafeUnwrapErr()).toEqual({ kind: 'OtherLoginsTooNew', until });
  expect(mayRemoveLogin(late, [old], until, at).isOk()).toBe(true);
});
