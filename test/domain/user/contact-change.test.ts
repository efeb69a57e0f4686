import { expect, test } from 'vitest';
import { ChangeId, SubjectId } from '../../../src/domain/ids.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import { contactChange, undoableUntil, undoChangeMs } from '../../../src/domain/user/contact-change.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { codeLifetimeMs } from '../../../src/domain/verification/challenge.ts';

const change = ChangeId.parse('0197a5b0-0000-7000-8000-0000000000c1')._unsafeUnwrap();
const subject = SubjectId.parse('0197a5b0-0000-7000-8000-00000000000a')._unsafeUnwrap();
const at = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const day = Day.ofInstant(at);
const email = EmailAddress.parse('ada@example.org')._unsafeUnwrap();
const phone = PhoneNumber.parse('+4915112345678')._unsafeUnwrap();

const before = { former: { kind: 'phone', phone }, other: { kind: 'email', email }, phoneProvedOn: day } as const;

test('a change keeps what was there before, and can be undone for 3 days', () => {
  expect(contactChange(change, subject, before, at)).toEqual({
    change,
    subject,
    ...before,
    changedAt: at,
    undoUntil: at + 3 * dayMs,
  });
  expect(undoChangeMs).toBe(3 * dayMs);
});

test('comes after every earlier one, though it is of the same moment, or was begun before', () => {
  const first = contactChange(change, subject, before, at);
  const second = contactChange(change, subject, before, at, [first]);
  const third = contactChange(change, subject, before, Instant.plusMs(at, -5), [first, second]);
  expect([second.changedAt, third.changedAt]).toEqual([at + 1, at + 2]);
  expect(contactChange(change, subject, before, Instant.plusMs(at, 9), [third]).changedAt).toBe(at + 9);
});

test('of a kind is known by until when it can be undone', () => {
  const first = contactChange(change, subject, before, at);
  const second = contactChange(change, subject, before, at, [first]);
  const until = (kinds: readonly ('phone' | 'email')[], ms: number) =>
    undoableUntil([second, first], kinds, Instant.plusMs(at, ms));
  expect(until(['phone'], 0)).toBe(second.undoUntil);
  expect(until(['email', 'phone'], undoChangeMs)).toBe(second.undoUntil);
  expect(until(['email'], 0)).toBeNull();
  expect(until(['phone'], undoChangeMs + 1)).toBeNull();
});

test('a change outlives the code that made it by far: who was locked out has time to read the message', () => {
  expect(undoChangeMs).toBeGreaterThan(100 * codeLifetimeMs);
});
