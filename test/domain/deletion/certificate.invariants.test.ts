import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CertificateFacts, certificateOf, type LedgerPlace } from '../../../src/domain/deletion/certificate-of.ts';
import { certificateFacts } from '../../arbitraries/certificate.ts';
import { subjectIds } from '../../arbitraries/ids.ts';

test('the same facts make the same certificate, whatever order their lists came in', () => {
  fc.assert(
    fc.property(certificateFacts, (facts) => {
      const turned: CertificateFacts = {
        ...facts,
        ledger: facts.ledger.toReversed() as [LedgerPlace, ...LedgerPlace[]], // sound: as long as before
        stores: facts.stores.toReversed(),
        keys: facts.keys.toReversed(),
        processors: facts.processors.toReversed(),
      };
      expect(JSON.stringify(certificateOf(turned))).toBe(JSON.stringify(certificateOf(facts)));
    }),
  );
});

test('a certificate is JSON as it stands: it comes back whole', () => {
  fc.assert(
    fc.property(certificateFacts, (facts) => {
      const certificate = certificateOf(facts);
      expect(JSON.parse(JSON.stringify(certificate))).toEqual(certificate);
    }),
  );
});

test('whatever is smuggled into the facts beside them, no certificate says who the person was', () => {
  const person = fc.record({
    subject: subjectIds,
    phone: fc.stringMatching(/^\+49151\d{8}$/),
    email: fc.stringMatching(/^[a-z]{8,12}@[a-z]{8,12}\.example$/),
    staff: fc.stringMatching(/^[a-z]{6,9}\.[a-z]{6,9}$/),
  });
  fc.assert(
    fc.property(certificateFacts, person, (facts, who) => {
      const { subject, phone, email, staff } = who;
      fc.pre(String(subject) !== String(facts.erasure));
      const text = JSON.stringify(
        certificateOf({
          ...facts,
          ...who,
          ledger: facts.ledger.map((line) => ({ ...line, ...who })) as unknown as CertificateFacts['ledger'], // sound: as long
          stores: facts.stores.map((store) => ({
            ...store,
            ...who,
            deleted: { ...store.deleted, [phone]: 1, [email]: 1 },
            coarsened: { ...store.coarsened, [subject]: 1 },
            pseudonymised: { ...store.pseudonymised, [staff]: 1 },
          })),
          keys: facts.keys.map((key) => ({ ...key, ...who })),
          retained: facts.retained.map((kept) => ({ ...kept, ...who, until: { ...kept.until, ...who } })),
          processors: facts.processors.map((processor) => ({ ...processor, ...who })),
          verification: { ...facts.verification, ...who },
        }),
      );
      for (const value of [subject, phone, email, staff]) expect(text).not.toContain(value);
    }),
  );
});
