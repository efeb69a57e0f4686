import { type PortFailure, type PortName, portFailure } from '../../application/ports/port-failure.ts';
import type { MigrationNotAllowed, SchemaStep, Stores } from '../../application/ports/stores.ts';
import type { SchemaColumn } from '../../domain/data-map/coverage.ts';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import type { Residencies } from '../../domain/residency/residency.ts';
import { err, type Result, ResultAsync } from '../../domain/result.ts';
import { auditLog } from './audit-reads.ts';
import { dataStoreOn } from './data-store.ts';
import { database } from './database.ts';
import { attempt } from './failing.ts';
import { columnsOf, migrateToLatest, pendingSteps, type SchemaChange } from './migrating.ts';
import { data0001 } from './migrations/data-0001.ts';
import { data0002 } from './migrations/data-0002.ts';
import { data0003 } from './migrations/data-0003.ts';
import { data0004 } from './migrations/data-0004.ts';
import { data0005 } from './migrations/data-0005.ts';
import { data0006 } from './migrations/data-0006.ts';
import { data0007 } from './migrations/data-0007.ts';
import { data0008 } from './migrations/data-0008.ts';
import { vault0001 } from './migrations/vault-0001.ts';
import { vault0002 } from './migrations/vault-0002.ts';
import { vault0003 } from './migrations/vault-0003.ts';
import { missingRightIn } from './missing-right.ts';
import type { Sessions } from './sessions.ts';
import { vaultRowsOn } from './vault-rows.ts';

/** How to come by connections to either database. */
export type OpenSessions = Readonly<Record<StoreName, () => Sessions>>;

const changes: Readonly<Record<StoreName, Readonly<Record<string, SchemaChange>>>> = {
  data: {
    '0001-first': data0001,
    '0002-erasures-proved': data0002,
    '0003-second-index-columns': data0003,
    '0004-notices-that-arrive': data0004,
    '0005-signing-in': data0005,
    '0006-audit-log': data0006,
    '0007-staff': data0007,
    '0008-support-cases': data0008,
  },
  vault: { '0001-first': vault0001, '0002-ledger-sealed': vault0002, '0003-index-key-phases': vault0003 },
};
const ports: Readonly<Record<StoreName, PortName>> = { data: 'DataStore', vault: 'Vault' };

/** The two databases of an installation on one engine. */
export function storesOn(open: OpenSessions, residency: Residencies): Stores {
  return {
    residency,
    openVaultRows: () => vaultRowsOn(open.vault()),
    openAuditLog: () => {
      const opened = database(open.data(), 'DataStore', null);
      return { ...auditLog(opened), close: () => attempt('DataStore', () => opened.close()) };
    },
    openDataStore: (needs) => dataStoreOn(open.data(), needs),
    migrate: () =>
      inBoth(open, (sessions, store) => migrateToLatest(sessions, changes[store]).then(stepsOf(store))).mapErr(
        toldApart,
      ),
    pendingMigrations: () =>
      inBoth(open, (sessions, store) => pendingSteps(sessions, changes[store]).then(stepsOf(store))),
    columns: () =>
      inBoth(open, async (sessions, store) =>
        (await columnsOf(sessions)).map((column): SchemaColumn => ({ store, ...column })),
      ),
  };
}

function stepsOf(store: StoreName): (names: readonly string[]) => readonly SchemaStep[] {
  return (names) => names.map((name) => ({ store, name }));
}

/** A right that is lacking is a thing to be told; every other failure stays what it is. */
function toldApart(failure: PortFailure): MigrationNotAllowed | PortFailure {
  const lacks = missingRightIn(failure.cause);
  return lacks === null
    ? failure
    : { kind: 'MigrationNotAllowed', store: failure.port === 'Vault' ? 'vault' : 'data', lacks };
}

/** Asks both databases, each by connections of its own that are closed again. */
function inBoth<Found>(
  open: OpenSessions,
  ask: (sessions: Sessions, store: StoreName) => Promise<readonly Found[]>,
): ResultAsync<readonly Found[], PortFailure> {
  const inOne = (store: StoreName): ResultAsync<readonly Found[], PortFailure> =>
    new ResultAsync(withSessions(open[store], ports[store], (sessions) => ask(sessions, store)));
  return inOne('data').andThen((data) => inOne('vault').map((vault) => [...data, ...vault]));
}

async function withSessions<Value>(
  open: () => Sessions,
  port: PortName,
  ask: (sessions: Sessions) => Promise<Value>,
): Promise<Result<Value, PortFailure>> {
  let sessions: Sessions;
  try {
    sessions = open();
  } catch (error) {
    return err(portFailure(port, false, error)); // an address that is none, with a password in the message
  }
  const found = await ResultAsync.fromPromise(ask(sessions), (error) => {
    const { kind } = sessions.engine.troubleOf(error);
    return portFailure(port, kind === 'conflict' || kind === 'connection-lost', error);
  });
  const closed = await ResultAsync.fromPromise(sessions.close(), (error) => portFailure(port, false, error));
  return found.andThen((value) => closed.map(() => value));
}
