import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openContainer } from '../src/adapters/inversify/index.ts';
import { allPorts } from '../src/adapters/inversify/tokens.ts';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { sqliteStores } from '../src/adapters/sql/sqlite.ts';
import { audited } from '../src/application/audit/audited.ts';
import { chaining } from '../src/application/audit/chaining.ts';
import { checkpointAudit } from '../src/application/audit/checkpoint-audit.ts';
import { noteRestore } from '../src/application/audit/note-restore.ts';
import { type AuditVerified, verifyAudit } from '../src/application/audit/verify-audit.ts';
import type { AuditSeals } from '../src/application/ports/audit-seals.ts';
import type { AuditSink } from '../src/application/ports/audit-sink.ts';
import type { Ports } from '../src/application/ports/ports.ts';
import type { Stores } from '../src/application/ports/stores.ts';
import type { Sha256 } from '../src/domain/audit/chain.ts';
import type { SinkLine } from '../src/domain/audit/checkpoint.ts';
import { disposalText } from '../src/domain/audit/disposal.ts';
import type { EntryId, SubjectId } from '../src/domain/ids.ts';
import { ok, okAsync, safeTry } from '../src/domain/result.ts';
import { riskText } from '../src/domain/risk/risk-event.ts';
import { accessPurposes } from '../src/domain/staff/access-purpose.ts';
import { CaseNumber, StaffId } from '../src/domain/staff/staff-id.ts';
import { orThrow } from '../src/index.ts';
import { colleagues, seat } from '../test/staff-desk.ts';
import { mysqlTables, sqliteTables, type Tables } from './audit/tables.ts';
import { type Place, type Random, seeded, tamper, truncation } from './audit/tampering.ts';
import type { Announce, DrillReport } from './drill.ts';
import { drillCore } from './drill-core.ts';

/** How big an audit drill is. */
export interface AuditDrill {
  /** Entries in the log. */
  readonly rows: number;
  /** What is done to it, one after the other, on SQLite. */
  readonly probes: number;
  /** As many more on MySQL, on a log of a tenth of the entries. */
  readonly mysqlProbes: number;
  readonly seed: number;
}

/**
 * An audit log that somebody tampers with who may do everything to its database (POLICY.md C21): bits are flipped, rows taken
 * out and swapped, ends cut off so that it shows nowhere but in the sink. Each is done, the log verified, and undone.
 */
