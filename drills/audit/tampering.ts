import { createHash } from 'node:crypto';
import { auditTextOf, type StoredAuditEntry } from '../../src/domain/audit/audit-entry.ts';
import { type AuditHead, commitmentTo, linkAfter, type Sha256 } from '../../src/domain/audit/chain.ts';
import { type SinkLine, sinkLineOf, sinkLineText } from '../../src/domain/audit/checkpoint.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { Cell, Row, Tables } from './tables.ts';

/** Something that was done to the log behind its back. */
export interface Tampering {
  readonly how:
    | 'flip'
    | 'deletion'
    | 'swap'
    | 'truncation'
    | 'insertion'
    | 'forged entry'
    | 'forged disposal'
    | 'flip in the sink'
    | 'forged restore';
  /** Places of which one has to be named: where the row was, and where it says that it is now. None where the sink was touched. */
  readonly at: readonly Place[];
  readonly undo: () => Promise<void>;
}

/** A place in the log; of the end of a lane the lane alone. */
export interface Place {
  readonly lane: number;
  readonly position: number | null;
}

/** Whole numbers below a bound, the same for the same seed. */
export type Random = (below: number) => number;

/** Mulberry32: small, and good enough to choose what is tampered with. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const tables = ['audit_chain', 'audit_entries', 'risk_events', 'audit_disposals', 'audit_lanes'] as const;
type Table = (typeof tables)[number];

/** Tampers with one thing; null where the database refused it, or there was nothing to do. */
export async function tamper(random: Random, log: Tables, sink: (SinkLine | null)[]): Promise<Tampering | null> {
  const kinds = [
    ...[flip, flip, flip, deletion, swap, truncation, insertion],
    ...[forgedEntry, forgedDisposal, flipInSink, forgedRestore],
  ] as const;
  return kinds[random(kinds.length)]!(random, log, sink);
}

async function flip(random: Random, log: Tables): Promise<Tampering | null> {
  const table = tables[random(tables.length)]!;
  const row = await anyRow(random, log, table);
  if (row === null) return null;
  const columns = Object.keys(row).filter((column) => row[column] !== null);
  const column = columns[random(columns.length)]!;
  const changed = { ...row, [column]: flipped(random, row[column]!) };
  if (!(await replaced(log, table, row, changed))) return null;
  return {
    how: 'flip',
    at: [placeOf(table, row), placeOf(table, changed)],
    undo: () => restored(log, table, changed, row),
  };
}

async function deletion(random: Random, log: Tables): Promise<Tampering | null> {
  const table = tables[random(tables.length)]!;
  const row = await anyRow(random, log, table);
  // A lane without a link says nothing.
  if (row === null || (table === 'audit_lanes' && row.length === 0)) return null;
  await log.run(...deleting(table, row));
  return {
    how: 'deletion',
    at: [placeOf(table, row)],
    undo: async () => void (await log.run(...inserting(table, row))),
  };
}

async function swap(random: Random, log: Tables): Promise<Tampering | null> {
  const table = (['audit_chain', 'audit_entries', 'risk_events', 'audit_disposals'] as const)[random(4)]!;
  const [one, other] = [await anyRow(random, log, table), await anyRow(random, log, table)];
  if (one === null || other === null || isSamePlace(one, other)) return null;
  const moved = { ...one, lane: other.lane!, position: other.position! };
  const movedToo = { ...other, lane: one.lane!, position: one.position! };
  const put = async (rows: readonly Row[], instead: readonly Row[]): Promise<void> => {
    for (const row of rows) await log.run(...deleting(table, row));
    for (const row of instead) await log.run(...inserting(table, row));
  };
  await put([one, other], [moved, movedToo]);
  const [first] = [one, other].toSorted(
    (a, b) => Number(a.lane) - Number(b.lane) || Number(a.position) - Number(b.position),
  );
  return { how: 'swap', at: [placeOf(table, first!)], undo: () => put([moved, movedToo], [one, other]) };
}

/** Cuts the end of a lane so well that it shows nowhere but in the sink: what restoring a backup does to it, too. */
export async function truncation(random: Random, log: Tables): Promise<Tampering | null> {
  const row = await anyRow(random, log, 'audit_chain');
  if (row === null) return null;
  const { lane, position } = row as { readonly lane: number; readonly position: number };
  const behind = 'WHERE lane = ? AND position >= ?';
  const values = [lane, position];
  const cut = await Promise.all(
    (['audit_chain', 'audit_entries', 'risk_events', 'audit_disposals'] as const).map(async (table) => ({
      table,
      rows: await log.all(`SELECT * FROM ${table} ${behind}`, values),
    })),
  );
  const [before] = await log.all('SELECT link FROM audit_chain WHERE lane = ? AND position = ?', [lane, position - 1]);
  const [head] = await log.all('SELECT * FROM audit_lanes WHERE lane = ?', [lane]);
  for (const { table } of cut) await log.run(`DELETE FROM ${table} ${behind}`, values);
  const shorter = { ...head!, length: position - 1, link: before?.link ?? new Uint8Array(32) };
  await replaced(log, 'audit_lanes', head!, shorter);
  return {
    how: 'truncation',
    at: [{ lane, position }],
    undo: async () => {
      for (const { table, rows } of cut) for (const one of rows) await log.run(...inserting(table, one));
      await restored(log, 'audit_lanes', shorter, head!);
    },
  };
}

