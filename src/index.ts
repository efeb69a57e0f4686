/**
 * The front door: open the core with adapters, call use cases by room, close it.
 *
 * @module
 */
import type { Joos, JoosAdapters, JoosNotOpened } from './adapters/inversify/index.ts';
import { ResultAsync } from './domain/result.ts';

/**
 * Opens the core. The wiring is loaded now and not before, so that importing the library costs next to nothing; only the
 * adapters that you pass are loaded with it.
 *
 * Answers {@link JoosNotOpened}: the databases are not migrated, the environment has no proper name, a store or the key
 * wrapper does not answer.
 */
export function openJoos(adapters: JoosAdapters): ResultAsync<Joos, JoosNotOpened> {
  return ResultAsync.fromSafePromise(import('./adapters/inversify/index.ts')).andThen(({ openWithInversify }) =>
    openWithInversify(adapters),
  );
}

export type {
  InvalidBusiness,
  InvalidEnvironment,
  Joos,
  JoosAdapters,
  JoosNotOpened,
  SchemaNotMigrated,
} from './adapters/inversify/index.ts';
export { orThrow, Refused } from './application/or-throw.ts';
export type * from './application/rooms.ts';
export { CardNumber } from './domain/card/card-number.ts';
export { SessionToken } from './domain/user/session-token.ts';
