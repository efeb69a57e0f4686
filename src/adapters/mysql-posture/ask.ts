import { type Seen, seen, unseen } from '../../domain/posture/seen.ts';
import { isRefused } from './look-failure.ts';

/** Rows of one statement. */
export type Ask = <Row>(sql: string, values?: readonly string[]) => Promise<readonly Row[]>;

/** What the look finds; unseen where the account lacks the right. */
export async function allowed<Value>(right: string, look: () => Promise<Value>): Promise<Seen<Value>> {
  try {
    return seen(await look());
  } catch (problem) {
    if (isRefused(problem)) return unseen(`the account that looks lacks ${right}`);
    throw problem;
  }
}
