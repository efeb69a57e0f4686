import { readFile } from 'node:fs/promises';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { AuditConditions, AuditCursor } from '../../../application/audit/search-audit.ts';
import { auditActions } from '../../../domain/audit/audit-entry.ts';
import { Instant } from '../../../domain/instant.ts';
import { entriesInWords, entryJson, isWhole, verifiedInWords } from '../audit-in-words.ts';
import { readAuditPlaces } from '../configuration.ts';
import { exitCodes } from '../exit-codes.ts';
import { misconfigured, openFromConfiguration, storesAt } from '../open-from-configuration.ts';
import { oneOf, wholeNumber } from '../option-values.ts';
import { demandRegions } from '../outside-regions.ts';
import { answer, Exit, refuse, type Shell, stop, withProgress } from '../shell.ts';
import { readStaffSession } from '../staff-session-file.ts';

/** `joos audit verify|search|export|checkpoint|restored`: what the staff did, and whether the record of it can be trusted. */
export function auditCommand(shell: Shell): CommandUnknownOpts {
  return new Command('audit')
    .description('verify the record of what the staff did, search it, take it along')
    .addHelpText(
      'after',
      `
Example:
  joos audit verify --public-key joos.pem
  joos audit search --by anna.support --from 2026-11-01T00:00:00Z`,
    )
    .addCommand(verifyCommand(shell))
    .addCommand(searchCommand(shell))
    .addCommand(exportCommand(shell))
    .addCommand(checkpointCommand(shell))
    .addCommand(restoredCommand(shell));
}

function verifyCommand(shell: Shell) {
  return new Command('verify')
    .description('go through the whole log, and name the first entry that is not as it was')
    .requiredOption('--public-key <file>', 'the public keys of the installation, in PEM')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
It finds what was changed, taken out, put in or moved; and, by the sink, what was
cut off at the end. It reads the audit tables and the sink alone: the settings
JOOS_DATABASE_URL, JOOS_DATABASE_REGION and JOOS_AUDIT_SINK are enough, with an
auditor's account. It exits 0 if the log is whole and 1 if not.
\`joos certificate public-key\` prints the public keys.

Example:
  joos audit verify --public-key joos.pem`,
    )
    .action(async ({ publicKey, json }) => {
      const places = readAuditPlaces(shell.environment).match(
        (found) => found,
        ({ problems }) => misconfigured(shell, problems),
      );
      const pem = await readFile(publicKey, 'utf8').catch(() =>
        stop(shell, exitCodes.unavailable, 'the file of --public-key cannot be read'),
      );
      const { publishedSeals } = await import('../../certificates/index.ts');
      const { auditFile } = await import('../../audit-file/index.ts');
      const { systemClock, tokenHashing } = await import('../../system/index.ts');
      const { verifyAudit } = await import('../../../application/audit/verify-audit.ts');
      const stores = await storesAt(places.stores);
      demandRegions(shell, places.residency, [{ adapter: 'stores', residency: stores.residency }]);
      const auditLog = stores.openAuditLog();
      const audit = auditFile(places.auditFile);
      try {
        const ports = { auditLog, audit, auditSeals: publishedSeals(pem), clock: systemClock, hashing: tokenHashing };
        const verified = await withProgress(shell, 'verifying', () => verifyAudit(ports)());
        if (verified.isErr()) return refuse(shell, json, verified.error);
        answer(shell, json, { whole: isWhole(verified.value), ...verified.value }, verifiedInWords(verified.value));
        if (!isWhole(verified.value)) throw new Exit(exitCodes.found);
      } finally {
        await audit.close();
        // What does not close now ends with the process.
        (await auditLog.close()).unwrapOr(undefined);
      }
    });
}

/** What both searching and exporting look for. */
function conditioned(shell: Shell, name: 'search' | 'export') {
  return new Command(name)
    .option('--by <name>', 'of whom of the staff')
    .option('--subject <id>', 'with whose data, by the pseudonym')
    .option('--case <number>', 'for which case, such as CASE-1042')
    .option('--action <action>', `one of: ${auditActions.join(', ')}`, oneOf(shell, '--action', auditActions))
    .option('--from <time>', 'recorded then or later, such as 2026-11-01T00:00:00Z')
    .option('--until <time>', 'recorded before then');
}

function searchCommand(shell: Shell) {
  return conditioned(shell, 'search')
    .description('show entries of the log, newest first; that you looked is one more')
    .option('--limit <count>', 'how many at most', wholeNumber(shell, '--limit', 1, 1_000), 100)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos audit search --case CASE-1042`)
    .action(async ({ limit, json, ...conditions }) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const page = await joos.audit.searchAudit({ staffSession, limit, ...conditionsOf(conditions) });
        if (page.isErr()) return refuse(shell, json, page.error);
        answer(shell, json, page.value.entries.map(entryJson), entriesInWords(page.value.entries));
      } finally {
        await joos.close();
      }
    });
}

function exportCommand(shell: Shell) {
  return conditioned(shell, 'export')
    .description('print entries as JSON lines, newest first, however many there are')
    .addHelpText('after', `\nExample:\n  joos audit export --from 2026-10-01T00:00:00Z > audit.jsonl`)
    .action(async (conditions) => {
      const staffSession = readStaffSession(shell);
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        let after: AuditCursor | null = null;
        do {
          const page = await joos.audit.exportAudit({ staffSession, after, limit: 1_000, ...conditionsOf(conditions) });
          if (page.isErr()) return refuse(shell, false, page.error);
          for (const entry of page.value.entries) shell.out(JSON.stringify(entryJson(entry)));
          after = page.value.next;
        } while (after !== null);
      } finally {
        await joos.close();
      }
    });
}

function checkpointCommand(shell: Shell) {
  return new Command('checkpoint')
    .description('sign where the log ends, and tell the sink; `joos worker` does so every 10 minutes')
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  joos audit checkpoint`)
    .action(async ({ json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const made = await joos.audit.checkpointAudit();
        if (made.isErr()) return refuse(shell, json, made.error);
        answer(shell, json, made.value, `The sink knows of ${made.value.links} entries, signed.`);
      } finally {
        await joos.close();
      }
    });
}

function restoredCommand(shell: Shell) {
  return new Command('restored')
    .description('after a restore of the data store: sign which entries of the log were lost with it')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
A restored log has less than its sink knows of, and \`joos audit verify\` says so for
ever. This tells the sink, signed, what is lost; from then on a verification names the
restore, when it was noted, how many places of the log it took and by when the earliest
of these was recorded: what is older than the backup was not lost by restoring it. It is refused where nothing
is lost, and where the log is wrong in itself. Run it once for each sink, and never in a
drill with the real one.

Example:
  joos audit restored`,
    )
    .action(async ({ json }) => {
      const { joos } = await openFromConfiguration(shell, 'warn');
      try {
        const noted = await withProgress(shell, 'verifying', () => joos.audit.noteRestore());
        if (noted.isErr()) return refuse(shell, json, noted.error);
        const { at, since, lost } = noted.value;
        const found = { at: Instant.toISOString(at), since: Instant.toISOString(since), lost };
        answer(
          shell,
          json,
          found,
          `The restore is noted: it took ${lost.toLocaleString('en')} ${lost === 1 ? 'place' : 'places'} of the audit log.`,
        );
      } finally {
        await joos.close();
      }
    });
}

function conditionsOf({
  case: caseNumber,
  ...conditions
}: Omit<AuditConditions, 'caseNumber'> & { readonly case?: string | undefined }): AuditConditions {
  return { ...conditions, caseNumber };
}
