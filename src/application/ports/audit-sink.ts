import type { SinkLine } from '../../domain/audit/checkpoint.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/**
 * Where the audit log is witnessed, outside of the database: best on another machine, where nobody can take away what was
 * written. Nothing that staff looks at is released before the sink has it.
 */
export interface AuditSink {
  /** Appends lines, and answers once they outlive this process and this machine. */
  append(lines: readonly SinkLine[]): ResultAsync<void, PortFailure>;
  /** Lines in their order, behind a cursor that an earlier page answered; from the first on with 0. So many at most. */
  read(cursor: number, limit: number): ResultAsync<AuditSinkPage, PortFailure>;
}

/** Some lines of the sink. */
export interface AuditSinkPage {
  /** Null for what is no line that we wrote. */
  readonly lines: readonly (SinkLine | null)[];
  /** Where the next page begins; null where there are no more lines. */
  readonly next: number | null;
}
