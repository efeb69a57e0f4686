import * as fc from 'fast-check';
import { type ConsentEntry, consentActions, consentChannels } from '../../src/domain/consent/consent-entry.ts';
import {
  type ConsentPurpose,
  type ContactPurpose,
  consentPurposes,
  contactPurposes,
} from '../../src/domain/consent/contact-purpose.ts';
import { type ConsentCommand, decideConsent } from '../../src/domain/consent/decide-consent.ts';
import { NoticeVersion } from '../../src/domain/consent/notice-version.ts';
import type { SubjectId } from '../../src/domain/ids.ts';
import { entryIds } from './ids.ts';
import { instants } from './instant.ts';
import { knownLanguages } from './user.ts';

const noticeVersions: fc.Arbitrary<NoticeVersion> = fc
  .tuple(fc.integer({ min: 2020, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 99 }))
  .map(([year, month, number]) => `${year}-${String(month).padStart(2, '0')}${number === 1 ? '' : `.${number}`}`)
  .map((text) => NoticeVersion.parse(text)._unsafeUnwrap());

export const somePurpose: fc.Arbitrary<ContactPurpose> = fc.constantFrom(...contactPurposes.map((one) => one.purpose));
export const someConsentPurpose: fc.Arbitrary<ConsentPurpose> = fc.constantFrom(...consentPurposes);

export function consentCommandsOf(subject: SubjectId): fc.Arbitrary<ConsentCommand> {
  return fc.record({
    kind: fc.constantFrom('Grant' as const, 'Withdraw' as const),
    entry: entryIds,
    subject: fc.constant(subject),
    purpose: somePurpose,
    noticeVersion: noticeVersions,
    noticeLanguage: knownLanguages,
    channel: fc.constantFrom(...consentChannels),
    at: instants,
    claimedAt: fc.option(instants),
  });
}

/** A ledger as the commands of one person left it. */
export function ledgersOf(subject: SubjectId): fc.Arbitrary<readonly ConsentEntry[]> {
  return fc.array(consentCommandsOf(subject), { maxLength: 20 }).map(sayAll);
}

/** Says one thing after the other: what is refused leaves no line. */
function sayAll(commands: readonly ConsentCommand[]): readonly ConsentEntry[] {
  const ledger: ConsentEntry[] = [];
  for (const command of commands) {
    const line = decideConsent(command, ledger);
    if (line.isOk()) ledger.push(line.value);
  }
  return ledger;
}

/** Any lines in any order, at few moments so that many share one, such as no sequence of decisions makes: a ledger is read as it is. */
export function anyLinesOf(subject: SubjectId): fc.Arbitrary<readonly ConsentEntry[]> {
  return fc.uniqueArray(instants, { minLength: 1, maxLength: 4 }).chain((moments) =>
    fc.array(
      fc.record({
        entry: entryIds,
        subject: fc.constant(subject),
        action: fc.constantFrom(...consentActions),
        purpose: somePurpose,
        noticeVersion: noticeVersions,
        noticeLanguage: knownLanguages,
        channel: fc.constantFrom(...consentChannels),
        recordedAt: fc.constantFrom(...moments),
        claimedAt: fc.option(instants),
      }),
      { maxLength: 12 },
    ),
  );
}
