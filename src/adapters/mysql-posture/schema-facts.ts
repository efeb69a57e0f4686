import { missingColumns, type SchemaColumn, undeclaredColumns } from '../../domain/data-map/coverage.ts';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import { type Seen, seen, unseen } from '../../domain/posture/seen.ts';
import type { SchemaFacts } from '../../domain/posture/server-facts.ts';
import type { LookedServer } from './server-look.ts';

/** Both schemas as they were seen, held against the data map; null for `pending` where the account may not look. */
export function schemaFacts(
  columns: Readonly<Record<StoreName, LookedServer['columns']>>,
  pending: readonly string[] | null,
): Seen<SchemaFacts> {
  if (pending === null) return unseen('the account of the core may not read which steps were taken');
  const all = (['data', 'vault'] as const).flatMap((store) =>
    columns[store].rows.map(({ table, column }): SchemaColumn => ({ store, table, column })),
  );
  const unique = [...new Map(all.map((column) => [JSON.stringify(column), column])).values()];
  return seen({
    undeclared: undeclaredColumns(unique),
    missing: missingColumns(unique),
    pending,
    isWhole: columns.data.isWhole && columns.vault.isWhole,
  });
}
