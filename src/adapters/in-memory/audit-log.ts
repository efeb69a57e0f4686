import type { AuditFilter, AuditLog } from '../../application/ports/audit-log.ts';
import { type AuditEntry, auditText } from '../../domain/audit/audit-entry.ts';
import { auditLanes, type SealedLink } from '../../domain/audit/chain.ts';
import type { RecordedLink } from '../../domain/audit/verify-log.ts';
import { okAsync } from '../../domain/result.ts';
import { riskText } from '../../domain/risk/risk-event.ts';
import { textOrder } from './lookups.ts';
import { auditPlaceKey, type Database } from './rows.ts';

/** The audit log as it is read. */
export function auditLog(database: Database): AuditLog {
  const inLane = (lane: number): readonly SealedLink[] =>
    [...database.auditLinks.values()]
      .filter((link) => link.lane === lane)
      .toSorted((one, other) => one.position - other.position);
  const disposalOf = (link: SealedLink): RecordedLink['disposal'] => {
    const found = database.auditDisposals.get(auditPlaceKey(link));
    if (found === undefined) return null;
    const { keyId, signature } = found;
    return { keyId, signature };
  };
  return {
    heads: () => okAsync([...database.auditHeads.values()]),
    links: (lane, after, limit) => {
      const records = recordsByPlace(database);
      return okAsync(
        inLane(lane)
          .filter(({ position }) => position > after)
          .slice(0, limit)
          .map(
            (link): RecordedLink => ({
              ...link,
              record: records.get(auditPlaceKey(link)) ?? null,
              disposal: disposalOf(link),
            }),
          ),
      );
    },
    linksBetween: (lane, from, to) =>
      okAsync(inLane(lane).filter(({ position }) => position >= from && position <= to)),
    stray: () => {
      const records = [...database.auditEntries.values(), ...database.riskEvents.values()].map(({ place }) => place);
      const links = [...database.auditLinks.values()];
      const [first] = [
        ...[...records, ...database.auditDisposals.values()].filter(
          (place) => !database.auditLinks.has(auditPlaceKey(place)),
        ),
        ...links.filter(isOutside),
      ];
      return okAsync(first === undefined ? null : { lane: first.lane, position: first.position });
    },
    search: (filter, after, limit) =>
      okAsync(
        [...database.auditEntries.values()]
          .map(({ place: _, ...entry }) => entry)
          .filter((entry) => fits(filter, entry) && (after === null || newestFirst(after, entry) < 0))
          .toSorted(newestFirst)
          .slice(0, limit),
      ),
  };
}

function newestFirst(
  one: Pick<AuditEntry, 'recordedAt' | 'entry'>,
  other: Pick<AuditEntry, 'recordedAt' | 'entry'>,
): number {
  return other.recordedAt - one.recordedAt || textOrder(other.entry, one.entry);
}

function fits(filter: AuditFilter, entry: AuditEntry): boolean {
  const { staff, subject, caseNumber, action, from, until } = filter;
  return (
    (staff === undefined || entry.staff === staff) &&
    (subject === undefined || entry.subject === subject) &&
    (caseNumber === undefined || entry.caseNumber === caseNumber) &&
    (action === undefined || entry.action === action) &&
    (from === undefined || entry.recordedAt >= from) &&
    (until === undefined || entry.recordedAt < until)
  );
}

function recordsByPlace(database: Database): ReadonlyMap<string, NonNullable<RecordedLink['record']>> {
  const entries = [...database.auditEntries.values()].map(
    ({ place, ...entry }) => [auditPlaceKey(place), { salt: place.salt, text: auditText(entry) }] as const,
  );
  const risks = [...database.riskEvents.values()].map(
    ({ place, ...event }) => [auditPlaceKey(place), { salt: place.salt, text: riskText(event) }] as const,
  );
  return new Map([...entries, ...risks]);
}

function isOutside({ lane, position }: Pick<SealedLink, 'lane' | 'position'>): boolean {
  return lane < 0 || lane >= auditLanes || position < 1;
}
