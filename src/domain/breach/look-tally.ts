import type { AuditAction, AuditEntry } from '../audit/audit-entry.ts';
import { type FieldId, fieldIds, fieldOf } from '../data-map/personal-field.ts';
import { type Category, categories } from '../data-map/vocabulary.ts';
import type { SubjectId } from '../ids.ts';
import type { AccessPurpose } from '../staff/access-purpose.ts';
import type { CaseNumber, StaffId } from '../staff/staff-id.ts';

/** How often something was done, and with how many people. */
export interface LookCount {
  readonly entries: number;
  /** Distinct ones. */
  readonly people: number;
}

/** A category of which staff saw fields in clear. */
export interface SeenCategory extends LookCount {
  readonly category: Category;
  readonly fields: readonly FieldId[];
}

/** What staff did by the audit log, in counts: whom it was about is not in here. */
export interface LooksTouched extends LookCount {
  /** How many of the entries are about a person. */
  readonly ofPersons: number;
  /** Somebody's data of which nothing but masked values was shown. */
  readonly masked: LookCount;
  readonly inClear: readonly SeenCategory[];
  /** By name; null is the operator, before there was any staff. */
  readonly byStaff: readonly (LookCount & { readonly staff: StaffId | null })[];
  readonly byAction: readonly (LookCount & { readonly action: AuditAction })[];
  readonly byPurpose: readonly (LookCount & { readonly purpose: AccessPurpose })[];
  /** The support cases that were named. */
  readonly cases: readonly CaseNumber[];
}

/** Counts entries as they are read, page by page. */
export interface LookTally {
  /** Counts an entry, once. */
  add(entry: AuditEntry): void;
  /** What there is so far. */
  touched(): LooksTouched;
  /** Whom it was about. */
  readonly subjects: ReadonlySet<SubjectId>;
}

/** A tally of nothing yet. It takes as much room as there are people in it. */
export function lookTally(): LookTally {
  const all = counting();
  const masked = counting();
  let ofPersons = 0;
  const byCategory = new Map<Category, Counting>();
  const byStaff = new Map<StaffId | null, Counting>();
  const byAction = new Map<AuditAction, Counting>();
  const byPurpose = new Map<AccessPurpose, Counting>();
  const seen = new Set<FieldId>();
  const cases = new Set<CaseNumber>();
  return {
    add: ({ action, staff, subject, purpose, caseNumber, fields }) => {
      all.add(subject);
      if (subject !== null) ofPersons += 1;
      within(byStaff, staff).add(subject);
      within(byAction, action).add(subject);
      if (purpose !== null) within(byPurpose, purpose).add(subject);
      if (caseNumber !== null) cases.add(caseNumber);
      if (fields.length === 0 && subject !== null) masked.add(subject);
      for (const field of fields) seen.add(field);
      for (const category of new Set(fields.map((field) => fieldOf(field).category))) {
        within(byCategory, category).add(subject);
      }
    },
    touched: () => ({
      ...all.count(),
      ofPersons,
      masked: masked.count(),
      inClear: categories.flatMap((category) => {
        const counted = byCategory.get(category);
        const fields = fieldIds.filter((field) => seen.has(field) && fieldOf(field).category === category);
        return counted === undefined ? [] : [{ category, fields, ...counted.count() }];
      }),
      byStaff: inOrder(byStaff).map(([staff, counted]) => ({ staff, ...counted.count() })),
      byAction: inOrder(byAction).map(([action, counted]) => ({ action, ...counted.count() })),
      byPurpose: inOrder(byPurpose).map(([purpose, counted]) => ({ purpose, ...counted.count() })),
      cases: [...cases].toSorted(),
    }),
    subjects: all.subjects,
  };
}

interface Counting {
  readonly add: (subject: SubjectId | null) => void;
  readonly count: () => LookCount;
  readonly subjects: ReadonlySet<SubjectId>;
}

function counting(): Counting {
  let entries = 0;
  const subjects = new Set<SubjectId>();
  return {
    add: (subject) => {
      entries += 1;
      if (subject !== null) subjects.add(subject);
    },
    count: () => ({ entries, people: subjects.size }),
    subjects,
  };
}

function within<Key>(counts: Map<Key, Counting>, key: Key): Counting {
  const known = counts.get(key) ?? counting();
  counts.set(key, known);
  return known;
}

/** By name, whatever came first. */
function inOrder<Key extends string | null>(counts: ReadonlyMap<Key, Counting>): readonly (readonly [Key, Counting])[] {
  return [...counts].toSorted(([one], [other]) => ((one ?? '') < (other ?? '') ? -1 : 1));
}
