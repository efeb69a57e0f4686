import type { Sha256 } from '../../domain/audit/chain.ts';
import { digestAfter, type SinkLine } from '../../domain/audit/checkpoint.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { AuditSink } from '../ports/audit-sink.ts';
import type { PortFailure } from '../ports/port-failure.ts';

/** A line of the sink with its number, from 1 on; null for what is no line that we wrote. */
export interface NumberedLine {
  readonly line: number;
  readonly said: SinkLine | null;
}

const pageSize = 1_000;

/** Goes through the sink once, page by page. */
export function throughSink(
  audit: Pick<AuditSink, 'read'>,
  visit: (lines: readonly NumberedLine[]) => ResultAsync<void, PortFailure>,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    let before = 0;
    for (let cursor: number | null = 0; cursor !== null; ) {
      const page: { readonly lines: readonly (SinkLine | null)[]; readonly next: number | null } = yield* audit.read(
        cursor,
        pageSize,
      );
      const first = before + 1;
      yield* visit(page.lines.map((said, place) => ({ line: first + place, said })));
      before += page.lines.length;
      cursor = page.next;
    }
    return ok(undefined);
  });
}

/** Tells of every line the digest of all lines up to it; answers how many there are, and the last digest. */
export function digestsOf(
  audit: Pick<AuditSink, 'read'>,
  sha256: Sha256,
  onDigest: (line: number, digest: string) => void = () => {},
): ResultAsync<{ readonly lines: number; readonly digest: string }, PortFailure> {
  let lines = 0;
  let digest = '';
  return throughSink(audit, (page) => {
    for (const { line, said } of page) {
      lines = line;
      digest = digestAfter(sha256, digest, said);
      onDigest(line, digest);
    }
    return okAsync(undefined);
  }).map(() => ({ lines, digest }));
}
