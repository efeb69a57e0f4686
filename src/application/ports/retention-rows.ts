import type { OrderId, SubjectId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { HeldValues } from '../../domain/retention/explain.ts';
import type { AccountUse } from '../../domain/retention/inactivity.ts';
import type { TimedTable } from '../../domain/retention/timed-tables.ts';
import type { PortFailure } from './port-failure.ts';

/** Where a row stands in the order of an index: by its time, and by its key among rows of one time. */
export interface Place {
  readonly event: string | number;
  readonly key: string | number | Uint8Array;
}

/** A range of an index: rows whose time came before a bound, beyond a place, so many at most. */
export interface DueLook<Bound extends Instant | Day = Instant | Day> {
  /** Exclusive. */
  readonly below: Bound;
  /** Where the last look ended; null for the first. */
  readonly after: Place | null;
  readonly limit: number;
}

/** Rows of a table that a look found, as {@link RetentionRows.disposeOf} takes them. */
export interface DueRows {
  /** One of the columns of the table's clock. */
  readonly column: string;
  readonly below: Instant | Day;
  readonly places: readonly Place[];
}

/** An order that outlived its account for longer than anybody can claim. */
export interface LapsedOrder {
  readonly subject: SubjectId;
  readonly order: OrderId;
  readonly place: Place;
}

/** An account that nobody has used for long. */
export interface UnusedAccount {
  readonly subject: SubjectId;
  readonly use: AccountUse;
  /** A legal hold names the person. */
  readonly isHeld: boolean;
  readonly place: Place;
}

/** Whose records are explained, as far as their time depends on the account. */
export interface HeldAccount {
  readonly state: 'active' | 'leaving' | 'erased';
  /** The day of the cancellation; null while the account is active. */
  readonly leftOn: Day | null;
  readonly lastUsedOn: Day | null;
  readonly warnedOn: Day | null;
}

/**
 * What the time is over of. Every look is one range of one index, so that it costs what is due and not what is stored;
 * every method may be called again at any time, by any number of sweeps at once, and then changes nothing.
 */
export interface RetentionRows {
  /** Rows of the table by one column of its clock, oldest first; what is protected is among them. */
  due(table: TimedTable, column: string, look: DueLook): ResultAsync<readonly Place[], PortFailure>;
  /** How many of these rows, and of those that go along with them, nothing protects at the moment. */
  countOf(table: TimedTable, rows: DueRows, at: Instant): ResultAsync<number, PortFailure>;
  /** Deletes those of these rows that nothing protects at the moment, with those that go along; how many. */
  disposeOf(table: TimedTable, rows: DueRows, at: Instant): ResultAsync<number, PortFailure>;
  /** Orders kept beyond their accounts since before the bound, longest first. */
  lapsedOrders(look: DueLook<Instant>): ResultAsync<readonly LapsedOrder[], PortFailure>;
  /**
   * Deletes a kept order of an account that ended, as it is, with its payment and the cards that nothing is bound to any
   * more; says whether there was one.
   */
  writeOff(subject: SubjectId, order: OrderId): ResultAsync<boolean, PortFailure>;
  /** Active accounts last used before the day that nobody warned since, longest unused first. */
  unwarnedAccounts(look: DueLook<Day>, at: Instant): ResultAsync<readonly UnusedAccount[], PortFailure>;
  /** Active accounts that were warned before the moment and not used since, longest warned first. */
  warnedAccounts(look: DueLook<Instant>, at: Instant): ResultAsync<readonly UnusedAccount[], PortFailure>;
  /** The account of a subject; null if the store has nobody of that name. */
  accountOf(subject: SubjectId): ResultAsync<HeldAccount | null, PortFailure>;
  /** Everything that is held of a subject, by field and by the day from which its time is counted; no value of it. */
  heldOf(subject: SubjectId): ResultAsync<readonly HeldValues[], PortFailure>;
}
