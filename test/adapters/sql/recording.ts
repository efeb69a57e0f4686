import type { Session, Sessions, SqlValue } from '../../../src/adapters/sql/sessions.ts';

export interface RecordedStatement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Sessions that write down what is run on them. */
export function recording(sessions: Sessions): Sessions & { readonly statements: RecordedStatement[] } {
  const statements: RecordedStatement[] = [];
  const real = new WeakMap<Session, Session>();
  const recorded = async (acquired: Promise<Session>): Promise<Session> => {
    const inner = await acquired;
    const outer: Session = {
      run: (sql, values) => {
        statements.push({ sql, values });
        return inner.run(sql, values);
      },
    };
    real.set(outer, inner);
    return outer;
  };
  const unwrapped = (session: Session): Session => real.get(session)!;
  return {
    ...sessions,
    statements,
    acquireToLook: () => recorded(sessions.acquireToLook()),
    acquireToWrite: () => recorded(sessions.acquireToWrite()),
    begin: () => recorded(sessions.begin()),
    commit: (session) => sessions.commit(unwrapped(session)),
    rollback: (session) => sessions.rollback(unwrapped(session)),
    release: (session, sound) => sessions.release(unwrapped(session), sound),
  };
}
