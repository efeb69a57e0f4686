import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { type SoughtValue, scanForLeaks } from '../src/adapters/leak-scan/index.ts';
import { mysqlStores } from '../src/adapters/sql/mysql.ts';
import { systemIds } from '../src/adapters/system/index.ts';
import { subjectTables } from '../src/domain/data-map/columns.ts';
import { tableOf } from '../src/domain/data-map/tables.ts';
import { ErasureId, SubjectId } from '../src/domain/ids.ts';
import { hourMs } from '../src/domain/instant.ts';
import { type Joos, openForReplay, openJoos, orThrow } from '../src/index.ts';
import type { MysqlServer } from '../test/mysql/mysql-server.ts';
import { staffSessionOf } from '../test/staff-desk.ts';
import { type Backup, type DumpedRow, dump, restore } from './backup.ts';
import type { Announce, DrillReport } from './drill.ts';
import { type DrillCore, drillCore } from './drill-core.ts';
import { type DrillPerson, eraseDrillPerson, newDrillPerson, settleDrillOrder } from './drill-people.ts';
import { readableValues } from './readable-values.ts';

/** What a round of the drill is made of. */
export interface RestoreDrill {
  readonly times: number;
  /** How many people sign up before each backup. */
  readonly people: number;
}

/** What everybody should be to the store after a replay. */
interface Town {
  /** Who is there and was never erased. */
  readonly living: Map<string, DrillPerson>;
  readonly erased: Map<string, DrillPerson>;
}

/**
 * Lives, takes a backup, goes on living and erasing, restores the backup and not the vault, tries to serve, replays, serves;
 * and looks each time whether anybody is back, whether anything of theirs opens, and whether anybody else was touched.
 */
export async function restoreDrill(
  server: Pick<MysqlServer, 'url'>,
  { times, people }: RestoreDrill,
  announce: Announce,
): Promise<DrillReport> {
  const name = `drill_${randomBytes(4).toString('hex')}`;
  const urls = { data: server.url(`${name}_data`), vault: server.url(`${name}_vault`) };
  const admin = await createConnection({ uri: server.url() });
  for (const role of ['data', 'vault']) await admin.query(`CREATE DATABASE ${name}_${role}`);
  const asStored = { jsonStrings: true, dateStrings: true, supportBigNumbers: true };
  const data = await createConnection({ uri: urls.data, ...asStored });
  const vault = await createConnection({ uri: urls.vault, ...asStored });
  const core = await drillCore(
    mysqlStores({ region: 'eu-central-1', dataUrl: urls.data, vaultUrl: urls.vault }),
    'drill',
  );
  const town: Town = { living: new Map(), erased: new Map() };
  const done = { 'backups restored': 0, 'people erased': 0, 'erasures replayed': 0, 'sealed values tried': 0 };
  const found = {
    'openings that should have been refused': 0,
    'openings refused that should not have been': 0,
    'erasures that a replay did not count': 0,
    'people back after a replay': 0,
    'values of theirs in clear': 0,
    'sealed values of theirs that open': 0,
    'people touched who were not erased': 0,
    'people whose values do not open any more': 0,
  };
  try {
    for (let round = 1; round <= times; round += 1) {
      const before = await open(core);
      await signUpMany(before, core, town, people);
      const keptThen = await leaveOneRental(before, town);
      await before.close();
      const backup = await dump(data);
      const there = new Map(town.living);

      const after = await open(core);
      await signUpMany(after, core, town, 2);
      const victims = chosen([...there.values()], Math.ceil(people / 2));
      for (const person of victims) await erase(after, town, person);
      done['people erased'] += victims.length;
      const released = keptThen === null ? 0 : 1;
      if (keptThen !== null) await settleDrillOrder(after, keptThen);
      const [first] = victims;
      // With the same phone, as somebody new; the backup does not know of this one.
      if (first !== undefined) await newDrillPerson(after, core, { rents: false, phone: first.phone });
      const asked = [...there.values()].find(({ subject }) => town.living.has(subject));
      if (asked !== undefined) await leaveRequestAlone(core, asked);
      await after.close();

      await restore(data, backup);
      for (const subject of town.living.keys()) if (!there.has(subject)) town.living.delete(subject);
      const refused = await openJoos(core.adapters);
      if (refused.isOk()) {
        found['openings that should have been refused'] += 1;
        await refused.value.close();
      } else if (refused.error.kind !== 'LedgerNotApplied' || refused.error.erasures !== victims.length + released) {
        found['erasures that a replay did not count'] += 1;
      }
      core.pass(hourMs);
      const replay = await orThrow(openForReplay(core.adapters));
      const { replayed } = await orThrow(replay.replayLedger());
      await replay.close();
      done['erasures replayed'] += replayed;
      if (replayed !== victims.length + released) found['erasures that a replay did not count'] += 1;

      const serving = await openJoos(core.adapters);
      if (serving.isErr()) found['openings refused that should not have been'] += 1;
      else {
        found['people back after a replay'] += await countBack(serving.value, town);
        await serving.value.close();
      }
      const now = await dump(data);
      found['people back after a replay'] += activeAmong(now, town.erased);
      found['people touched who were not erased'] += touched(backup, now, town.living);
      const orders = new Set((now.get('orders') ?? []).map((row) => row.order_id));
      const cards = new Set((now.get('orders') ?? []).map((row) => row.card_id));
      const theirs = await readableValues(core.adapters, backup, new Set(town.erased.keys()), (table, row) =>
        table === 'cards' ? cards.has(row.card_id ?? null) : orders.has(row.order_id ?? null),
      );
      done['sealed values tried'] += theirs.sealed;
      found['sealed values of theirs that open'] += theirs.opened;
      const others = await readableValues(core.adapters, now, new Set(town.living.keys()));
      if (others.sealed === 0 || others.opened !== others.sealed)
        found['people whose values do not open any more'] += 1;
      found['values of theirs in clear'] += await leaks([now, await dump(vault)], [...town.erased.values()]);
      done['backups restored'] += 1;
      announce(`round ${round} of ${times}: ${replayed} erased again, ${town.living.size} people untouched`);
    }
  } finally {
    await data.end();
    await vault.end();
    for (const role of ['data', 'vault']) await admin.query(`DROP DATABASE ${name}_${role}`);
    await admin.end();
    await core.remove();
  }
  const notes = [
    'The dump is a consistent snapshot of every table of the data store, row by row; the vault is never restored.',
    'Values that do not open were tried in the dump itself, with the keys that the vault has now; those of people who were',
    'not erased all open, so the trial can tell.',
  ];
  return { name: 'restore', done, mustBeNone: found, notes };
}

