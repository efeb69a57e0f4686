import { expect, test } from 'vitest';
import { fieldsReadableBy, sealedColumns } from '../../../src/domain/data-map/columns.ts';
import { fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { tableNames } from '../../../src/domain/data-map/tables.ts';
import { RevealableField, revealableFields } from '../../../src/domain/staff/contact-access.ts';

test('staff may have in clear what the data map gives support for customer service, as far as it reaches a person', () => {
  // An address stands sealed; in which language and by which mails somebody is reached, reaches nobody.
  const sealed = new Set<string>(tableNames.flatMap((table) => sealedColumns(table).map(({ field }) => field)));
  const reaching = fieldsReadableBy('support').filter((field) => {
    const { category, purposes } = fieldOf(field);
    return (
      sealed.has(field) && (category === 'login' || category === 'contact') && purposes.includes('customer-service')
    );
  });
  expect([...revealableFields].toSorted()).toEqual([...reaching].toSorted());
});

test.each(['profile.username', 'card.last4', 'login.issuer', '', 'LOGIN.PHONE'])('%s is not shown', (name) => {
  expect(RevealableField.parse(name)._unsafeUnwrapErr()).toEqual({ kind: 'NotRevealable' });
});
