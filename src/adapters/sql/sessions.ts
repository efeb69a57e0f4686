import type { Dialect } from 'kysely';

/** What both engines take as a parameter: bytes are sealed values, hashes and blind indexes. */
export type SqlValue = string | number | Uint8Array | null;

/** What one statement did. */
export interface Outcome<Row> {
  readonly rows: Row[];
  /** Rows that were added, changed or deleted. A row that was found and already was so is not counted on MySQL. */
  readonly changed: number;
  /** MySQL's `LAST_INSERT_ID`, where the statement set it; else 0. */
  readonly insertId: number;
}

/** One connection while one unit of work holds it. */
export interface Session {
  run(sql: string, values: readonly SqlValue[]): Promise<Outcome<unknown>>;
}

/** What an error of a driver means. It never holds a value, though the error itself does. */
export type Trouble =
  /** A deadlock, a lock time-out, a busy file: nothing happened, and the same work may go through now. */
  | { readonly kind: 'conflict' }
  /** Nothing is known of the statement that was under way. */
  | { readonly kind: 'connection-lost' }
  /** A unique index refused the row; `index` is `table.column`. */
  | { readonly kind: 'duplicate'; readonly index: string }
  | { readonly kind: 'other' };

/** One of the two engines, as far as queries and errors go. It loads no driver. */
export interface Engine {
  readonly name: 'mysql' | 'sqlite';
  /** What Kysely compiles and migrates with. */
  readonly dialect: Omit<Dialect, 'createDriver'>;
  troubleOf(error: unknown): Trouble;
}

/** The connections to one database. */
export interface Sessions {
  readonly engine: Engine;
  /** A connection on which every statement stands by itself and sees what is committed; for looking only. */
  acquireToLook(): Promise<Session>;
  /** A connection on which every statement stands by itself. */
  acquireToWrite(): Promise<Session>;
  /** A connection inside of a new transaction. */
  begin(): Promise<Session>;
  commit(session: Session): Promise<void>;
  rollback(session: Session): Promise<void>;
  /** Gives a connection back; one that is not sound is closed. */
  release(session: Session, sound: boolean): void;
  /** Takes what was deleted out of the engine's journal, where the engine lets us. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}
