import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJoos, orThrow } from '../../../index.ts';
import { auditFile } from '../../audit-file/index.ts';
import { createKeyFile, openKeyFile } from '../../key-file/index.ts';
import { scanForLeaks } from '../../leak-scan/index.ts';
import { outboxFolder } from '../../outbox-folder/index.ts';
import { simulatedCards } from '../../simulated-cards/index.ts';
import { messageTemplates } from '../../templates/index.ts';
import { demoClock } from './demo-clock.ts';
import { demoStaffProvider } from './demo-staff.ts';
import { mysqlDemoStores, sqliteDemoStores } from './demo-stores.ts';
import { type LeakRow, leakRows, leaks, type PlaceReport, showLeakTable } from './leak-table.ts';
import { playLife } from './life.ts';
import { typedValues } from './persona.ts';

export interface DemoOptions {
  /** Plays on this MySQL server instead of on SQLite. */
  readonly databaseUrl: string | null;
  /** Where the files stay; null for a folder that only the messages outlive. */
  readonly keep: string | null;
  /** Prints as the life goes on; null to stay silent. */
  readonly print: ((text: string) => void) | null;
}

/** What a demo did, and whether the promise was kept. */
export interface DemoReport {
  readonly ok: boolean;
  readonly stores: string;
  readonly steps: readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** What the person received: messages and the export. */
  readonly delivered: readonly string[];
  readonly folder: string;
  readonly leakScan: {
    readonly before: LeakScanSummary;
    readonly after: LeakScanSummary;
    readonly unseen: string | null;
  };
  readonly durationMs: number;
}

/** The table of one scan, and how much was read for it. */
export interface LeakScanSummary {
  readonly files: number;
  readonly bytes: number;
  readonly rows: readonly LeakRow[];
  /** How often anything was found outside of what was delivered to the person. */
  readonly leaks: number;
}

/** Plays a whole life on new stores, erases it, and searches every byte that the run wrote. */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const startedMs = performance.now();
  const folder = options.keep ?? (await mkdtemp(join(tmpdir(), 'joos-demo-')));
  const logs = join(folder, 'logs');
  const exports = join(folder, 'exports');
  const delivered = join(folder, 'delivered');
  for (const path of [folder, logs, exports, delivered]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  const keyFile = join(folder, 'master.key');
  await orThrow(createKeyFile(keyFile));
  const keys = await orThrow(openKeyFile(keyFile));

  const demoStores =
    options.databaseUrl === null
      ? await sqliteDemoStores(folder)
      : await mysqlDemoStores(options.databaseUrl, folder, options.keep !== null);
  const { pinoLog } = await import('../../pino-log/index.ts');
  const { receiptPdf } = await import('../../receipt-pdf/index.ts');
  const outbox = outboxFolder(delivered);
  const audit = auditFile(join(logs, 'audit.jsonl'));
  const clock = demoClock();
  const steps: { title: string; lines: readonly string[] }[] = [];
  const deliveredExports: string[] = [];

  try {
    await orThrow(demoStores.stores.migrate());
    const joos = await orThrow(
      openJoos({
        environment: 'demo',
        stores: demoStores.stores,
        keys,
        audit,
        mailer: outbox.mailer,
        sms: outbox.sms,
        cards: simulatedCards(),
        staffIdentities: demoStaffProvider(clock),
        templates: messageTemplates({
          issuer: ['Joos Demo GmbH', 'Beispielstraße 1, 60311 Frankfurt am Main'],
          vatId: 'DE000000000',
          support: 'support@example.com',
          paymentDetailsUrl: 'https://app.example.com/payment',
          timeZone: 'Europe/Berlin',
          pdf: receiptPdf,
        }),
        business: {
          timeZone: 'Europe/Berlin',
          receiptIssuer: 'JOOS',
          unsubscribeUrl: 'https://app.example.com/v1/unsubscribe',
          confirmEmailUrl: 'https://app.example.com/v1/email-confirmations',
          undoChangeUrl: 'https://app.example.com/v1/contact-changes',
        },
        log: pinoLog({ destination: { kind: 'file', path: join(logs, 'joos.log') }, level: 'debug' }),
        clock,
      }),
    );

    const search = async (): Promise<LeakScanSummary> => {
      const places: PlaceReport[] = [];
      const searched = [
        ...(await demoStores.traces()),
        ['logs', [logs]],
        ['exports', [exports]],
        ['messages', [delivered]],
      ] as const;
      for (const [place, paths] of searched) {
        places.push({ place, report: await scanForLeaks(typedValues, paths) });
      }
      const rows = leakRows(
        typedValues.map(({ label }) => label),
        places,
      );
      return {
        files: places.reduce((sum, { report }) => sum + report.files, 0),
        bytes: places.reduce((sum, { report }) => sum + report.bytes, 0),
        rows,
        leaks: leaks(rows),
      };
    };

    const played: { before: LeakScanSummary | null } = { before: null };
    try {
      await playLife({
        joos,
        outbox,
        clock,
        tell: (title, ...lines) => {
          steps.push({ title, lines });
          options.print?.(
            `\n${String(steps.length).padStart(2)}. ${title}\n${lines.map((line) => `    ${line}\n`).join('')}`,
          );
        },
        handOver: async (fileName, archive) => {
          const copy = join(delivered, fileName);
          await writeFile(join(exports, fileName), archive, { mode: 0o600 });
          await writeFile(copy, archive, { mode: 0o600 });
          deliveredExports.push(copy);
          return copy;
        },
        beforeCancelling: async () => {
          played.before = await search();
          // The server's copy of an export goes with the account; the person's own copy is the person's.
          await rm(exports, { recursive: true });
          await mkdir(exports, { mode: 0o700 });
        },
      });
      // The stores are still open: their journals are there to be searched.
      const after = await search();
      const before = played.before ?? after;
      return {
        ok: after.leaks === 0,
        stores: demoStores.name,
        steps,
        delivered: [...outbox.files(), ...deliveredExports].sort(),
        folder,
        leakScan: { before, after, unseen: demoStores.unseen },
        durationMs: Math.round(performance.now() - startedMs),
      };
    } finally {
      await joos.close();
    }
  } finally {
    await demoStores.end();
    if (options.keep === null) {
      // Only what was delivered to the person outlives the demo.
      for (const name of ['data-store', 'vault', 'logs', 'exports', 'master.key']) {
        await rm(join(folder, name), { recursive: true, force: true });
      }
    }
  }
}

/** The report in plain words: what was delivered, and the two tables. */
export function showDemo(report: DemoReport): string {
  const { before, after, unseen } = report.leakScan;
  return [
    '\nWhat Robin received; open them with a click:',
    ...report.delivered.map((path) => `  ${path}`),
    `\nLeak scan before the cancellation: ${summary(before)}`,
    showLeakTable(before.rows),
    `\nLeak scan after the erasure: ${summary(after)}`,
    showLeakTable(after.rows),
    ...(unseen === null ? [] : [`\n${unseen}`]),
    `\n${
      report.ok
        ? 'Nothing of Robin is left outside of what was delivered to Robin.'
        : `LEAK: ${after.leaks} finds outside of what was delivered.`
    } (${report.stores}; ${(report.durationMs / 1000).toFixed(1)} s)`,
  ].join('\n');
}

function summary({ files, bytes }: LeakScanSummary): string {
  return `${files} files, ${bytes.toLocaleString('en')} bytes, each value raw, as UTF-16, hex, base64 and URL-encoded`;
}
