import type { ScopeBreach, ScopeBreachPorts } from '../../application/breach/scope-breach.ts';
import { ResultAsync } from '../../domain/result.ts';

/** The use case, loaded when the first breach is asked after, which hardly any process ever does. */
export function lazyScopeBreach(ports: ScopeBreachPorts): ScopeBreach {
  return (input) =>
    ResultAsync.fromSafePromise(import('../../application/breach/scope-breach.ts')).andThen(({ scopeBreach }) =>
      scopeBreach(ports)(input),
    );
}
