import { expect, expectTypeOf, test } from 'vitest';
import { type RiskEvent, type RiskKind, riskKinds } from '../../../src/domain/risk/risk-event.ts';

test('what is watched for at the door is this, and nothing twice', () => {
  expect(riskKinds).toEqual([
    'sending-limit-hit',
    'country-refused',
    'limit-hit',
    'guess-limit-hit',
    'codes-lengthened',
    'code-spent',
    'identity-refused',
    'second-proof-demanded',
    'second-proof-refused',
    'phone-started-over',
    'taken-refused',
    'contact-change-undone',
    'staff-refused',
  ]);
  expect(new Set(riskKinds).size).toBe(riskKinds.length);
});

test('the list leaves out no kind: the compiler refuses one that stands in the type alone', () => {
  const known: Readonly<Record<RiskKind, true>> = {
    'sending-limit-hit': true,
    'country-refused': true,
    'limit-hit': true,
    'guess-limit-hit': true,
    'codes-lengthened': true,
    'code-spent': true,
    'identity-refused': true,
    'second-proof-demanded': true,
    'second-proof-refused': true,
    'phone-started-over': true,
    'taken-refused': true,
    'contact-change-undone': true,
    'staff-refused': true,
  };
  expect(Object.keys(known)).toEqual(riskKinds);
});

test('an event says what, by which rule, to which account and when, and has no room for a value of a person’s', () => {
  expectTypeOf<keyof RiskEvent>().toEqualTypeOf<'event' | 'kind' | 'rule' | 'subject' | 'at'>();
});

test('a kind is a word in lower case, as a column and a log line hold it', () => {
  for (const kind of riskKinds) expect(kind).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
});
