import type { Connection, RowDataPacket } from 'mysql2/promise';

/** What statements cost the server, however busy the machine is. */
export interface StatementCost {
  readonly statements: number;
  readonly rowsExamined: number;
}

/** What all statements on these schemas have cost since the server started, as MySQL counts it. */
export async function costOf(
  admin: Connection,
  { data, vault }: { readonly data: string; readonly vault: string },
): Promise<StatementCost> {
  const [[found]] = await admin.query<RowDataPacket[]>(
    'SELECT CAST(SUM(COUNT_STAR) AS DOUBLE) AS statements, CAST(SUM(SUM_ROWS_EXAMINED) AS DOUBLE) AS examined FROM performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME IN (?, ?)',
    [data, vault],
  );
  return { statements: Number(found?.statements ?? 0), rowsExamined: Number(found?.examined ?? 0) };
}
