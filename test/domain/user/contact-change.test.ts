import { describe, expect, test } from 'vitest';
import { ChangeId, SubjectId } from '../../../src/domain/ids.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import {
  type ContactChange,
  type ContactsNow,
  contactChanged,
  toldOf,
  undoableUntil,
  undoChangeMs,
} from '../../../src/domain/user/contact-change.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { type ChallengeTarget, codeLifetimeMs } from '../../../src/domain/verification/challenge.ts';

const change = ChangeId.parse('0197a5b0-0000-7000-8000-0000000000c1')._unsafeUnwrap();
const second = ChangeId.parse('0197a5b0-0000-7000-8000-0000000000c2')._unsafeUnwrap();
const subject = SubjectId.parse('0197a5b0-0000-7000-8000-00000000000a')._unsafeUnwrap();
const at = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const later = (ms: number) => Instant.plusMs(at, ms);
const day = Day.ofInstant(at);
const emailOf = (text: string): ChallengeTarget & { kind: 'email' } => ({
  kind: 'email',
  email: EmailAddress.parse(text)._unsafeUnwrap(),
});
const phoneOf = (text: string): ChallengeTarget & { kind: 'phone' } => ({
  kind: 'phone',
  phone: PhoneNumber.parse(text)._unsafeUnwrap(),
});
const [owners, thiefs, third] = ['+4915112345678', '+4915112345679', '+4915112345670'].map(phoneOf) as [
  ReturnType<typeof phoneOf>,
  ReturnType<typeof phoneOf>,
  ReturnType<typeof phoneOf>,
]; // three of them
const [mail, thiefsMail] = [emailOf('ada@example.org'), emailOf('thief@example.org')];

const both: ContactsNow = { phone: owners.phone, phoneProvedOn: day, email: mail.email };

/** A change of the phone or the email to something, at a moment. */
const changing = (
  what: ChallengeTarget['kind'],
  to: ChallengeTarget | null,
  now: ContactsNow,
  earlier: readonly ContactChange[] = [],
  moment = at,
) => contactChanged({ change: earlier.length === 0 ? change : second, subject, what, to, at: moment }, now, earlier);

function undoable(...asked: Parameters<typeof changing>): ContactChange {
  const outcome = changing(...asked);
  if (outcome.kind !== 'undoable') throw new Error(outcome.kind);
  return outcome.change;
}

describe('what stood in the account', () => {
  test('is kept and told of the change, and can undo it for 3 days', () => {
    const made = undoable('phone', thiefs, both);
    expect(made).toEqual({
      change,
      subject,
      what: 'phone',
      former: owners,
      other: mail,
      phoneProvedOn: day,
      changedAt: at,
      undoUntil: at + 3 * dayMs,
    });
    expect(toldOf(made)).toEqual([owners, mail]);
  });

  test('is told of a first email or phone as well, and can take it off again', () => {
    const made = undoable('email', thiefsMail, { ...both, email: null });
    expect(made).toMatchObject({ what: 'email', former: null, other: owners });
    expect(toldOf(made)).toEqual([owners]);
  });

  test('may be nothing: nobody can be told of the first contact of all', () => {
    const nothing = { phone: null, phoneProvedOn: null, email: null };
    expect(changing('email', mail, nothing)).toEqual({ kind: 'untold' });
  });

  test('is what stood for 3 days, and not what came since', () => {
    const first = undoable('email', thiefsMail, both);
    const made = undoable('phone', thiefs, { ...both, email: thiefsMail.email }, [first], later(dayMs));
    expect(made).toMatchObject({ former: owners, other: mail });
    const added = undoable('email', thiefsMail, { ...both, email: null });
    const then = undoable('phone', thiefs, { ...both, email: thiefsMail.email }, [added], later(1));
    expect(then).toMatchObject({ former: owners, other: null });
    const settled = undoable('phone', third, { ...both, phone: thiefs.phone }, [made], later(4 * dayMs));
    expect(settled).toMatchObject({ former: thiefs, other: mail });
  });

  test('keeps the day of its own proof, whatever came between', () => {
    const first = undoable('phone', thiefs, both);
    const now = { ...both, phone: thiefs.phone, phoneProvedOn: Day.ofInstant(later(dayMs)) };
    expect(undoable('email', thiefsMail, now, [first], later(dayMs))).toMatchObject({
      other: owners,
      phoneProvedOn: day,
    });
  });
});

describe('a contact that came within the 3 days', () => {
  const first = undoable('phone', thiefs, both);
  const now = { ...both, phone: thiefs.phone };

  test.each([
    ['changed again', third],
    ['taken away', null],
  ])('has no right to undo that it is %s: who stood there is told again, and has another 3 days', (_, to) => {
    const outcome = changing('phone', to, now, [first], later(dayMs));
    expect(outcome).toEqual({ kind: 'changed-again', change: { ...first, undoUntil: later(4 * dayMs) } });
  });

  test('has none either where all is put as it stood, by whoever', () => {
    expect(changing('phone', owners, now, [first], later(dayMs))).toEqual({ kind: 'taken-back', change });
    const added = undoable('email', thiefsMail, { ...both, email: null });
    const outcome = changing('email', null, { ...both, email: thiefsMail.email }, [added], later(1));
    expect(outcome).toEqual({ kind: 'taken-back', change });
  });
});

test('to take away what does not count is no change: nobody had it', () => {
  expect(changing('phone', null, { ...both, phone: null, phoneProvedOn: null })).toEqual({
    kind: 'taken-back',
    change: null,
  });
});

test('of a kind is known by until when it can be undone', () => {
  const first = undoable('phone', thiefs, both);
  const again = { ...first, change: second, undoUntil: later(undoChangeMs + 1) };
  const until = (kinds: readonly ('phone' | 'email')[], ms: number) => undoableUntil([again, first], kinds, later(ms));
  expect(until(['phone'], 0)).toBe(again.undoUntil);
  expect(until(['email', 'phone'], undoChangeMs)).toBe(again.undoUntil);
  expect(until(['email'], 0)).toBeNull();
  expect(until(['phone'], undoChangeMs + 1)).toBeNull();
});

test('a change outlives the code that made it by far: who was locked out has time to read the message', () => {
  expect(undoChangeMs).toBe(3 * dayMs);
  expect(undoChangeMs).toBeGreaterThan(100 * codeLifetimeMs);
});
