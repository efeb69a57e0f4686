import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { Result } from '../../domain/result.ts';
import { Failing } from './failing.ts';
import type { Engine, Outcome, Session, Sessions, Trouble } from './sessions.ts';
import type { Parameters, Statement } from './statement.ts';

/** The statements of one transaction. */
export interface Unit {
  run<Given extends Parameters, Row>(statement: Statement<Given, Row>, given: Given): Promise<Outcome<Row>>;
  /** As {@link Unit.run}, but answers which unique index (`table.column`) refused the row; null if none did. */
  add<Given extends Parameters, Row>(statement: Statement<Given, Row>, given: Given): Promise<string | null>;
}

/** A run that came to nothing. */
export class FailedRun {
  readonly failure: PortFailure;
  readonly trouble: Trouble;
  /** Whether it is known that nothing happened, and the same work may go through now. */
  readonly mayRunAgain: boolean;

  constructor(failure: PortFailure, trouble: Trouble, mayRunAgain: boolean = failure.retryable) {
    this.failure = failure;
    this.trouble = trouble;
    this.mayRunAgain = mayRunAgain;
  }
}

/** Runs the work in one transaction, once. An exception of the work rolls back and goes on. */
export async function runOnce<Value, Refusal>(
  sessions: Sessions,
  failed: (error: unknown) => FailedRun,
  work: (unit: Unit) => PromiseLike<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal> | FailedRun> {
  let session: Session;
  try {
    session = await sessions.begin();
  } catch (error) {
    return failed(error);
  }
  const statements = new Statements(sessions.engine, session, failed);
  let sound = true;
  try {
    const result = await work(statements);
    statements.end();
    // Looked at before the result: a work that swallowed a failure must not commit the half of what it meant to do.
    if (statements.failedRun === null && result.isOk()) {
      const refused = await committed(sessions, session, failed);
      sound = refused === null;
      return refused ?? result;
    }
    sound = await rolledBack(sessions, session, statements.failedRun);
    return statements.failedRun ?? result;
  } catch (bug) {
    statements.end();
    sound = await rolledBack(sessions, session, statements.failedRun);
    // After a failed statement, what looks like a bug is its consequence.
    if (statements.failedRun === null) throw bug;
    return statements.failedRun;
  } finally {
    sessions.release(session, sound);
  }
}

/** Commits, and says what went wrong. Only a conflict means for certain that nothing was committed. */
async function committed(
  sessions: Sessions,
  session: Session,
  failed: (error: unknown) => FailedRun,
): Promise<FailedRun | null> {
  try {
    await sessions.commit(session);
    return null;
  } catch (error) {
    const { failure, trouble } = failed(error);
    if (trouble.kind === 'conflict') await rolledBack(sessions, session, null);
    return new FailedRun(failure, trouble, trouble.kind === 'conflict');
  }
}

/** Rolls back, and says whether the connection is still good. A lost one's server does so by itself. */
async function rolledBack(sessions: Sessions, session: Session, failedRun: FailedRun | null): Promise<boolean> {
  if (failedRun?.trouble.kind === 'connection-lost') return false;
  return sessions.rollback(session).then(
    () => true,
    () => false,
  );
}

class Statements implements Unit {
  readonly #engine: Engine;
  readonly #session: Session;
  readonly #failed: (error: unknown) => FailedRun;
  #over = false;
  failedRun: FailedRun | null = null;

  constructor(engine: Engine, session: Session, failed: (error: unknown) => FailedRun) {
    this.#engine = engine;
    this.#session = session;
    this.#failed = failed;
  }

  async run<Given extends Parameters, Row>(statement: Statement<Given, Row>, given: Given): Promise<Outcome<Row>> {
    const { sql, values } = this.#ready(statement, given);
    try {
      return (await this.#session.run(sql, values)) as Outcome<Row>; // sound: Kysely derived the row from the statement
    } catch (error) {
      throw this.#remembered(error);
    }
  }

  async add<Given extends Parameters, Row>(statement: Statement<Given, Row>, given: Given): Promise<string | null> {
    const { sql, values } = this.#ready(statement, given);
    try {
      await this.#session.run(sql, values);
      return null;
    } catch (error) {
      const trouble = this.#engine.troubleOf(error);
      if (trouble.kind === 'duplicate') return trouble.index;
      throw this.#remembered(error);
    }
  }

  /** From now on the connection belongs to somebody else. */
  end(): void {
    this.#over = true;
  }

  #ready<Given extends Parameters, Row>(
    statement: Statement<Given, Row>,
    given: Given,
  ): ReturnType<typeof statement.bind> {
    if (this.#over) throw new Error('The transaction is over');
    // After a deadlock the server has rolled back: a further statement would begin a transaction of its own.
    if (this.failedRun !== null) throw new Failing(this.failedRun.failure);
    return statement.bind(this.#engine, given);
  }

  #remembered(error: unknown): Failing {
    this.failedRun ??= this.#failed(error);
    return new Failing(this.failedRun.failure);
  }
}