/**
 * Cuts the end of a lane and says that a restore took it, by the line of one that there was: as it stands, or told of more under
 * the signature that it has.
 */
async function forgedRestore(random: Random, log: Tables, sink: (SinkLine | null)[]): Promise<Tampering | null> {
  const genuine = sink.find((line) => line?.kind === 'restored');
  const cut = await truncation(random, log);
  if (cut === null || genuine?.kind !== 'restored') return cut;
  const [{ lane, position }] = cut.at as readonly [Place & { readonly position: number }]; // sound: as it was cut
  const taken = { lane, left: position - 1, upTo: 1_000_000 };
  const more = { ...genuine, lines: sink.length, lost: [...genuine.lost, taken] };
  sink.push(random(2) === 0 ? genuine : more);
  return {
    ...cut,
    how: 'forged restore',
    undo: async () => {
      sink.pop();
      await cut.undo();
    },
  };
}

/** Puts an entry in, with a link that was made up, somewhere in a lane, behind its end or where no lane is. */
async function insertion(random: Random, log: Tables): Promise<Tampering | null> {
  const entry = await anyRow(random, log, 'audit_entries');
  const link = await anyRow(random, log, 'audit_chain');
  if (entry === null || link === null) return null;
  const places = [
    [Number(link.lane), 0],
    [Number(link.lane), Number(link.position) + 100_000],
    [64 + random(1_000), 1 + random(5)],
    [-1, 1],
  ] as const;
  const [lane, position] = places[random(places.length)]!;
  const rows = {
    audit_chain: { ...link, lane, position, link: new Uint8Array(32), commitment: new Uint8Array(32) },
    audit_entries: { ...entry, entry_id: crypto.randomUUID(), lane, position },
  } as const;
  if (!(await log.run(...inserting('audit_chain', rows.audit_chain)))) return null;
  if (!(await log.run(...inserting('audit_entries', rows.audit_entries)))) {
    await log.run(...deleting('audit_chain', rows.audit_chain));
    return null;
  }
  return {
    how: 'insertion',
    // Behind the end of a lane the first that is missing before it is named.
    at: [
      { lane, position },
      { lane, position: null },
    ],
    undo: async () => {
      await log.run(...deleting('audit_entries', rows.audit_entries));
      await log.run(...deleting('audit_chain', rows.audit_chain));
    },
  };
}

/**
 * Appends an entry in its proper form, digest for digest and the end of the lane with it, as whoever has the application's
 * account could; under the seal of the link before, for want of the key.
 */
async function forgedEntry(random: Random, log: Tables): Promise<Tampering | null> {
  const entry = await anyRow(random, log, 'audit_entries');
  const some = await anyRow(random, log, 'audit_chain');
  const [head] = await log.all('SELECT * FROM audit_lanes WHERE lane = ?', [some?.lane ?? 0]);
  const [last] = await log.all('SELECT * FROM audit_chain WHERE lane = ? ORDER BY position DESC LIMIT 1', [
    some?.lane ?? 0,
  ]);
  if (entry === null || head === undefined || last === undefined) return null;
  const salt = new Uint8Array(16);
  const forged = { ...entry, entry_id: crypto.randomUUID(), lane: head.lane!, position: Number(head.length) + 1, salt };
  const said = linkAfter(sha256, headIn(head), {
    kind: 'staff',
    recordedAt: Number(entry.recorded_at) as Instant, // sound: as it was recorded
    commitment: commitmentTo(sha256, hex(salt), auditTextOf(entryIn(forged))),
  });
  const link = {
    ...last,
    kind: 'staff',
    position: said.position,
    recorded_at: said.recordedAt,
    commitment: Buffer.from(said.commitment, 'hex'),
    link: Buffer.from(said.link, 'hex'),
  };
  const longer = { ...head, length: said.position, link: link.link };
  await log.run(...inserting('audit_chain', link));
  await log.run(...inserting('audit_entries', forged));
  await replaced(log, 'audit_lanes', head, longer);
  return {
    how: 'forged entry',
    at: [placeOf('audit_chain', link)],
    undo: async () => {
      await restored(log, 'audit_lanes', longer, head);
      await log.run(...deleting('audit_entries', forged));
      await log.run(...deleting('audit_chain', link));
    },
  };
}

