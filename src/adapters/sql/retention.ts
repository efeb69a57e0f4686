import type { RetentionRows } from '../../application/ports/retention-rows.ts';
import { heldAccount, unwarnedAccounts, warnedAccounts } from './account-use.ts';
import type { Database } from './database.ts';
import { countRows, disposeOfRows, dueRows } from './due-rows.ts';
import { answer, settled } from './failing.ts';
import { heldValues } from './held-values.ts';
import { lapsedOrders, writeOffOrder } from './lapsed-orders.ts';

/** What the time is over of, and what is held of whom. */
export function retentionRows(database: Database): RetentionRows {
  return {
    due: (table, column, look) => answer(() => dueRows(database, table, column, look)),
    countOf: (table, rows, at) => answer(() => countRows(database, table, rows, at)),
    disposeOf: (table, rows, at) =>
      answer(async () => {
        const count = await disposeOfRows(database, table, rows, at);
        await database.tidy();
        return count;
      }),
    lapsedOrders: (look) => answer(() => lapsedOrders(database, look)),
    writeOff: (subject, order) =>
      settled(writeOffOrder(database, subject, order)).andThen((gone) =>
        answer(async () => {
          await database.tidy();
          return gone;
        }),
      ),
    unwarnedAccounts: (look, at) => answer(() => unwarnedAccounts(database, look, at)),
    warnedAccounts: (look, at) => answer(() => warnedAccounts(database, look, at)),
    accountOf: (subject) => answer(() => heldAccount(database, subject)),
    heldOf: (subject) => answer(() => heldValues(database, subject)),
  };
}