function open(core: DrillCore): Promise<Joos> {
  return orThrow(openJoos(core.adapters));
}

async function signUpMany(joos: Joos, core: DrillCore, { living }: Town, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const person = await newDrillPerson(joos, core, { rents: n === 0 });
    living.set(person.subject, person);
  }
}

async function erase(joos: Joos, { living, erased }: Town, person: DrillPerson): Promise<void> {
  if (!(await eraseDrillPerson(joos, person))) throw new Error('An erasure did not come to its end');
  living.delete(person.subject);
  erased.set(person.subject, person);
}

/** Erases somebody who has a rental out: their order outlives the account, and is in the backup. */
async function leaveOneRental(joos: Joos, town: Town): Promise<string | null> {
  const person = [...town.living.values()].find(({ openOrder }) => openOrder !== null);
  if (person === undefined) return null;
  await erase(joos, town, person);
  return person.openOrder;
}

/** As a process leaves it that ends between the line in the ledger and the commit of the fence. */
async function leaveRequestAlone({ adapters }: DrillCore, { subject }: DrillPerson): Promise<void> {
  const rows = adapters.stores.openVaultRows();
  const erasure = await orThrow(ErasureId.parse(systemIds.ordered()));
  const line = { erasure, subject: await orThrow(SubjectId.parse(subject)), step: 'requested', counts: {} } as const;
  await orThrow(rows.appendToLedger([{ ...line, recordedAt: adapters.clock?.now() ?? fail() }]));
  await orThrow(rows.close());
}

function fail(): never {
  throw new Error('A drill has a clock of its own');
}

function chosen<Item>(items: readonly Item[], count: number): readonly Item[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () => left.splice(randomInt(left.length), 1)).flat();
}

/** People who are found by the phone that they had, under the pseudonym that they had. */
async function countBack(joos: Joos, { erased }: Town): Promise<number> {
  let back = 0;
  for (const { phone, subject } of erased.values()) {
    const look = {
      staffSession: staffSessionOf('anna.support'),
      purpose: 'resolve-problem',
      caseNumber: 'CASE-1042',
      phone,
    } as const;
    const found = await joos.support.findPerson(look);
    if (found.isOk() && found.value.subject === subject) back += 1;
  }
  return back;
}

function activeAmong(now: Backup, erased: Town['erased']): number {
  return (now.get('users') ?? []).filter((row) => row.state === 'active' && erased.has(String(row.subject_id))).length;
}

/** People of whom any row differs from the backup, save what is written of who looked at them. */
function touched(backup: Backup, now: Backup, living: Town['living']): number {
  const differing = new Set<string>();
  for (const table of subjectTables('data').filter((one) => one !== 'audit_entries')) {
    const { subjectColumn } = tableOf(table);
    if (subjectColumn === null) continue;
    const [then, today] = [backup, now].map((dumped) => rowsBySubject(dumped.get(table) ?? [], subjectColumn));
    for (const subject of living.keys()) if (then?.get(subject) !== today?.get(subject)) differing.add(subject);
  }
  return differing.size;
}

function rowsBySubject(rows: readonly DumpedRow[], subjectColumn: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string[]>();
  for (const row of rows) {
    const subject = String(row[subjectColumn]);
    texts.set(subject, [...(texts.get(subject) ?? []), JSON.stringify(row)]);
  }
  return new Map([...texts].map(([subject, all]) => [subject, all.sort().join('\n')]));
}

/** Writes every value of every row into a file, and looks there for what people typed. */
async function leaks(dumps: readonly Backup[], people: readonly DrillPerson[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'joos-drill-'));
  const values = dumps
    .flatMap((dumped) => [...dumped.values()].flat())
    .flatMap((row) => Object.values(row))
    .map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(`${String(value)}\n`)));
  try {
    await writeFile(join(folder, 'rows'), Buffer.concat(values), { mode: 0o600 });
    const sought: readonly SoughtValue[] = people.flatMap(({ typed }) => typed);
    const { findings } = await scanForLeaks(sought, [folder]);
    return findings.reduce((sum, { count }) => sum + count, 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