/** Under the seal of a risk that went with its account: another record goes, one comes back, or nothing was there. */
async function forgedDisposal(random: Random, log: Tables): Promise<Tampering | null> {
  const table = (['risk_events', 'audit_entries'] as const)[random(2)]!;
  const record = await anyRow(random, log, table);
  const disposal = await anyRow(random, log, 'audit_disposals');
  if (record === null || disposal === null) return null;
  const way = random(3);
  if (way === 0) {
    const back = { ...record, lane: disposal.lane!, position: disposal.position! };
    await replaced(log, table, record, back);
    return {
      how: 'forged disposal',
      at: [placeOf(table, record), placeOf(table, back)],
      undo: () => restored(log, table, back, record),
    };
  }
  const place = way === 1 ? record : { lane: record.lane!, position: Number(record.position) + 100_000 };
  const forged = { ...disposal, lane: place.lane!, position: place.position! };
  if (way === 1) await log.run(...deleting(table, record));
  await log.run(...inserting('audit_disposals', forged));
  return {
    how: 'forged disposal',
    at: [placeOf('audit_disposals', forged)],
    undo: async () => {
      await log.run(...deleting('audit_disposals', forged));
      if (way === 1) await log.run(...inserting(table, record));
    },
  };
}

const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex');

function hex(bytes: Cell): string {
  return Buffer.from(bytes as Uint8Array).toString('hex'); // sound: a column of bytes
}

function headIn({ lane, length, link }: Row): AuditHead {
  return { lane: Number(lane), length: Number(length), link: hex(link!) };
}

/** As the columns are named. */
function entryIn(row: Row): StoredAuditEntry {
  const { entry_id: entry, subject_id: subject, case_number: caseNumber, recorded_at: at, ...rest } = row;
  return { ...rest, entry, subject, caseNumber, recordedAt: Number(at) } as unknown as StoredAuditEntry; // sound: its columns
}

/** A bit of a line of the sink, which is then another line or none. */
async function flipInSink(random: Random, _log: Tables, sink: (SinkLine | null)[]): Promise<Tampering | null> {
  const index = random(2) === 0 ? random(sink.length) : sink.findLastIndex((line) => line?.kind !== 'anchor');
  const line = sink[index];
  if (line === undefined || line === null) return null;
  const text = sinkLineText(line);
  sink[index] = sinkLineOf(String(flipped(random, text)));
  return {
    how: 'flip in the sink',
    at: [],
    undo: async () => {
      sink[index] = line;
    },
  };
}

function flipped(random: Random, value: Cell): Cell {
  // Of a number a bit of what stands there: a safe whole number stays one.
  if (typeof value === 'number') return Number(BigInt(value) ^ (1n << BigInt(random(40))));
  if (typeof value === 'string') {
    const at = random(value.length);
    // One of the low bits, so that it stays one character that the column takes.
    const bit = 1 << random(5);
    return value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ bit) + value.slice(at + 1);
  }
  const bytes = Uint8Array.from(value!);
  const at = random(bytes.length);
  bytes[at] = bytes[at]! ^ (1 << random(8));
  return bytes;
}

async function anyRow(random: Random, log: Tables, table: Table): Promise<Row | null> {
  const [counted] = await log.all(`SELECT COUNT(*) AS count FROM ${table}`);
  const count = Number(counted?.count ?? 0);
  if (count === 0) return null;
  const [row] = await log.all(`SELECT * FROM ${table} LIMIT 1 OFFSET ${random(count)}`);
  return row ?? null;
}

/** Where a row is, as its own columns say. */
function placeOf(table: Table, row: Row): Place {
  return { lane: Number(row.lane), position: table === 'audit_lanes' ? null : Number(row.position) };
}

function isSamePlace(one: Row, other: Row): boolean {
  return one.lane === other.lane && one.position === other.position;
}

const keys: Readonly<Record<Table, readonly string[]>> = {
  audit_disposals: ['lane', 'position'],
  audit_chain: ['lane', 'position'],
  audit_entries: ['entry_id'],
  risk_events: ['event_id'],
  audit_lanes: ['lane'],
};

function deleting(table: Table, row: Row): [string, readonly Cell[]] {
  const key = keys[table];
  return [
    `DELETE FROM ${table} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`,
    key.map((column) => row[column]!),
  ];
}

function inserting(table: Table, row: Row): [string, readonly Cell[]] {
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  return [`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, columns.map((column) => row[column]!)];
}

/** Puts a row in the place of another one; false where the database refused, and then nothing is changed. */
async function replaced(log: Tables, table: Table, row: Row, instead: Row): Promise<boolean> {
  await log.run(...deleting(table, row));
  if (await log.run(...inserting(table, instead))) return true;
  await log.run(...inserting(table, row));
  return false;
}

async function restored(log: Tables, table: Table, row: Row, original: Row): Promise<void> {
  if (!(await replaced(log, table, row, original))) throw new Error('The log could not be put back as it was');
}
