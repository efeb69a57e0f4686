import { Container } from 'inversify';
import type { AuditSink } from '../../application/ports/audit-sink.ts';
import type { Business } from '../../application/ports/business.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { RefusedCheck } from '../../application/ports/posture.ts';
import type { SchemaStep } from '../../application/ports/stores.ts';
import { ledgerState } from '../../application/privacy/ledger-state.ts';
import type { VaultBehind } from '../../application/privacy/read-ledger.ts';
import type { Rooms } from '../../application/rooms.ts';
import type { InvalidResidency } from '../../domain/residency/residency-policy.ts';
import { errAsync, okAsync, ResultAsync } from '../../domain/result.ts';
import { openSealing, openSigningKey } from '../sealing/index.ts';
import type { JoosAdapters } from './adapters.ts';
import { isEnvironmentName, wrongIn } from './installation.ts';
import { portsModule, roomsModule, withDefaults } from './modules.ts';
import { type OutsideAllowedRegions, withinRegions } from './placed-adapters.ts';
import { allPorts, roomTokens } from './tokens.ts';

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

/** The installation is not as it has to be: `posture` demands these checks. */
export interface PostureFailed {
  readonly kind: 'PostureFailed';
  readonly checks: readonly RefusedCheck[];
}

/** There is nowhere to witness what staff looks at, so that nothing could be shown to anybody. */
export interface NoAuditSink {
  readonly kind: 'NoAuditSink';
}

/**
 * Why the databases do not open: the configuration is wrong, personal data would leave its regions, the schemas are old, or a
 * store or key port fails.
 */
export type DatabasesNotOpened =
  | InvalidEnvironment
  | InvalidBusiness
  | NoAuditSink
  | InvalidResidency
  | OutsideAllowedRegions
  | SchemaNotMigrated
  | PortFailure;

/**
 * An older backup of the data store was restored, and people are back in it who were erased since. Nobody is served before
 * they are erased again: open by `openForReplay` and replay the ledger, or run `joos restore replay`.
 */
export interface LedgerNotApplied {
  readonly kind: 'LedgerNotApplied';
  /** How many erasures have to be done again. */
  readonly erasures: number;
}

/** Why the core does not open: its databases do not, or they have not done what the erasure ledger says. */
export type JoosNotOpened = DatabasesNotOpened | PostureFailed | LedgerNotApplied | VaultBehind;

/** Opens the core; see `openJoos`. */
export function openWithInversify(adapters: JoosAdapters): ResultAsync<Joos, JoosNotOpened> {
  return openContainer(adapters).map((container) => ({
    accounts: container.get(roomTokens.accounts),
    consents: container.get(roomTokens.consents),
    cards: container.get(roomTokens.cards),
    orders: container.get(roomTokens.orders),
    payments: container.get(roomTokens.payments),
    notices: container.get(roomTokens.notices),
    privacy: container.get(roomTokens.privacy),
    support: container.get(roomTokens.support),
    staff: container.get(roomTokens.staff),
    worker: container.get(roomTokens.worker),
    audit: container.get(roomTokens.audit),
    keys: container.get(roomTokens.keys),
    close: () => container.unbindAllAsync(),
  }));
}

/** A container with every port and room bound, for a host that wires by inversify itself. Close it with `unbindAllAsync()`. */
export function openContainer(adapters: JoosAdapters): ResultAsync<Container, JoosNotOpened> {
  return postureAllows(adapters)
    .andThen(() => openDatabases(adapters))
    .andThen((container) =>
      ledgerApplied(container)
        .map(() => container)
        .orElse((refusal) =>
          ResultAsync.fromSafePromise(container.unbindAllAsync()).andThen(() =>
            errAsync<Container, JoosNotOpened>(refusal),
          ),
        ),
    );
}

/** Asks the gate, if the host brought one. */
function postureAllows({ posture }: JoosAdapters): ResultAsync<void, PostureFailed | PortFailure> {
  if (posture === undefined) return okAsync(undefined);
  return posture
    .refusedBy()
    .andThen((refused) =>
      refused.length === 0
        ? okAsync<void, PostureFailed>(undefined)
        : errAsync<void, PostureFailed>({ kind: 'PostureFailed', checks: refused }),
    );
}

/** Looks whether anybody is back whom the ledger knows to be erased: one look at each store where nothing is new. */
function ledgerApplied(container: Container): ResultAsync<void, LedgerNotApplied | VaultBehind | PortFailure> {
  return ledgerState(container.get(allPorts))().andThen(({ toReplay }) =>
    toReplay === 0
      ? okAsync<void, LedgerNotApplied>(undefined)
      : errAsync<void, LedgerNotApplied>({ kind: 'LedgerNotApplied', erasures: toReplay }),
  );
}

/** As {@link openContainer}, whatever the ledger says: only who replays it may look at a store that is behind. */
export function openDatabases(adapters: JoosAdapters): ResultAsync<Container, DatabasesNotOpened> {
  if (!isEnvironmentName(adapters.environment)) {
    return errAsync({ kind: 'InvalidEnvironment' });
  }
  const [wrong] = wrongIn(adapters.business);
  if (wrong !== undefined) {
    return errAsync({ kind: 'InvalidBusiness', field: wrong });
  }
  const within = withinRegions(adapters);
  if (within.isErr()) {
    return errAsync(within.error);
  }
  // The type demands one; a host without a compiler may forget it.
  if ((adapters.audit as AuditSink | undefined) === undefined) return errAsync({ kind: 'NoAuditSink' });
  const complete = withDefaults(adapters);
  return complete.stores
    .pendingMigrations()
    .andThen((pending): ResultAsync<Container, DatabasesNotOpened> => {
      if (pending.length > 0) {
        return errAsync({ kind: 'SchemaNotMigrated', pending });
      }
      const rows = complete.stores.openVaultRows();
      const basis = {
        rows,
        wrapper: complete.keys,
        environment: complete.environment,
        clock: complete.clock,
        randomness: complete.randomness,
      };
      return openSealing(basis)
        .andThen((opened) => openSigningKey(basis).map((signer) => ({ opened, signer })))
        .orElse((failure) =>
          rows
            .close()
            .orElse(() => okAsync(undefined))
            .andThen(() => errAsync(failure)),
        )
        .andThen(({ opened, signer }) =>
          ResultAsync.fromPromise(wire(complete, opened, signer), (cause) => portFailure('DataStore', false, cause)),
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
