import type { AuditSink } from '../../application/ports/audit-sink.ts';
import type { SinkLine } from '../../domain/audit/checkpoint.ts';
import { okAsync } from '../../domain/result.ts';

/** An {@link AuditSink} that lives as long as the process, and shows what it holds: for tests and demos. */
export interface InMemoryAuditSink extends AuditSink {
  readonly lines: readonly SinkLine[];
}

/** Opens an empty sink in memory. */
export function inMemoryAuditSink(): InMemoryAuditSink {
  const lines: SinkLine[] = [];
  return {
    lines,
    append: (more) => {
      lines.push(...structuredClone(more));
      return okAsync(undefined);
    },
    read: (cursor, limit) => {
      const next = cursor + limit;
      return okAsync({ lines: lines.slice(cursor, next), next: next < lines.length ? next : null });
    },
  };
}
