import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../application/ports/log.ts';
import { type PortFailure, type PortName, portFailure } from '../../application/ports/port-failure.ts';
import { err, type Result } from '../../domain/result.ts';
import { Failing } from './failing.ts';
import type { Outcome, Session, Sessions } from './sessions.ts';
import type { Bound, Parameters, Statement } from './statement.ts';
import { FailedRun, runOnce, type Unit } from './unit-of-work.ts';

/** How often one piece of work is run, at most. */
const runs = 5;
/** The pause after run n is random below `pauseMs * 2^n`, so that two that collided do not collide again. */
const pauseMs = 10;

/** One database: statements that stand by themselves, and transactions; both are run again where that is sound. */
export interface Database {
  /** One statement that only looks. */
  look<Given extends Parameters, Row>(statement: Statement<Given, Row>, given: Given): Promise<Row[]>;
  /** One statement that writes. It must bear being run twice, since its answer can get lost. */
  write<Given extends Parameters, Row>(statement: Statement<Given, Row>, given: Given): Promise<Outcome<Row>>;
  /**
   * As {@link Database.write}, but answers which unique index (`table.column`) refused the rows, all of them; null if none
   * did. Where the first answer got lost it is refused by its own rows.
   */
  add<Given extends Parameters, Row>(statement: Statement<Given, Row>, given: Given): Promise<string | null>;
  /**
   * One transaction: committed if the work answers ok, else rolled back; an exception rolls back and goes on. It is run
   * again after a conflict or a connection lost before the commit. A connection lost during the commit leaves open what
   * happened: that is a retryable failure, told once.
   */
  transact<Value, Refusal>(
    work: (unit: Unit) => PromiseLike<Result<Value, Refusal>>,
  ): Promise<Result<Value, Refusal | PortFailure>>;
  /** Takes what was deleted out of the engine's journal, where the engine lets us. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** Opens nothing yet: the first statement does. */
export function database(sessions: Sessions, port: PortName, log: Pick<Log, 'write'> | null): Database {
  const failed = (error: unknown): FailedRun => {
    const trouble = sessions.engine.troubleOf(error);
    const retryable = trouble.kind === 'conflict' || trouble.kind === 'connection-lost';
    return new FailedRun(portFailure(port, retryable, error), trouble);
  };

  /** Runs until it goes through, refuses, fails for good or has been run often enough. */
  const untilThrough = async <Value>(run: () => Promise<Value | FailedRun>): Promise<Value> => {
    for (let tries = 1; ; tries += 1) {
      const outcome = await run();
      if (!(outcome instanceof FailedRun)) return outcome;
      if (!outcome.mayRunAgain || tries === runs) throw new Failing(outcome.failure);
      log?.write('warn', 'transaction-retried', { port, tries });
      await sleep(Math.random() * pauseMs * 2 ** tries);
    }
  };

  /** One statement, run once. */
  const once = async <Row>(
    acquire: () => Promise<Session>,
    { sql, values }: Bound,
  ): Promise<Outcome<Row> | FailedRun> => {
    let session: Session | undefined;
    let sound = true;
    try {
      session = await acquire();
      return (await session.run(sql, values)) as Outcome<Row>; // sound: Kysely derived the row from the statement
    } catch (error) {
      const run = failed(error);
      sound = run.trouble.kind !== 'connection-lost';
      return run;
    } finally {
      if (session !== undefined) sessions.release(session, sound);
    }
  };

  const alone = <Given extends Parameters, Row>(
    acquire: () => Promise<Session>,
    statement: Statement<Given, Row>,
    given: Given,
  ): Promise<Outcome<Row>> => {
    const bound = statement.bind(sessions.engine, given);
    return untilThrough(() => once<Row>(acquire, bound));
  };

  return {
    look: async (statement, given) => (await alone(() => sessions.acquireToLook(), statement, given)).rows,
    write: (statement, given) => alone(() => sessions.acquireToWrite(), statement, given),
    add: (statement, given) => {
      const bound = statement.bind(sessions.engine, given);
      return untilThrough(async () => {
        const outcome = await once(() => sessions.acquireToWrite(), bound);
        if (!(outcome instanceof FailedRun)) return null;
        return outcome.trouble.kind === 'duplicate' ? outcome.trouble.index : outcome;
      });
    },
    transact: async (work) => {
      try {
        return await untilThrough(() => runOnce(sessions, failed, work));
      } catch (problem) {
        if (problem instanceof Failing) return err(problem.failure);
        throw problem;
      }
    },
    tidy: () => sessions.tidy(),
    close: () => sessions.close(),
  };
}
