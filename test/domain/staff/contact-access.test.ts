import { expect, test } from 'vitest';
import { fieldsReadableBy } from '../../../src/domain/data-map/columns.ts';
import { fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { RevealableField, revealableFields } from '../../../src/domain/staff/contact-access.ts';

test('staff may have in clear what the data map gives support for customer service, as far as it reaches a person', () => {
  const reaching = fieldsReadableBy('support').filter((field) => {
    const { category, purposes } = fieldOf(field);
    return (category === 'login' || category === 'contact') && purposes.includes('customer-service');
  });
  expect([...revealableFields].toSorted()).toEqual([...reaching].toSorted());
});

test.each(['profile.username', 'card.last4', 'login.issuer', '', 'LOGIN.PHONE'])('%s is not shown', (name) => {
  expect(RevealableField.parse(name)._unsafeUnwrapErr()).toEqual({ kind: 'NotRevealable' });
});