export async function auditDrill(
  urls: { readonly dataUrl: string; readonly vaultUrl: string },
  size: AuditDrill,
  announce: Announce,
): Promise<DrillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'joos-audit-drill-'));
  try {
    const files = { dataFile: join(folder, 'data.db'), vaultFile: join(folder, 'vault.db') };
    const onSqlite = await probed(sqliteStores(files), () => sqliteTables(files.dataFile), size, announce);
    announce('SQLite is through; now MySQL');
    const smaller = { ...size, rows: Math.ceil(size.rows / 10), probes: size.mysqlProbes };
    const onMysql = await probed(mysqlStores(urls), () => mysqlTables(urls.dataUrl), smaller, announce);
    return {
      name: 'audit',
      done: {
        'entries in the log on SQLite': onSqlite.links,
        'probes on SQLite': onSqlite.probes,
        'entries in the log on MySQL': onMysql.links,
        'probes on MySQL': onMysql.probes,
        ...Object.fromEntries(
          [...onSqlite.by].map(([how, count]) => [`${how}: probes`, count + (onMysql.by.get(how) ?? 0)]),
        ),
      },
      mustBeNone: {
        'probes that were not found': onSqlite.missed + onMysql.missed,
        'probes of which a wrong entry was named first': onSqlite.misplaced + onMysql.misplaced,
        'faults in a log that nobody touched': onSqlite.falselyFound + onMysql.falselyFound,
      },
      notes: [
        `Seed ${size.seed}. A probe that the database itself refused, since two rows would have one key, counts for nothing.`,
        'Of the risks one in three went with its account before.',
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Probed {
  readonly links: number;
  readonly probes: number;
  readonly missed: number;
  readonly misplaced: number;
  readonly falselyFound: number;
  readonly by: ReadonlyMap<string, number>;
}

async function probed(
  stores: Stores,
  tables: () => Tables | Promise<Tables>,
  size: AuditDrill,
  announce: Announce,
): Promise<Probed> {
  const core = await drillCore(stores, 'audit');
  const container = await orThrow(openContainer(core.adapters));
  const ports = container.get(allPorts);
  const random = seeded(size.seed);
  const sink: (SinkLine | null)[] = [];
  const copied = sinkIn(sink);
  let log: Tables | null = null;
  try {
    for (const name of names) await orThrow(seat(ports.store, name, colleagues[name] ?? [], ports.clock.now()));
    const filling = { ...ports, audit: copied, auditLog: ports.store.auditLog };
    await fill(filling, size.rows, random);
    await orThrow(checkpointAudit(filling)());
    log = await tables();
    // A restore that was noted: what is done to the log afterwards is found all the same.
    for (let lanes = 0; lanes < 3; lanes += 1) await truncation(random, log);
    const { lost } = await orThrow(noteRestore(filling)());
    await fill(filling, lost, random);
    await disposeOfSome(ports, log);
    await orThrow(checkpointAudit(filling)());
    // The same text has the same digest, and the same seal: ten thousand verifications of one log need not make each anew.
    const hashing = { digest: remembered(ports.hashing.digest) };
    const auditSeals = rememberedSeals(ports.auditSeals);
    const verify = (): Promise<AuditVerified> =>
      orThrow(verifyAudit({ ...ports, audit: copied, hashing, auditSeals, auditLog: ports.store.auditLog })());
    const untouched = await verify();
    let falselyFound = faultsIn(untouched);
    let missed = 0;
    let misplaced = 0;
    let probes = 0;
    const by = new Map<string, number>();
    while (probes < size.probes) {
      const tampering = await tamper(random, log, sink);
      if (tampering === null) continue;
      const found = await verify();
      await tampering.undo();
      probes += 1;
      by.set(tampering.how, (by.get(tampering.how) ?? 0) + 1);
      if (faultsIn(found) === 0) {
        missed += 1;
        announce(`Not found: a ${tampering.how}`);
      } else if (tampering.at.length > 0 && !isNamed(found, tampering.at)) {
        misplaced += 1;
        announce(
          `A wrong entry was named first: a ${tampering.how} at ${JSON.stringify(tampering.at)}, ${JSON.stringify(found.faults[0])}`,
        );
      }
      if (probes % 1_000 === 0) announce(`${probes} of ${size.probes} probes`);
      if (probes % 100 === 0) falselyFound += faultsIn(await verify());
    }
    falselyFound += faultsIn(await verify());
    return { links: untouched.links, probes, missed, misplaced, falselyFound, by };
  } finally {
    await log?.close();
    await container.unbindAllAsync();
    await core.remove();
  }
}

/** Whether the first fault is at one of the places: the lanes are in their order, and in a lane the positions. */
function isNamed({ faults: [first] }: AuditVerified, places: readonly Place[]): boolean {
  return places.some(
    ({ lane, position }) => first?.lane === lane && (position === null || first.position === position),
  );
}

function faultsIn({ faults, forgedLines, unreadableLines }: AuditVerified): number {
  return faults.length + forgedLines.length + unreadableLines.length;
}

function remembered(digest: Sha256): Sha256 {
  const known = new Map<string, string>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      answer = digest(text);
      if (known.size < 100_000) known.set(text, answer);
    }
    return answer;
  };
}

function rememberedSeals(seals: AuditSeals): AuditSeals {
  const known = new Set<string>();
  return {
    ...seals,
    isGenuine: (text, seal) => {
      const key = JSON.stringify([text, seal.keyId, seal.signature]);
      if (known.has(key)) return okAsync(true);
      return seals.isGenuine(text, seal).map((isGenuine) => {
        if (isGenuine) known.add(key);
        return isGenuine;
      });
    },
  };
}

/** Of the risks some go, as with their accounts. */
async function disposeOfSome({ auditSeals }: Ports, log: Tables): Promise<void> {
  const risks = await log.all(
    'SELECT r.event_id, c.lane, c.position, c.link, c.commitment FROM risk_events r JOIN audit_chain c ON c.lane = r.lane AND c.position = r.position',
  );
  for (const { event_id, lane, position, link, commitment } of risks.filter((_, number) => number % 3 === 0)) {
    const place = {
      lane: Number(lane),
      position: Number(position),
      link: Buffer.from(link as Uint8Array).toString('hex'),
      commitment: Buffer.from(commitment as Uint8Array).toString('hex'),
    };
    const { keyId, signature } = await orThrow(auditSeals.sign(disposalText(place)));
    await log.run('DELETE FROM risk_events WHERE event_id = ?', [event_id!]);
    await log.run('INSERT INTO audit_disposals VALUES (?, ?, ?, ?)', [
      ...[place.lane, place.position],
      ...[Buffer.from(keyId, 'hex'), Buffer.from(signature, 'base64')],
    ]);
  }
}

/** A sink whose lines lie open, so that they can be tampered with. */
function sinkIn(lines: (SinkLine | null)[]): AuditSink {
  return {
    append: (more) => {
      lines.push(...more);
      return okAsync(undefined);
    },
    read: (cursor, limit) =>
      okAsync({
        lines: lines.slice(cursor, cursor + limit),
        next: cursor + limit < lines.length ? cursor + limit : null,
      }),
  };
}

const names = ['anna.support', 'ada.lovelace', 'maria.k', 'grace.hopper'];

/** Writes entries as the core does, many at once; one in ten is a risk. */
async function fill(ports: Ports, rows: number, random: Random): Promise<void> {
  const writers = 32;
  const write = async (from: number): Promise<void> => {
    for (let row = from; row < rows; row += writers) {
      if (row % 10 === 9) await orThrow(writeRisk(ports));
      else await orThrow(writeEntry(ports, random));
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
}

function writeEntry(ports: Ports, random: Random) {
  return safeTry(async function* () {
    const staff = yield* StaffId.parse(names[random(names.length)]!);
    const caseNumber = yield* CaseNumber.parse(`CASE-${random(10_000)}`);
    const purpose = accessPurposes[random(accessPurposes.length)]!;
    const subject = ports.ids.random() as SubjectId; // sound: the port answers UUIDs
    const fields = random(2) === 0 ? (['login.phone'] as const) : [];
    yield* audited(ports, (_tx, record) =>
      record({ action: 'reveal-contact', staff, caseNumber, purpose, subject, fields }),
    );
    return ok(undefined);
  });
}

function writeRisk(ports: Ports) {
  const at = ports.clock.now();
  const event = { event: ports.ids.random() as EntryId, kind: 'limit-hit', rule: null, subject: null, at } as const; // sound: as above
  return ports.store.transact((tx) =>
    chaining(ports, tx)
      .append('risk', riskText(event), at)
      .andThen((place) => tx.riskEvents.append(null, event, place)),
  );
}
