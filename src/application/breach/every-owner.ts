import type { SubjectId } from '../../domain/ids.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PersonsRowLooks, PersonsRows } from '../ports/persons-rows.ts';
import type { PortFailure } from '../ports/port-failure.ts';

/** Rows of a table, and the store that they stand in. */
export interface StoredRows {
  readonly looks: PersonsRowLooks;
  readonly rows: PersonsRows;
}

/** Whose rows are gone through, and who counts besides. */
export interface OwnersSought {
  readonly sources: readonly StoredRows[];
  readonly besides: ReadonlySet<SubjectId>;
  readonly onPeople?: ((subjects: readonly SubjectId[]) => void) | undefined;
}

const peopleAtOnce = 10_000;

/**
 * Counts everybody of whom there are rows, each once however many tables they are in: all tables are gone through side by
 * side in the order of the pseudonyms, so that no more than a page of each is held at a time.
 */
export function everyOwner({ sources, besides, onPeople }: OwnersSought): ResultAsync<number, PortFailure> {
  return safeTry(async function* () {
    const others = new Set(besides);
    let people = 0;
    for (let after: SubjectId | null = null; sources.length > 0; ) {
      const found = new Set<SubjectId>();
      for (const { looks, rows } of sources) {
        const owners: readonly SubjectId[] = yield* looks.personsWithRows(rows, after, peopleAtOnce);
        for (const subject of owners) found.add(subject);
      }
      // Beyond the last of these a table whose page was full may have others that were not seen yet.
      const page: readonly SubjectId[] = [...found].toSorted().slice(0, peopleAtOnce);
      const last = page.at(-1);
      if (last === undefined) break;
      for (const subject of page) others.delete(subject);
      people += page.length;
      onPeople?.(page);
      after = last;
    }
    if (others.size > 0) onPeople?.([...others].toSorted());
    return ok(people + others.size);
  });
}
