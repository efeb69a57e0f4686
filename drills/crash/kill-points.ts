import type { DataProcessor } from '../../src/application/ports/data-processor.ts';
import type { DataStore } from '../../src/application/ports/data-store.ts';
import type { SmsSender } from '../../src/application/ports/sms-sender.ts';
import type { Stores } from '../../src/application/ports/stores.ts';
import type { VaultRows } from '../../src/application/ports/vault-rows.ts';
import type { LedgerStep } from '../../src/domain/deletion/ledger.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import type { ResultAsync } from '../../src/domain/result.ts';
import type { JoosAdapters } from '../../src/index.ts';

/**
 * Where a worker of the crash drill dies. They stand between the core and its ports: the core itself knows nothing of them.
 * Each is there twice, before the port is asked and after it has answered.
 */
export const killPoints = [
  'ledger-requested',
  'fence',
  'ledger-fenced',
  'propagation-written',
  'processor-asked',
  'propagation-saved',
  'goodbye-begun',
  'goodbye-sent',
  'ledger-propagated',
  'propagated',
  'keys-destroyed',
  'purged',
  'remnants-counted',
  'ledger-verified',
  'verified',
  'certificate-kept',
  'ledger-certified',
  'certified',
  'order-released',
] as const;
export type KillPoint = (typeof killPoints)[number];

/** The n-th time that a worker comes by the point it is gone, before or after the port acted. */
export interface Death {
  readonly point: KillPoint;
  readonly side: 'before' | 'after';
  readonly time: number;
}

/** The adapters of a worker, with its death in them. */
export function mortal(adapters: JoosAdapters, death: Death | null): JoosAdapters {
  const lethal = lethalAt(death);
  const { stores, sms, processors = [] } = adapters;
  // The fence is the transaction in which the intent was written into the ledger.
  const fencing = { now: false };
  return {
    ...adapters,
    stores: mortalStores(stores, lethal, fencing),
    sms: { residency: onThisMachine, send: (message) => passing(lethal, goodbyeIn(message), () => sms.send(message)) },
    processors: processors.map(
      (processor): DataProcessor => ({
        ...processor,
        requestErasure: (request) => passing(lethal, 'processor-asked', () => processor.requestErasure(request)),
      }),
    ),
  };
}

type Lethal = (point: KillPoint | null, side: Death['side']) => void;

function lethalAt(death: Death | null): Lethal {
  let times = 0;
  return (point, side) => {
    if (death === null || point !== death.point || side !== death.side) return;
    times += 1;
    if (times === death.time) process.kill(process.pid, 'SIGKILL');
  };
}

function passing<Value, Failure>(
  lethal: Lethal,
  point: KillPoint | null,
  act: () => ResultAsync<Value, Failure>,
): ResultAsync<Value, Failure> {
  lethal(point, 'before');
  return act().map((value) => {
    lethal(point, 'after');
    return value;
  });
}

function goodbyeIn({ about }: Parameters<SmsSender['send']>[0]): KillPoint | null {
  return about === 'goodbye' ? 'goodbye-sent' : null;
}

function mortalStores(stores: Stores, lethal: Lethal, fencing: { now: boolean }): Stores {
  return {
    ...stores,
    openVaultRows: () => {
      const rows = stores.openVaultRows();
      const mortalRows: Pick<VaultRows, 'appendToLedger' | 'deleteSubjectKeys' | 'keepCertificate'> = {
        appendToLedger: (entries) => {
          const point = ledgerPoint(entries.map(({ step }) => step));
          fencing.now ||= point === 'ledger-requested';
          return passing(lethal, point, () => rows.appendToLedger(entries));
        },
        deleteSubjectKeys: (...given) => passing(lethal, 'keys-destroyed', () => rows.deleteSubjectKeys(...given)),
        keepCertificate: (...given) => passing(lethal, 'certificate-kept', () => rows.keepCertificate(...given)),
      };
      return { ...rows, ...mortalRows };
    },
    openDataStore: (needs) => mortalStore(stores.openDataStore(needs), lethal, fencing),
  };
}

/** Steps that are written down together are told by the last one. */
function ledgerPoint(steps: readonly LedgerStep[]): KillPoint | null {
  const last = steps.at(-1);
  return last === undefined ? null : ledgerPoints[last];
}

const ledgerPoints: Readonly<Record<LedgerStep, KillPoint | null>> = {
  requested: 'ledger-requested',
  fenced: 'ledger-fenced',
  drained: 'ledger-fenced',
  propagated: 'ledger-propagated',
  shredded: 'ledger-verified',
  purged: 'ledger-verified',
  verified: 'ledger-verified',
  certified: 'ledger-certified',
  held: null,
  released: null,
};

function mortalStore(store: DataStore, lethal: Lethal, fencing: { now: boolean }): DataStore {
  const { erasures, disposal } = store;
  const mortalErasures: Pick<DataStore['erasures'], 'addPropagation' | 'savePropagation' | 'beginGoodbye' | 'advance'> =
    {
      addPropagation: (given) => passing(lethal, 'propagation-written', () => erasures.addPropagation(given)),
      savePropagation: (...given) => passing(lethal, 'propagation-saved', () => erasures.savePropagation(...given)),
      beginGoodbye: (...given) => passing(lethal, 'goodbye-begun', () => erasures.beginGoodbye(...given)),
      advance: (erasure, to) => {
        const known = to.state === 'propagated' || to.state === 'verified' || to.state === 'certified';
        return passing(lethal, known && to.obstacle === null ? to.state : null, () => erasures.advance(erasure, to));
      },
    };
  const mortalDisposal: Pick<DataStore['disposal'], 'purge' | 'remnants' | 'releaseSettled'> = {
    purge: (...given) => passing(lethal, 'purged', () => disposal.purge(...given)),
    remnants: (...given) => passing(lethal, 'remnants-counted', () => disposal.remnants(...given)),
    releaseSettled: (...given) => passing(lethal, 'order-released', () => disposal.releaseSettled(...given)),
  };
  return {
    ...store,
    transact: (work) => {
      // Asked after the work, since only the work comes to write the intent.
      const point = (): KillPoint | null => {
        const fence = fencing.now;
        fencing.now = false;
        return fence ? 'fence' : null;
      };
      return store
        .transact((tx) =>
          work(tx).map((value) => {
            if (fencing.now) lethal('fence', 'before');
            return value;
          }),
        )
        .map((value) => {
          lethal(point(), 'after');
          return value;
        });
    },
    erasures: { ...erasures, ...mortalErasures },
    disposal: { ...disposal, ...mortalDisposal },
  };
}
