import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayOpen, type UnsealingPurpose, unsealingPurposes } from '../../../src/domain/data-map/unsealing.ts';
import { visibleFor } from '../../../src/domain/user/visible-user.ts';
import { activeUsers } from '../../arbitraries/user.ts';

const purposes = fc.constantFrom<UnsealingPurpose>(...unsealingPurposes);

test('for the person’s own rights a user is seen whole', () => {
  fc.assert(
    fc.property(activeUsers, (user) => {
      expect(visibleFor(user, 'data-subject-rights')).toEqual(user);
    }),
  );
});

test('for any purpose a value is seen as it is or not at all, and only where the map says that it serves', () => {
  fc.assert(
    fc.property(activeUsers, purposes, (user, purpose) => {
      const seen = visibleFor(user, purpose);
      expect(seen.email).toBe(mayOpen('contact.email', purpose) ? user.email : null);
      expect(seen.username).toBe(mayOpen('profile.username', purpose) ? user.username : null);
      for (const login of user.logins) {
        const fields = login.kind === 'phone' ? (['login.phone'] as const) : identityFields;
        expect(seen.logins.includes(login)).toBe(fields.every((field) => mayOpen(field, purpose)));
      }
      expect(user.logins).toEqual(expect.arrayContaining([...seen.logins]));
      const { kind, subject, language, registeredAt } = user;
      expect(seen).toMatchObject({ kind, subject, language, registeredAt });
    }),
  );
});

const identityFields = ['login.issuer', 'login.provider-subject'] as const;
