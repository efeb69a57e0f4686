import { Container } from 'inversify';
import type { Business } from '../../application/ports/business.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { SchemaStep } from '../../application/ports/stores.ts';
import type { Rooms } from '../../application/rooms.ts';
import { errAsync, okAsync, ResultAsync } from '../../domain/result.ts';
import { openSealing } from '../sealing/index.ts';
import type { JoosAdapters } from './adapters.ts';
import { isEnvironmentName, wrongIn } from './installation.ts';
import { portsModule, roomsModule, withDefaults } from './modules.ts';
import { roomTokens } from './tokens.ts';

/** The core, open: use cases by room, and the end of it. */
export interface Joos extends Rooms {
  /** Closes both stores. Whatever is under way must have ended. */
  close(): Promise<void>;
}

/** The databases are behind this version of the library: migrate them first. */
export interface SchemaNotMigrated {
  readonly kind: 'SchemaNotMigrated';
  readonly pending: readonly SchemaStep[];
}

/** The name of the installation is not 1 to 32 letters, digits and hyphens. */
export interface InvalidEnvironment {
  readonly kind: 'InvalidEnvironment';
}

/** The time zone is none of the IANA database, or the receipt issuer cannot begin a receipt number. */
export interface InvalidBusiness {
  readonly kind: 'InvalidBusiness';
  readonly field: keyof Business;
}

/** Why the core does not open: its configuration is wrong, its databases are old, or a store or key port fails. */
export type JoosNotOpened = InvalidEnvironment | InvalidBusiness | SchemaNotMigrated | PortFailure;

/** Opens the core; see `openJoos`. */
export function openWithInversify(adapters: JoosAdapters): ResultAsync<Joos, JoosNotOpened> {
  return openContainer(adapters).map((container) => ({
    accounts: container.get(roomTokens.accounts),
    consents: container.get(roomTokens.consents),
    cards: container.get(roomTokens.cards),
    orders: container.get(roomTokens.orders),
    payments: container.get(roomTokens.payments),
    privacy: container.get(roomTokens.privacy),
    support: container.get(roomTokens.support),
    worker: container.get(roomTokens.worker),
    close: () => container.unbindAllAsync(),
  }));
}

/** A container with every port and room bound, for a host that wires by inversify itself. Close it with `unbindAllAsync()`. */
export function openContainer(adapters: JoosAdapters): ResultAsync<Container, JoosNotOpened> {
  if (!isEnvironmentName(adapters.environment)) {
    return errAsync({ kind: 'InvalidEnvironment' });
  }
  const [wrong] = wrongIn(adapters.business);
  if (wrong !== undefined) {
    return errAsync({ kind: 'InvalidBusiness', field: wrong });
  }
  const complete = withDefaults(adapters);
  return complete.stores
    .pendingMigrations()
    .andThen((pending): ResultAsync<Container, JoosNotOpened> => {
      if (pending.length > 0) {
        return errAsync({ kind: 'SchemaNotMigrated', pending });
      }
      const rows = complete.stores.openVaultRows();
      return openSealing({
        rows,
        wrapper: complete.keys,
        environment: complete.environment,
        clock: complete.clock,
        randomness: complete.randomness,
      })
        .orElse((failure) =>
          rows
            .close()
            .orElse(() => okAsync(undefined))
            .andThen(() => errAsync(failure)),
        )
        .andThen((opened) =>
          ResultAsync.fromPromise(wire(complete, opened), (cause) => portFailure('DataStore', false, cause)),
        );
    })
    .map((container) => {
      complete.log.write('info', 'opened');
      return container;
    });
}

async function wire(...parts: Parameters<typeof portsModule>): Promise<Container> {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(portsModule(...parts), roomsModule());
  return container;
}
