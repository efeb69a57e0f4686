import { heldColumns } from '../data-map/columns.ts';
import type { FieldId } from '../data-map/personal-field.ts';
import { type TableName, tableNames, tableOf } from '../data-map/tables.ts';
import type { Form, StoreName } from '../data-map/vocabulary.ts';
import type { AccountRole } from '../database-account/account-role.ts';
import { declaredGrants } from '../database-account/declared-grants.ts';

/** What of personal data can be read in a table by whoever reads its rows and has no key. */
export interface TableReach {
  readonly table: TableName;
  readonly store: StoreName;
  /** Fields that stand as they are, under the pseudonym of the person. */
  readonly clear: readonly FieldId[];
  /** Fields of which the values are hidden, and something stands beside them as it is: a time, a kind, a language. */
  readonly partly: readonly FieldId[];
  /** Fields of which every column is sealed, a keyed hash or a wrapped key: unintelligible (GDPR art. 34(3)(a)). */
  readonly unintelligible: readonly FieldId[];
}

/** The tables that an account may read and that hold personal data, by what it is declared to be granted. */
export function reachOf(role: AccountRole): readonly TableReach[] {
  const grants = declaredGrants(role, names).filter(({ privileges }) => privileges.includes('SELECT'));
  return tableNames.flatMap((table) => {
    const { store } = tableOf(table);
    const isGranted = grants.some(
      (grant) => grant.database === names[store] && (grant.table === null || grant.table === table),
    );
    return isGranted && heldColumns(table).length > 0 ? [tableReach(table)] : [];
  });
}

/** What can be read in a table. */
export function tableReach(table: TableName): TableReach {
  const held = heldColumns(table);
  const fields = [...new Set(held.map(({ field }) => field))];
  // A pseudonym is an id of a person or a row, and says nothing of what the field holds.
  const isShown = (field: FieldId): boolean =>
    held.some((column) => column.field === field && column.form.kind === 'plain');
  const isHidden = (field: FieldId): boolean => held.some((column) => column.field === field && hides(column.form));
  return {
    table,
    store: tableOf(table).store,
    clear: fields.filter((field) => !isHidden(field)),
    partly: fields.filter((field) => isHidden(field) && isShown(field)),
    unintelligible: fields.filter((field) => isHidden(field) && !isShown(field)),
  };
}

/** Both databases stand under a name of their own, so that a grant on all of one is not taken for one on the other. */
const names: Readonly<Record<StoreName, string>> = { data: 'data', vault: 'vault' };

function hides({ kind }: Form): boolean {
  return kind === 'sealed' || kind === 'blind-index' || kind === 'hashed' || kind === 'wrapped';
}
