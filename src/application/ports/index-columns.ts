import type { Instant } from '../../domain/instant.ts';
import type { IndexColumn } from '../../domain/keys/index-key.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** Some rows, out of many that are gone through in an order. */
export interface RowsGoneThrough {
  /** How many were looked at; none means that this was the end. */
  readonly rows: number;
  /** Where the next ones begin; null at the end. */
  readonly last: string | null;
}

/**
 * The two columns of each blind index, for the rotation of its key. An index is named by its table and the first of its
 * columns, such as `users.phone_index`. A store without such columns has nothing to fill and nothing to empty.
 */
export interface IndexColumns {
  /** How many rows lack the index in this column and have it in the other, of those that look-ups must find. */
  countMissing(index: string, column: IndexColumn): ResultAsync<number, PortFailure>;
  /**
   * Computes the index for some of the rows that lack it, from the value that stands sealed beside it. A row that somebody
   * else wrote meanwhile stays as it is; so does one that does not open, since its keys were destroyed. Of one-time codes,
   * which stand nowhere in a form that opens, those that have expired are deleted.
   */
  fill(
    index: string,
    column: IndexColumn,
    after: string | null,
    at: Instant,
  ): ResultAsync<RowsGoneThrough, PortFailure>;
  /** How many rows have a value in this column. */
  countLeft(index: string, column: IndexColumn): ResultAsync<number, PortFailure>;
  /** Empties this column in some rows, where look-ups need it no more. What was written since it was looked at stays. */
  empty(index: string, column: IndexColumn, after: string | null): ResultAsync<RowsGoneThrough, PortFailure>;
}
