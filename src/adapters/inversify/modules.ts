import { ContainerModule } from 'inversify';
import type { CertificateSigner } from '../../application/ports/certificate-signer.ts';
import type { DataStore } from '../../application/ports/data-store.ts';
import type { Ports } from '../../application/ports/ports.ts';
import {
  accountsRoom,
  auditRoom,
  cardsRoom,
  consentsRoom,
  keysRoom,
  noticesRoom,
  ordersRoom,
  paymentsRoom,
  privacyRoom,
  staffRoom,
  supportRoom,
  workerRoom,
} from '../../application/rooms.ts';
import type { OpenedSealing } from '../sealing/index.ts';
import {
  silentLog,
  silentRiskListener,
  systemClock,
  systemDeadline,
  systemIds,
  systemRandomness,
  tokenHashing,
} from '../system/index.ts';
import type { JoosAdapters } from './adapters.ts';
import { guardedProcessor } from './guarded-processor.ts';
import { guardedRiskListener } from './guarded-risk-listener.ts';
import { lazyAuditSeals } from './lazy-audit-seals.ts';
import { lazyCertificates } from './lazy-certificates.ts';
import { lazyZipExportArchive } from './lazy-export-archive.ts';
import { lazyScopeBreach } from './lazy-scope-breach.ts';
import { noIdentityProviders } from './no-identity-providers.ts';
import { allPorts, portTokens, roomTokens } from './tokens.ts';

/** The clock, the randomness and the log that a host brought, or those of the process. */
export function withDefaults(
  adapters: JoosAdapters,
): JoosAdapters &
  Required<
    Pick<
      JoosAdapters,
      | 'clock'
      | 'ids'
      | 'randomness'
      | 'log'
      | 'exportArchive'
      | 'processors'
      | 'identities'
      | 'staffIdentities'
      | 'risk'
    >
  > {
  return {
    ...adapters,
    clock: adapters.clock ?? systemClock,
    ids: adapters.ids ?? systemIds,
    randomness: adapters.randomness ?? systemRandomness,
    log: adapters.log ?? silentLog,
    identities: adapters.identities ?? noIdentityProviders,
    staffIdentities: adapters.staffIdentities ?? noIdentityProviders,
    risk: guardedRiskListener(adapters.risk ?? silentRiskListener),
    processors: (adapters.processors ?? []).map(guardedProcessor),
    exportArchive: adapters.exportArchive ?? lazyZipExportArchive,
  };
}

/** Binds every port to what the host brought. The stores are closed when the container is. */
export function portsModule(
  adapters: ReturnType<typeof withDefaults>,
  opened: OpenedSealing,
  signer: CertificateSigner,
): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(portTokens.clock).toConstantValue(adapters.clock);
    bind(portTokens.ids).toConstantValue(adapters.ids);
    bind(portTokens.randomness).toConstantValue(adapters.randomness);
    bind(portTokens.log).toConstantValue(adapters.log);
    bind(portTokens.mailer).toConstantValue(adapters.mailer);
    bind(portTokens.sms).toConstantValue(adapters.sms);
    bind(portTokens.templates).toConstantValue(adapters.templates);
    bind(portTokens.processor).toConstantValue(adapters.cards);
    bind(portTokens.processors).toConstantValue(adapters.processors);
    bind(portTokens.archive).toConstantValue(adapters.exportArchive);
    bind(portTokens.business).toConstantValue(adapters.business);
    bind(portTokens.identities).toConstantValue(adapters.identities);
    bind(portTokens.staffIdentities).toConstantValue(adapters.staffIdentities);
    bind(portTokens.risk).toConstantValue(adapters.risk);
    bind(portTokens.hashing).toConstantValue({ ...opened.hashing, ...tokenHashing });
    bind(portTokens.vault)
      .toConstantValue(opened.vault)
      .onDeactivation((vault) => closing(vault));
    bind(portTokens.rotation).toConstantValue(opened.rotation);
    bind(portTokens.indexRotation).toConstantValue(opened.indexRotation);
    bind(portTokens.certificates).toConstantValue(lazyCertificates(signer, adapters.environment));
    bind(portTokens.audit).toConstantValue(adapters.audit);
    bind(portTokens.auditSeals).toConstantValue(lazyAuditSeals(signer));
    bind(portTokens.deadline).toConstantValue(systemDeadline);
    bind(portTokens.store)
      .toResolvedValue(
        (ids: Ports['ids'], log: Ports['log']): DataStore =>
          adapters.stores.openDataStore({ sealing: opened.sealing, ids, log }),
        [portTokens.ids, portTokens.log],
      )
      .onDeactivation((store) => closing(store));
  });
}

