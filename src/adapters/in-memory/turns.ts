import type { PortFailure } from '../../application/ports/port-failure.ts';
import { ok, type Result, ResultAsync } from '../../domain/result.ts';
import { commit, type Database, draftsOf, type Rows } from './rows.ts';

/** Runs a change that cannot be refused when its turn comes. */
export type InTurn = <Value>(change: (rows: Rows) => Value) => ResultAsync<Value, PortFailure>;

/** Lets one unit of work run after the other: what one left, the next one finds. */
export class Turns {
  readonly #database: Database;
  #last: Promise<unknown> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Runs the work on a draft of the rows; the draft becomes real if the work answers ok, and is dropped if not. */
  take<Value, Refusal>(work: (rows: Rows) => PromiseLike<Result<Value, Refusal>>): ResultAsync<Value, Refusal> {
    const turn = this.#last.then(async () => {
      const rows = draftsOf(this.#database);
      const answer = await work(rows);
      if (answer.isOk()) commit(rows);
      return answer;
    });
    this.#last = turn.then(
      () => undefined,
      () => undefined, // a bug in one unit of work is its caller's; the next one takes its turn
    );
    return new ResultAsync(turn);
  }

  readonly inTurn: InTurn = (change) => this.take(async (rows) => ok(change(rows)));
}
