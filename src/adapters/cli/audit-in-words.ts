import { type AuditVerified, mostFaults } from '../../application/audit/verify-audit.ts';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { AuditFault, AuditFaultKind } from '../../domain/audit/verify-log.ts';
import { Instant } from '../../domain/instant.ts';
import { inColumns } from './in-columns.ts';

/** What each fault means, to whoever has to find out how it came. */
const faultWords: Readonly<Record<AuditFaultKind, string>> = {
  'link-missing': 'entries are missing from here on',
  'link-changed': 'the link was changed, moved or put in',
  'link-unsigned':
    'no key of the installation signed the link: somebody who has the database put it in, or changed its seal',
  'record-changed': 'what was recorded was changed',
  'record-missing': 'what was recorded is gone before its time',
  'disposal-forged': 'it is noted that what was recorded went with an account, and that is not true',
  'put-in': 'something was put in that is no part of the chain',
  'end-wrong': 'the lane does not end where it should',
  cut: 'the sink has an entry that the log has not: the end was cut, or a backup was restored and nobody noted it',
  'anchor-differs': 'the sink has another link for this place',
};

/** Whether nothing at all is wrong. */
export function isWhole(verified: AuditVerified): boolean {
  const { links, faults, forgedLines, unreadableLines } = verified;
  // Without a signed word of where it ends nobody can say that the end was not cut together with the sink.
  const isWitnessed = links === 0 || verified.lastCheckpointAt !== null;
  return isWitnessed && faults.length === 0 && forgedLines.length === 0 && unreadableLines.length === 0;
}

/** What a verification found, the first bad entry first. */
export function verifiedInWords(verified: AuditVerified): string {
  const { links, records, anchors, checkpoints, lastCheckpointAt, faults, restores, forgedLines, unreadableLines } =
    verified;
  const last = lastCheckpointAt === null ? 'none yet' : `the last of ${Instant.toISOString(lastCheckpointAt)}`;
  const counted = [
    `${links.toLocaleString('en')} links, ${records.toLocaleString('en')} of them with their record`,
    `${anchors.toLocaleString('en')} lines of the sink, ${checkpoints} checkpoints (${last})`,
    ...restores.map(
      ({ at, lost, since }) =>
        `a restore of the data store, noted at ${Instant.toISOString(at)}, took ${lost.toLocaleString('en')} ${lost === 1 ? 'place' : 'places'} of the log, the earliest recorded by ${Instant.toISOString(since)}`,
    ),
  ];
  if (isWhole(verified)) {
    const said =
      restores.length === 0
        ? 'The audit log is whole.'
        : 'The audit log is whole, but for what restores took: hold these against your backups.';
    return [said, ...counted].join('\n');
  }
  const [first] = faults;
  return [
    first === undefined
      ? 'The sink of the audit log is NOT whole.'
      : `The audit log is NOT whole. ${faultInWords(first)}.`,
    ...(lastCheckpointAt === null ? ['  the sink has no signed checkpoint: nothing shows where the log ended'] : []),
    ...faults.slice(1).map((fault) => `  ${faultInWords(fault)}`),
    ...(faults.length === mostFaults ? ['  … and there may be more'] : []),
    ...forgedLines.map(
      (line) => `  line ${line} of the sink: no key of the installation signed it, or not for this place`,
    ),
    ...unreadableLines.map((line) => `  line ${line} of the sink: nothing that joos wrote`),
    ...counted,
  ].join('\n');
}

function faultInWords({ kind, lane, position }: AuditFault): string {
  return `Lane ${lane}, entry ${position}: ${faultWords[kind]}`;
}

/** Entries as a table, newest first. */
export function entriesInWords(entries: readonly AuditEntry[]): string {
  if (entries.length === 0) return 'No entries.';
  const lines = [
    ['when', 'who', 'what', 'for', 'case', 'with whose data', 'fields', 'about'],
    ...entries.map(({ recordedAt, staff, action, purpose, caseNumber, subject, fields, about }) => [
      Instant.toISOString(recordedAt),
      staff ?? 'operator',
      action,
      purpose ?? '',
      caseNumber ?? '',
      subject ?? '',
      fields.join(','),
      about ?? '',
    ]),
  ];
  return inColumns(lines, '  ').join('\n');
}

/** An entry for programs: the time as a text. */
export function entryJson({ recordedAt, ...entry }: AuditEntry): Readonly<Record<string, unknown>> {
  return { ...entry, recordedAt: Instant.toISOString(recordedAt) };
}