/** Binds every room to the ports. */
export function roomsModule(): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(allPorts).toResolvedValue(
      (
        store: Ports['store'],
        vault: Ports['vault'],
        rotation: Ports['rotation'],
        indexRotation: Ports['indexRotation'],
        certificates: Ports['certificates'],
        audit: Ports['audit'],
        auditSeals: Ports['auditSeals'],
        deadline: Ports['deadline'],
        hashing: Ports['hashing'],
        clock: Ports['clock'],
        ids: Ports['ids'],
        randomness: Ports['randomness'],
        mailer: Ports['mailer'],
        sms: Ports['sms'],
        templates: Ports['templates'],
        identities: Ports['identities'],
        staffIdentities: Ports['staffIdentities'],
        risk: Ports['risk'],
        processor: Ports['processor'],
        processors: Ports['processors'],
        archive: Ports['archive'],
        log: Ports['log'],
        business: Ports['business'],
      ): Ports => ({
        store,
        vault,
        rotation,
        indexRotation,
        certificates,
        audit,
        auditSeals,
        deadline,
        hashing,
        clock,
        ids,
        randomness,
        mailer,
        sms,
        templates,
        identities,
        staffIdentities,
        risk,
        processor,
        processors,
        archive,
        log,
        business,
      }),
      [
        portTokens.store,
        portTokens.vault,
        portTokens.rotation,
        portTokens.indexRotation,
        portTokens.certificates,
        portTokens.audit,
        portTokens.auditSeals,
        portTokens.deadline,
        portTokens.hashing,
        portTokens.clock,
        portTokens.ids,
        portTokens.randomness,
        portTokens.mailer,
        portTokens.sms,
        portTokens.templates,
        portTokens.identities,
        portTokens.staffIdentities,
        portTokens.risk,
        portTokens.processor,
        portTokens.processors,
        portTokens.archive,
        portTokens.log,
        portTokens.business,
      ],
    );
    bind(roomTokens.accounts).toResolvedValue(accountsRoom, [allPorts]);
    bind(roomTokens.consents).toResolvedValue(consentsRoom, [allPorts]);
    bind(roomTokens.cards).toResolvedValue(cardsRoom, [allPorts]);
    bind(roomTokens.orders).toResolvedValue(ordersRoom, [allPorts]);
    bind(roomTokens.notices).toResolvedValue(noticesRoom, [allPorts]);
    bind(roomTokens.payments).toResolvedValue(paymentsRoom, [allPorts]);
    bind(roomTokens.privacy).toResolvedValue(privacyRoom, [allPorts]);
    bind(roomTokens.support).toResolvedValue(supportRoom, [allPorts]);
    bind(roomTokens.staff).toResolvedValue(staffRoom, [allPorts]);
    bind(roomTokens.worker).toResolvedValue(workerRoom, [allPorts]);
    bind(roomTokens.audit).toResolvedValue(
      (ports: Ports) => ({ ...auditRoom(ports), scopeBreach: lazyScopeBreach(ports) }),
      [allPorts],
    );
    bind(roomTokens.keys).toResolvedValue(keysRoom, [allPorts]);
  });
}

/** A store that does not close leaves nothing to do for who closes it; the process is about to end. */
function closing(store: Pick<DataStore, 'close'>): Promise<void> {
  return store.close().match(
    () => undefined,
    () => undefined,
  );
}
