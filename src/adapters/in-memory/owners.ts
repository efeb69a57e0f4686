import type { PersonsRowLooks, PersonsRows } from '../../application/ports/persons-rows.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { okAsync } from '../../domain/result.ts';
import { rowsOf } from './held-records.ts';
import { textOrder } from './lookups.ts';
import type { Rows } from './rows.ts';

/** Counts and pages over whose rows there are, each as often as there are rows of theirs. */
export function looksAtOwners(owners: (of: PersonsRows) => readonly SubjectId[]): PersonsRowLooks {
  return {
    rowsOfPersons: (of) => {
      const all = owners(of);
      return okAsync({ rows: all.length, people: new Set(all).size });
    },
    personsWithRows: (of, after, limit) =>
      okAsync(
        [...new Set(owners(of))]
          .filter((subject) => after === null || subject > after)
          .toSorted(textOrder)
          .slice(0, limit),
      ),
  };
}

/** Whose rows they are, each as often as there are rows of theirs; what belongs to nobody is left out. */
export function ownersOf(rows: Rows, of: PersonsRows): readonly SubjectId[] {
  if (of.within !== undefined) {
    const { from, to } = of.within;
    const written =
      of.table === 'notices'
        ? rows.notices.where(() => true).map(({ notice }) => ({ subject: notice.subject, at: notice.createdAt }))
        : rows.riskEvents.where(() => true);
    return written.flatMap(({ subject, at }) => (subject !== null && at >= from && at < to ? [subject] : []));
  }
  const { table } = of;
  return peopleIn(rows).flatMap((subject) => {
    const held = rowsOf(rows, subject);
    return table in held && table !== 'receipts' ? held[table as keyof typeof held].map(() => subject) : [];
  });
}

/** Everybody of whom there may be rows: whoever has or had an account, and whom staff looked at before the tombstone went. */
function peopleIn(rows: Rows): readonly SubjectId[] {
  return [
    ...new Set([
      ...rows.users.where(() => true).map(({ subject }) => subject),
      ...rows.auditEntries.where(() => true).flatMap(({ subject }) => subject ?? []),
      ...rows.riskEvents.where(() => true).flatMap(({ subject }) => subject ?? []),
      ...rows.legalHolds.where(() => true).map(({ subject }) => subject),
      ...rows.privacyRequests.where(() => true).map(({ subject }) => subject),
      ...rows.erasures.where(() => true).map(({ erasure }) => erasure.subject),
    ]),
  ];
}
