import { sealedColumns } from './columns.ts';
import { type FieldId, fieldIds, fieldOf } from './personal-field.ts';
import { purposeNames } from './plain-words.ts';
import { tableNames } from './tables.ts';
import type { ProcessingPurpose } from './vocabulary.ts';

/**
 * Purpose-bound unsealing: nothing is opened but for a purpose, and for a purpose only what the map says serves it
 * (POLICY.md C06; GDPR art. 5(1)(b) and (c)).
 */

/**
 * What a sealed value is opened for. `data-subject-rights` reaches every field: the person sees, corrects, takes along or
 * erases what is theirs, and processors are told of it (POLICY.md C08, C23 to C25; GDPR art. 15 to 20).
 */
export type UnsealingPurpose = ProcessingPurpose | DataSubjectRights;

/** The one purpose that every field serves. */
export type DataSubjectRights = 'data-subject-rights';

/** Every purpose that a value can be opened for. */
export const unsealingPurposes: readonly UnsealingPurpose[] = [
  ...(Object.keys(purposeNames) as ProcessingPurpose[]), // sound: the record is closed by its type
  'data-subject-rights',
];

/** Whether a field may be opened for a purpose. */
export function mayOpen(field: FieldId, purpose: UnsealingPurpose): boolean {
  return purpose === 'data-subject-rights' || fieldOf(field).purposes.includes(purpose);
}

/** The fields that may be opened for a purpose, in the order of the map. */
export function fieldsOpenedFor(purpose: UnsealingPurpose): readonly FieldId[] {
  return fieldIds.filter((field) => mayOpen(field, purpose));
}

/** What is opened as a whole, by its fields: each look at it names a purpose that every one of them serves. */
export const openedWhole: Readonly<Record<OpenedWhole, readonly FieldId[]>> = {
  card: ['card.last4', 'card.network', 'card.payment-method'],
  order: ['rental.station', 'rental.times'],
  'order-record': ['rental.station', 'rental.times', 'card.last4', 'card.network'],
  payment: ['payment.processor-reference', 'card.last4', 'card.network', 'card.payment-method'],
  farewell: ['contact.farewell'],
  'support-case': ['support.note', 'support.message'],
};

/** Values of one row, or of rows that belong together, that are of use only together. */
export type OpenedWhole = 'card' | 'order' | 'order-record' | 'payment' | 'farewell' | 'support-case';

/**
 * Asked before a look, whatever it finds: that the purpose reaches all that the look opens.
 *
 * @throws if it does not: that is a bug of the caller, and nothing is looked at.
 */
export function demandPurpose(what: OpenedWhole, purpose: UnsealingPurpose): void {
  if (!wholesFor(purpose).has(what)) throw new Error(`The purpose ${purpose} does not reach a whole ${what}`);
}

/**
 * Whether a column may be opened for a purpose. Of a column that the map does not know sealed, nothing is opened for any
 * purpose but the person's own rights. Answered from sets that are made
 * once, with the first question, since every value that is opened asks.
 */
export function mayOpenColumn(table: string, column: string, purpose: UnsealingPurpose): boolean {
  return purpose === 'data-subject-rights' || columnsFor(purpose).get(table)?.has(column) === true;
}

const wholesOf = new Map<UnsealingPurpose, ReadonlySet<OpenedWhole>>();

function wholesFor(purpose: UnsealingPurpose): ReadonlySet<OpenedWhole> {
  let wholes = wholesOf.get(purpose);
  if (wholes === undefined) {
    wholes = new Set(
      (Object.keys(openedWhole) as OpenedWhole[]) // sound: the record is closed by its type
        .filter((what) => openedWhole[what].every((field) => mayOpen(field, purpose))),
    );
    wholesOf.set(purpose, wholes);
  }
  return wholes;
}

const columnsOf = new Map<UnsealingPurpose, ReadonlyMap<string, ReadonlySet<string>>>();

function columnsFor(purpose: UnsealingPurpose): ReadonlyMap<string, ReadonlySet<string>> {
  let columns = columnsOf.get(purpose);
  if (columns === undefined) {
    columns = new Map(
      tableNames.map((table) => [
        table,
        new Set(sealedColumns(table).flatMap(({ column, field }) => (mayOpen(field, purpose) ? [column] : []))),
      ]),
    );
    columnsOf.set(purpose, columns);
  }
  return columns;
}
