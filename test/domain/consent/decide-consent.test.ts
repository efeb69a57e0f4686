import { describe, expect, it } from 'vitest';
import { type ConsentCommand, decideConsent } from '../../../src/domain/consent/decide-consent.ts';
import { ada, anEntry, bob, clock, line, version } from './ledger.ts';

const grant: ConsentCommand = {
  kind: 'Grant',
  entry: anEntry,
  subject: ada,
  purpose: 'news',
  noticeVersion: version('2026-11'),
  noticeLanguage: 'de',
  channel: 'web',
  at: clock('12:00'),
  claimedAt: clock('11:59'),
};
const withdraw: ConsentCommand = { ...grant, kind: 'Withdraw' };

describe('A person who agrees', () => {
  it('adds a line with all the evidence', () => {
    expect(decideConsent(grant, [])._unsafeUnwrap()).toEqual({
      entry: anEntry,
      subject: ada,
      action: 'granted',
      purpose: 'news',
      noticeVersion: '2026-11',
      noticeLanguage: 'de',
      channel: 'web',
      recordedAt: clock('12:00'),
      claimedAt: clock('11:59'),
    });
  });

  it('renews what is granted already', () => {
    expect(decideConsent(grant, [line('granted', '09:00')])._unsafeUnwrap().action).toBe('renewed');
  });

  it('grants anew what was withdrawn', () => {
    const ledger = [line('granted', '09:00'), line('withdrawn', '10:00')];
    expect(decideConsent(grant, ledger)._unsafeUnwrap().action).toBe('granted');
  });

  it('grants one purpose whatever was said of another', () => {
    const ledger = [line('granted', '09:00', { purpose: 'newsletter' })];
    expect(decideConsent(grant, ledger)._unsafeUnwrap().action).toBe('granted');
  });
});

describe('A person who withdraws', () => {
  it('adds a line', () => {
    expect(decideConsent(withdraw, [line('granted', '09:00')])._unsafeUnwrap()).toMatchObject({
      action: 'withdrawn',
      recordedAt: clock('12:00'),
    });
  });

  it('is told that nothing was granted', () => {
    const refusal = { kind: 'NotGranted', purpose: 'news' };
    expect(decideConsent(withdraw, [])._unsafeUnwrapErr()).toEqual(refusal);
    const ledger = [line('granted', '09:00'), line('withdrawn', '10:00')];
    expect(decideConsent(withdraw, ledger)._unsafeUnwrapErr()).toEqual(refusal);
  });

  it('cannot withdraw what somebody else granted', () => {
    const ledger = [line('granted', '09:00', { subject: bob })];
    expect(decideConsent(withdraw, ledger)._unsafeUnwrapErr()).toEqual({ kind: 'NotGranted', purpose: 'news' });
  });
});

describe('What the contract needs', () => {
  it.each(['service-messages', 'receipts', 'payment-notices'] as const)(
    'can be neither granted nor withdrawn: %s',
    (purpose) => {
      const refusal = { kind: 'ContractPurpose', purpose };
      expect(decideConsent({ ...grant, purpose }, [])._unsafeUnwrapErr()).toEqual(refusal);
      expect(
        decideConsent({ ...withdraw, purpose }, [line('granted', '09:00', { purpose })])._unsafeUnwrapErr(),
      ).toEqual(refusal);
    },
  );
});

describe('A line written by a server whose clock is behind', () => {
  const ledger = [line('withdrawn', '13:00'), line('granted', '12:30')];

  it('stands after the lines that were there, so that it holds', () => {
    expect(decideConsent(grant, ledger)._unsafeUnwrap()).toMatchObject({
      action: 'granted',
      recordedAt: clock('13:00'),
    });
  });

  it('looks at the lines that are later than its clock', () => {
    expect(decideConsent(withdraw, [line('granted', '12:30')])._unsafeUnwrap().recordedAt).toBe(clock('12:30'));
  });

  it("does not move for other people's lines", () => {
    const others = [line('granted', '13:00', { subject: bob })];
    expect(decideConsent(grant, others)._unsafeUnwrap().recordedAt).toBe(clock('12:00'));
  });
});
