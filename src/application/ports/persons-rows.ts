import type { BreachWindow } from '../../domain/breach/breach-window.ts';
import type { WrittenTable } from '../../domain/breach/written-rows.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** Whose rows stand in a store, and how many: what is asked after a breach. */
export interface PersonsRowLooks {
  /**
   * How many rows of a table belong to somebody, and to how many people: of all that are stored, which costs what is stored,
   * or of those that were written in a window, which costs what was.
   */
  rowsOfPersons(of: PersonsRows): ResultAsync<PersonsRowCount, PortFailure>;
  /** Whose rows they are, beyond a pseudonym, in the order of the pseudonyms, each once, so many at most. */
  personsWithRows(
    of: PersonsRows,
    after: SubjectId | null,
    limit: number,
  ): ResultAsync<readonly SubjectId[], PortFailure>;
}

/** Rows of a table of the store that has a subject column: all of them, or of a few tables those of a window. */
export type PersonsRows =
  | { readonly table: TableName; readonly within?: never }
  | { readonly table: WrittenTable; readonly within: BreachWindow };

/** How many. */
export interface PersonsRowCount {
  readonly rows: number;
  readonly people: number;
}
