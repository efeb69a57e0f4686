import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentsAt } from '../../../src/domain/consent/consents.ts';
import { decideConsent } from '../../../src/domain/consent/decide-consent.ts';
import { mayContact } from '../../../src/domain/consent/may-contact.ts';
import { Instant } from '../../../src/domain/instant.ts';
import {
  anyLinesOf,
  consentCommandsOf,
  ledgersOf,
  someConsentPurpose,
  somePurpose,
} from '../../arbitraries/consent.ts';
import { instants } from '../../arbitraries/instant.ts';
import { activeUsers } from '../../arbitraries/user.ts';
import { ada } from './ledger.ts';

const ledgers = fc.oneof(ledgersOf(ada), anyLinesOf(ada));

/** A moment on one of the lines as often as between them. */
const ledgersAndMoments = ledgers.chain((ledger) =>
  fc.tuple(
    fc.constant(ledger),
    ledger.length === 0 ? instants : fc.oneof(instants, fc.constantFrom(...ledger.map((line) => line.recordedAt))),
  ),
);

describe('Consent', () => {
  it('that was withdrawn is never used', () => {
    fc.assert(
      fc.property(ledgersAndMoments, someConsentPurpose, activeUsers, ([ledger, at], purpose, user) => {
        const said = ledger.filter((line) => line.recordedAt <= at && line.purpose === purpose);
        const last = said
          .filter((line) => line.action !== 'renewed')
          .toSorted((one, other) => one.recordedAt - other.recordedAt)
          .at(-1);
        const entries = ledger.map((line) => ({ ...line, subject: user.subject }));
        const answer = mayContact({ user, entries }, purpose, 'email', at);
        // What was said last decides, and a renewal says nothing new.
        const arrives = user.email !== null && user.suppressedMail[purpose] === undefined;
        expect(answer.allowed).toBe(last?.action === 'granted' && arrives);
        if (last?.action === 'withdrawn') expect(answer).toEqual({ allowed: false, reason: 'withdrawn' });
        if (last === undefined) expect(answer).toEqual({ allowed: false, reason: 'no-consent' });
      }),
    );
  });

  it('in the past is never changed by a later line', () => {
    fc.assert(
      fc.property(ledgersAndMoments, anyLinesOf(ada), ([ledger, at], more) => {
        const later = more.map((line) => ({
          ...line,
          recordedAt: line.recordedAt > at ? line.recordedAt : Instant.plusMs(at, 1),
        }));
        expect(consentsAt([...ledger, ...later], at)).toEqual(consentsAt(ledger, at));
        expect(consentsAt([...later, ...ledger], at)).toEqual(consentsAt(ledger, at));
      }),
    );
  });

  it('never hangs on the clock of the client', () => {
    fc.assert(
      fc.property(
        ledgersAndMoments,
        fc.array(fc.option(instants), { minLength: 20, maxLength: 20 }),
        ([ledger, at], clocks) => {
          const claimed = ledger.map((line, place) => ({ ...line, claimedAt: clocks[place] ?? null }));
          expect(consentsAt(claimed, at)).toEqual(consentsAt(ledger, at));
        },
      ),
    );
  });

  it('holds at once what was decided, and nothing else changes', () => {
    fc.assert(
      fc.property(ledgers, consentCommandsOf(ada), (ledger, command) => {
        const decided = decideConsent(command, ledger);
        if (decided.isErr()) return;
        const line = decided.value;
        const before = consentsAt(ledger, line.recordedAt);
        const after = consentsAt([...ledger, line], line.recordedAt);
        const purpose = line.purpose === 'news' ? 'news' : 'newsletter';
        const other = line.purpose === 'news' ? 'newsletter' : 'news';
        expect(after[purpose].granted).toBe(command.kind === 'Grant');
        expect(after[purpose].noticeVersion).toBe(command.noticeVersion);
        expect(after[other]).toEqual(before[other]);
        expect(line.recordedAt).toBeGreaterThanOrEqual(command.at);
        for (const { recordedAt } of ledger) expect(line.recordedAt).toBeGreaterThanOrEqual(recordedAt);
      }),
    );
  });

  it('never decides on contact that the contract needs', () => {
    fc.assert(
      fc.property(ledgersAndMoments, somePurpose, activeUsers, ([ledger, at], purpose, user) => {
        const entries = ledger.map((line) => ({ ...line, subject: user.subject }));
        const answer = mayContact({ user, entries }, purpose, 'email', at);
        const silent = mayContact({ user, entries: [] }, purpose, 'email', at);
        if (silent.reason === 'contract') expect(answer).toEqual(silent);
        else expect(silent.allowed).toBe(false);
      }),
    );
  });
});
