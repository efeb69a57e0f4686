import { describe, expect, expectTypeOf, test } from 'vitest';
import { certificateDoesNotProve, certificateProves } from '../../../src/domain/deletion/certificate-claims.ts';
import { type CertificateFacts, certificateOf } from '../../../src/domain/deletion/certificate-of.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { sampleFacts } from '../../adapters/certificates/sample-facts.ts';

describe('The certificate of an erasure', () => {
  const certificate = certificateOf(sampleFacts);

  test('says when the erasure was asked for, fenced and done, and by whose wish, not by which staff', () => {
    expect(certificate).toMatchObject({
      version: 1,
      certificate: sampleFacts.erasure,
      installation: 'production',
      requestedBy: 'support',
      requestedAt: '2026-11-23T09:00:00.000Z',
      fencedAt: '2026-11-23T09:00:00.120Z',
      completedAt: '2026-11-23T09:06:00.000Z',
    });
  });

  test('stands in the ledger where its newest step does', () => {
    expect(certificate.ledger.position).toBe(4718);
    expect(certificate.ledger.steps.map(({ step }) => step)).toEqual([
      'requested',
      'fenced',
      'drained',
      'propagated',
      'shredded',
      'purged',
      'verified',
    ]);
  });

  test('counts by table what was deleted, pseudonymised and coarsened, and leaves out what was not there', () => {
    const [data] = certificate.stores;
    expect(data).toEqual({
      store: 'data',
      deleted: { identities: 1, consent_entries: 4, cards: 1, orders: 2, payments: 2 },
      pseudonymised: { receipts: 3 },
      coarsened: { orders: 1 },
    });
    const nothing = { store: 'data', deleted: { users: 0, orders: 2 }, pseudonymised: {}, coarsened: {} } as const;
    expect(certificateOf({ ...sampleFacts, stores: [nothing] }).stores).toEqual([
      { ...nothing, deleted: { orders: 2 } },
    ]);
  });

  test('says what is retained: category, records, rule, basis and release date', () => {
    expect(certificate.retained).toEqual(sampleFacts.retained);
  });

  test('calls backups of the data store unreadable with the last key, and those of the vault 14 days later', () => {
    expect(certificate.backups).toEqual({
      dataStoreUnreadableSince: '2026-11-23T09:05:00.000Z',
      vaultUnreadableFrom: '2026-12-07T09:05:00.000Z',
    });
    const { dataStoreUnreadableSince, vaultUnreadableFrom } = certificate.backups!;
    expect(Date.parse(vaultUnreadableFrom) - Date.parse(dataStoreUnreadableSince)).toBe(14 * dayMs);
  });

  test('says nothing of backups where no key was destroyed', () => {
    expect(certificateOf({ ...sampleFacts, keys: [] }).backups).toBeNull();
  });

  test('says what it proves, and that it cannot prove honesty, copies made before, processors and old vault backups', () => {
    expect(certificate.proves).toBe(certificateProves);
    expect(certificate.doesNotProve).toBe(certificateDoesNotProve);
    const limits = certificateDoesNotProve.join('\n');
    for (const limit of [
      /told the truth/,
      /copied data out before/,
      /processor/,
      /backup of the vault/,
      /who the person was/,
    ]) {
      expect(limits).toMatch(limit);
    }
  });

  test('takes no fact that could name a person: the compiler refuses a subject, a staff member and a table of nobody', () => {
    expectTypeOf<keyof CertificateFacts>().toEqualTypeOf<
      | 'erasure'
      | 'installation'
      | 'requestedBy'
      | 'requestedAt'
      | 'fencedAt'
      | 'completedAt'
      | 'ledger'
      | 'stores'
      | 'keys'
      | 'retained'
      | 'processors'
      | 'verification'
    >();
    expectTypeOf<CertificateFacts['requestedBy']>().toEqualTypeOf<
      'person' | 'support' | 'policy' | 'recycled-phone' | 'replay'
    >();
    expectTypeOf<CertificateFacts['verification']['found']>().toEqualTypeOf<0>();
  });
});
