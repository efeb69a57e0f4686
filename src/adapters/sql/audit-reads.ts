import type { AuditFilter, AuditLog } from '../../application/ports/audit-log.ts';
import { type AuditAction, type AuditEntry, auditTextOf } from '../../domain/audit/audit-entry.ts';
import { type AuditRecordKind, auditLanes, type SealedLink } from '../../domain/audit/chain.ts';
import type { RecordedRisk } from '../../domain/audit/disposal.ts';
import type { AuditSeal } from '../../domain/audit/seal.ts';
import type { RecordedLink } from '../../domain/audit/verify-log.ts';
import { FieldId } from '../../domain/data-map/personal-field.ts';
import type { EntryId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { type RiskKind, riskText } from '../../domain/risk/risk-event.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import type { BudgetRuleName } from '../../domain/verification/code-budget.ts';
import type { Database } from './database.ts';
import { answer } from './failing.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';

/** The audit log as it is read: of nothing but its own tables, so that an auditor's account is enough. */
export function auditLog(database: Database): AuditLog {
  return {
    heads: () => answer(async () => (await database.look(heads, {})).map((row) => ({ ...row, link: hex(row.link) }))),

    links: (lane, after, limit) =>
      answer(async () => {
        const rows = await database.look(links, { lane, after, limit });
        return rows.map((row): RecordedLink => ({ ...linkOf(row), record: recordOf(row), disposal: disposalOf(row) }));
      }),

    linksBetween: (lane, from, to) =>
      answer(async () => (await database.look(linksBetween, { lane, from, to })).map(linkOf)),

    stray: () =>
      answer(async () => {
        for (const look of [strayEntry, strayRisk, strayDisposal, strayLink]) {
          const [found] = await database.look(look, { lanes: auditLanes });
          if (found !== undefined) return { lane: found.lane ?? 0, position: found.position ?? 0 };
        }
        return null;
      }),

    search: (filter, after, limit) =>
      answer(async () =>
        (await database.look(searchBy(filter, after !== null), given(filter, after, limit))).map(entryOf),
      ),
  };
}

interface SealRow {
  readonly key_id: Uint8Array;
  readonly signature: Uint8Array;
}

interface LinkRow extends SealRow {
  readonly lane: number;
  readonly position: number;
  readonly kind: AuditRecordKind;
  readonly recorded_at: Instant;
  readonly commitment: Uint8Array;
  readonly link: Uint8Array;
}

/** A link as it stands in a row. */
export function linkOf({ lane, position, kind, recorded_at, commitment, link, ...seal }: LinkRow): SealedLink {
  return {
    lane,
    position,
    kind,
    recordedAt: recorded_at,
    commitment: hex(commitment),
    link: hex(link),
    ...sealOf(seal),
  };
}

function sealOf({ key_id, signature }: SealRow): AuditSeal {
  return { keyId: hex(key_id), signature: Buffer.from(signature).toString('base64') };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

const heads = dataQuery(({ db }) => db.selectFrom('audit_lanes').select(['lane', 'length', 'link']).orderBy('lane'));

/** The columns of a link, where the chain is `c`. */
export const linkColumns = [
  'c.lane',
  'c.position',
  'c.kind',
  'c.recorded_at',
  'c.commitment',
  'c.link',
  'c.key_id',
  'c.signature',
] as const;

/** The columns of a risk, where its table is `r`, under names that no link has. */
export const riskColumns = [
  'r.event_id',
  'r.kind as risk',
  'r.rule',
  'r.subject_id as risk_subject',
  'r.recorded_at as happened_at',
  'r.salt as risk_salt',
] as const;

const linksBetween = dataQuery(({ db }, between: { lane: number; from: number; to: number }) =>
  db
    .selectFrom('audit_chain as c')
    .select(linkColumns)
    .where('c.lane', '=', between.lane)
    .where('c.position', '>=', between.from)
    .where('c.position', '<=', between.to)
    .orderBy('c.position'),
);

/** One range of the chain by its key, and one look by a unique index into each of the tables that it stands for. */
const links = dataQuery(({ db }, page: { lane: number; after: number; limit: number }) =>
  db
    .selectFrom('audit_chain as c')
    .leftJoin('audit_entries as e', (join) =>
      join.onRef('e.lane', '=', 'c.lane').onRef('e.position', '=', 'c.position'),
    )
    .leftJoin('risk_events as r', (join) => join.onRef('r.lane', '=', 'c.lane').onRef('r.position', '=', 'c.position'))
    .leftJoin('audit_disposals as d', (join) =>
      join.onRef('d.lane', '=', 'c.lane').onRef('d.position', '=', 'c.position'),
    )
    .select(linkColumns)
    .select(riskColumns)
    .select([
      'e.entry_id',
      'e.action',
      'e.staff',
      'e.subject_id',
      'e.purpose',
      'e.case_number',
      'e.fields',
      'e.about',
      'e.recorded_at as entered_at',
      'e.salt',
      'd.key_id as disposal_key_id',
      'd.signature as disposal_signature',
    ])
    .where('c.lane', '=', page.lane)
    .where('c.position', '>', page.after)
    .orderBy('c.position')
    .limit(page.limit),
);

type RecordedRow = NonNullable<(typeof links)['row']>;

/** What stands beside a link, as a text; of the kind that the link says. */
function recordOf(row: RecordedRow): RecordedLink['record'] {
  if (row.kind === 'risk') {
    const { event_id, risk, rule, risk_subject, happened_at, risk_salt } = row;
    if (event_id === null || risk === null || happened_at === null || risk_salt === null) return null;
    const { salt, ...event } = riskOf({ event_id, risk, rule, risk_subject, happened_at, risk_salt });
    return { salt, text: riskText(event) };
  }
  const { entry_id: entry, action, fields, entered_at: recordedAt, salt } = row;
  if (entry === null || action === null || fields === null || recordedAt === null || salt === null) return null;
  const { staff, subject_id: subject, purpose, case_number: caseNumber, about } = row;
  return {
    salt: hex(salt),
    text: auditTextOf({ entry, action, staff, subject, purpose, caseNumber, fields, about, recordedAt }),
  };
}

/** A risk as it stands in a row. */
export function riskOf(row: {
  readonly event_id: EntryId;
  readonly risk: RiskKind;
  readonly rule: BudgetRuleName | null;
  readonly risk_subject: SubjectId | null;
  readonly happened_at: Instant;
  readonly risk_salt: Uint8Array;
}): RecordedRisk {
  const { event_id: event, risk: kind, rule, risk_subject: subject, happened_at: at, risk_salt: salt } = row;
  return { event, kind, rule, subject, at, salt: hex(salt) };
}

function disposalOf(row: RecordedRow): RecordedLink['disposal'] {
  const { disposal_key_id: key_id, disposal_signature: signature } = row;
  return key_id === null || signature === null ? null : sealOf({ key_id, signature });
}

const strayEntry = dataQuery(({ db }, given: { lanes: number }) =>
  db
    .selectFrom('audit_entries as e')
    .leftJoin('audit_chain as c', (join) => join.onRef('c.lane', '=', 'e.lane').onRef('c.position', '=', 'e.position'))
    .select(['e.lane', 'e.position'])
    .where((eb) =>
      eb.or([
        eb('c.lane', 'is', null),
        eb('c.kind', '<>', 'staff'),
        eb('e.lane', '<', 0),
        eb('e.lane', '>=', given.lanes),
        eb('e.position', '<', 1),
      ]),
    )
    .orderBy('e.lane')
    .orderBy('e.position')
    .limit(1),
);

const strayRisk = dataQuery(({ db }, given: { lanes: number }) =>
  db
    .selectFrom('risk_events as r')
    .leftJoin('audit_chain as c', (join) => join.onRef('c.lane', '=', 'r.lane').onRef('c.position', '=', 'r.position'))
    .select(['r.lane', 'r.position'])
    .where((eb) =>
      eb.or([
        eb('c.lane', 'is', null),
        eb('c.kind', '<>', 'risk'),
        eb('r.lane', '<', 0),
        eb('r.lane', '>=', given.lanes),
        eb('r.position', '<', 1),
      ]),
    )
    .orderBy('r.lane')
    .orderBy('r.position')
    .limit(1),
);

const strayDisposal = dataQuery(({ db }) =>
  db
    .selectFrom('audit_disposals as d')
    .leftJoin('audit_chain as c', (join) => join.onRef('c.lane', '=', 'd.lane').onRef('c.position', '=', 'd.position'))
    .select(['d.lane', 'd.position'])
    .where('c.lane', 'is', null)
    .orderBy('d.lane')
    .orderBy('d.position')
    .limit(1),
);

const strayLink = dataQuery(({ db }, given: { lanes: number }) =>
  db
    .selectFrom('audit_chain as c')
    .select(['c.lane', 'c.position'])
    .where((eb) => eb.or([eb('c.lane', '<', 0), eb('c.lane', '>=', given.lanes), eb('c.position', '<', 1)]))
    .orderBy('c.lane')
    .orderBy('c.position')
    .limit(1),
);

type SearchGiven = {
  readonly staff: StaffId;
  readonly subject: SubjectId;
  readonly caseNumber: CaseNumber;
  readonly action: AuditAction;
  readonly from: Instant;
  readonly until: Instant;
  readonly at: Instant;
  readonly entry: EntryId;
  readonly limit: number;
};

/** The conditions that are there, each under the name of its parameter. */
function given(
  filter: AuditFilter,
  after: Pick<AuditEntry, 'recordedAt' | 'entry'> | null,
  limit: number,
): SearchGiven {
  const { staff, subject, caseNumber, action, from, until } = filter;
  const conditions = { staff, subject, caseNumber, action, from, until, at: after?.recordedAt, entry: after?.entry };
  // sound: a search binds those that are there, and no other
  return { ...conditions, limit } as SearchGiven;
}

type EntryRow = Omit<DataSchema['audit_entries'], 'lane' | 'position' | 'salt'>;
const searches = new Map<string, Statement<SearchGiven, EntryRow>>();

/** One statement for each set of conditions, compiled once; by the index of the narrowest condition, in the order of time. */
function searchBy(filter: AuditFilter, goesOn: boolean): Statement<SearchGiven, EntryRow> {
  const { staff, subject, caseNumber, action, from, until } = filter;
  const has = { staff, subject, caseNumber, action, from, until };
  const key = [...Object.entries(has).flatMap(([name, value]) => (value === undefined ? [] : [name])), goesOn].join(
    ' ',
  );
  let search = searches.get(key);
  if (search === undefined) {
    search = dataQuery(({ db }, by: SearchGiven) => {
      let query = db
        .selectFrom('audit_entries')
        .select([
          'entry_id',
          'action',
          'staff',
          'subject_id',
          'purpose',
          'case_number',
          'fields',
          'about',
          'recorded_at',
        ]);
      if (staff !== undefined) query = query.where('staff', '=', by.staff);
      if (subject !== undefined) query = query.where('subject_id', '=', by.subject);
      if (caseNumber !== undefined) query = query.where('case_number', '=', by.caseNumber);
      if (action !== undefined) query = query.where('action', '=', by.action);
      if (from !== undefined) query = query.where('recorded_at', '>=', by.from);
      if (until !== undefined) query = query.where('recorded_at', '<', by.until);
      if (goesOn) {
        query = query
          .where('recorded_at', '<=', by.at)
          .where((eb) => eb.or([eb('recorded_at', '<', by.at), eb('entry_id', '<', by.entry)]));
      }
      return query.orderBy('recorded_at', 'desc').orderBy('entry_id', 'desc').limit(by.limit);
    });
    searches.set(key, search);
  }
  return search;
}

function entryOf(row: EntryRow): AuditEntry {
  return {
    entry: row.entry_id,
    action: row.action,
    staff: row.staff,
    subject: row.subject_id,
    purpose: row.purpose,
    caseNumber: row.case_number,
    fields: fieldsIn(row.fields),
    about: row.about,
    recordedAt: row.recorded_at,
  };
}

/** Fields that are known; what somebody else wrote there the verification finds. */
function fieldsIn(stored: string): readonly FieldId[] {
  try {
    const fields: unknown = JSON.parse(stored);
    return Array.isArray(fields) ? fields.filter(isField) : [];
  } catch {
    return [];
  }
}

function isField(field: unknown): field is FieldId {
  return typeof field === 'string' && FieldId.parse(field).isOk();
}
