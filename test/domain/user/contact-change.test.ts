import { describe, expect, test } from 'vitest';
import { ChangeId, SubjectId } from '../../../src/domain/ids.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import {
  type ContactChange,
  type ContactsNow,
  contactChanged,
  longestUndoMs,
  openChanges,
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
/** A phone that was proved on the day itself is its account's; one of which nobody knows is not. */
const opens = (provedOn: Day | null) => provedOn === day;

/** A change of the phone or the email to something, at a moment. */
const changing = (
  what: ChallengeTarget['kind'],
  to: ChallengeTarget | null,
  now: ContactsNow,
  earlier: readonly ContactChange[] = [],
  moment = at,
) =>
  contactChanged(
    { change: earlier.length === 0 ? change : second, subject, what, to, at: moment },
    now,
    earlier,
    opens,
  );

function undoable(...asked: Parameters<typeof changing>): ContactChange {
  const outcome = changing(...asked);
  if (outcome.kind !== 'undoable') throw new Error(outcome.kind);
  return outcome.change;
}

describe('what stood in the account', () => {
  test('is kept and told of the change, and can undo it for 3 days', () => {
    expect(changing('phone', thiefs, both)).toEqual({
      kind: 'undoable',
      change: {
        change,
        subject,
        what: 'phone',
        former: owners,
        other: mail,
        phoneProvedOn: day,
        changedAt: at,
        undoUntil: at + 3 * dayMs,
      },
      isFirst: true,
      prolonged: null,
    });
    expect(toldOf(undoable('phone', thiefs, both), opens)).toEqual([owners, mail]);
  });

  test('is told of a first email or phone as well, and can take it off again', () => {
    const made = undoable('email', thiefsMail, { ...both, email: null });
    expect(made).toMatchObject({ what: 'email', former: null, other: owners });
    expect(toldOf(made, opens)).toEqual([owners]);
  });

  test('may be nothing: nobody is told of the first contact of all, and it counts no sooner for that', () => {
    const made = undoable('email', mail, { phone: null, phoneProvedOn: null, email: null });
    expect(made).toMatchObject({ former: null, other: null, undoUntil: later(undoChangeMs) });
    expect(toldOf(made, opens)).toEqual([]);
    const next = undoable('phone', thiefs, { phone: null, phoneProvedOn: null, email: mail.email }, [made], later(1));
    expect(toldOf(next, opens)).toEqual([]);
  });

  test('is what stood for 3 days, and not what came since', () => {
    const first = undoable('email', thiefsMail, both);
    const made = undoable('phone', thiefs, { ...both, email: thiefsMail.email }, [first], later(dayMs));
    expect(made).toMatchObject({ former: owners, other: mail });
    const settled = undoable('phone', third, { ...both, phone: thiefs.phone }, [made], later(4 * dayMs));
    expect(settled).toMatchObject({ former: thiefs, other: mail });
  });

  test('is not told by a phone that may be somebody else’s, which is put back all the same', () => {
    const now = { ...both, phoneProvedOn: null };
    const made = undoable('phone', thiefs, now);
    expect(made).toMatchObject({ former: owners, other: mail, phoneProvedOn: null });
    expect(toldOf(made, opens)).toEqual([mail]);
    expect(toldOf(undoable('email', thiefsMail, now), opens)).toEqual([mail]);
    expect(toldOf(undoable('email', thiefsMail, { ...now, phone: thiefs.phone }, [made], later(1)), opens)).toEqual([
      mail,
    ]);
  });
});

describe('a contact that came within the 3 days', () => {
  const first = undoable('phone', thiefs, both);
  const now = { ...both, phone: thiefs.phone };

  test.each([
    ['changed again', third],
    ['taken away', null],
  ])('has no right to undo that it is %s: who stood there is told again, and has another 3 days', (_, to) => {
    expect(changing('phone', to, now, [first], later(dayMs))).toEqual({
      kind: 'undoable',
      change: { ...first, undoUntil: later(4 * dayMs) },
      isFirst: false,
      prolonged: null,
    });
  });

  test('has none either where all is put as it stood, by whoever', () => {
    expect(changing('phone', owners, now, [first], later(dayMs))).toEqual({ kind: 'taken-back', change });
    const added = undoable('email', thiefsMail, { ...both, email: null });
    const outcome = changing('email', null, { ...both, email: thiefsMail.email }, [added], later(1));
    expect(outcome).toEqual({ kind: 'taken-back', change });
  });
});

test('a phone that may be somebody else’s is not taken back by who proves it: it stays one that came lately', () => {
  const first = undoable('phone', null, { ...both, phoneProvedOn: null });
  const again = changing('phone', owners, { ...both, phone: null, phoneProvedOn: null }, [first], later(1));
  expect(again).toMatchObject({ kind: 'undoable', isFirst: false, change: { former: owners, phoneProvedOn: null } });
});

test('the phone beside a changed email is told as long as it is its account’s for sure', () => {
  const made = undoable('email', thiefsMail, both);
  expect(made).toMatchObject({ other: owners, phoneProvedOn: day });
  expect(toldOf(made, opens)).toEqual([mail, owners]);
  expect(toldOf(made, () => false)).toEqual([mail]);
});

describe('the changes of an account', () => {
  const first = undoable('phone', thiefs, both);
  const now = { ...both, phone: thiefs.phone };

  test('end at the same moment: the later one prolongs the one before', () => {
    const outcome = changing('email', thiefsMail, now, [first], later(2 * dayMs));
    expect(outcome).toMatchObject({ isFirst: true, prolonged: change, change: { undoUntil: later(5 * dayMs) } });
  });

  test('can be undone for 30 days from the first of them, and not longer', () => {
    const nearly = { ...first, undoUntil: later(29.5 * dayMs) };
    const outcome = changing('email', thiefsMail, now, [nearly], later(29 * dayMs));
    expect(outcome).toMatchObject({ prolonged: change, change: { undoUntil: later(longestUndoMs) } });
    const over = { ...first, undoUntil: later(longestUndoMs) };
    expect(openChanges([over], later(longestUndoMs))).toEqual([]);
    expect(undoable('phone', third, now, [over], later(longestUndoMs))).toMatchObject({ former: thiefs });
  });
});

test('of a kind is known by until when somebody can undo it', () => {
  const first = undoable('phone', thiefs, both);
  const again = { ...first, change: second, undoUntil: later(undoChangeMs + 1) };
  const until = (kinds: readonly ('phone' | 'email')[], ms: number) =>
    undoableUntil([again, first], kinds, later(ms), opens);
  expect(until(['phone'], 0)).toBe(again.undoUntil);
  expect(until(['email', 'phone'], undoChangeMs)).toBe(again.undoUntil);
  expect(until(['email'], 0)).toBeNull();
  expect(until(['phone'], undoChangeMs + 1)).toBeNull();
  const untold = undoable('email', mail, { phone: null, phoneProvedOn: null, email: null });
  expect(undoableUntil([untold], ['email'], at, opens)).toBeNull();
  const dormant = undoable('phone', null, { ...both, phoneProvedOn: null, email: null });
  expect(undoableUntil([dormant], ['phone'], at, opens)).toBeNull();
});

test('a change outlives the code that made it by far: who was locked out has time to read the message', () => {
  expect(undoChangeMs).toBe(3 * dayMs);
  expect(undoChangeMs).toBeGreaterThan(100 * codeLifetimeMs);
});
