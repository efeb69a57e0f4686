import type { CertifiedRetention, CertifiedStore, ErasureCertificate } from '../../domain/deletion/certificate.ts';
import { unreachable } from '../../domain/unreachable.ts';

/** A genuine certificate for people to read, line by line. Whoever signed it wrote every word that is taken from it. */
export function certificateInWords(certificate: ErasureCertificate): readonly string[] {
  const { ledger, keys, processors, verification, backups } = certificate;
  return [
    line('erasure', certificate.certificate),
    line('installation', certificate.installation),
    line('requested', `${certificate.requestedAt}, by ${certificate.requestedBy}`),
    line('fenced', certificate.fencedAt),
    line('completed', certificate.completedAt),
    line('ledger', `position ${ledger.position}, ${ledger.steps.map(({ step }) => step).join(', ')}`),
    ...certificate.stores.flatMap(storeLines),
    ...keys.map(({ keyClass, fingerprint, destroyedAt }) =>
      line('key', `${keyClass} ${fingerprint}, destroyed ${destroyedAt}`),
    ),
    ...certificate.retained.map(retentionLine),
    ...processors.map(({ name, status, at }) => line('processor', `${name}: ${status}, ${at}`)),
    line('scan', `${verification.scannedAt}, ${verification.tables} tables, ${verification.found} found`),
    ...(backups === null
      ? []
      : [
          line('backups', `of the data store unreadable since ${backups.dataStoreUnreadableSince}`),
          line('', `of the vault unreadable from ${backups.vaultUnreadableFrom}`),
        ]),
  ];
}

function storeLines({ store, ...fates }: CertifiedStore): readonly string[] {
  return (['deleted', 'pseudonymised', 'coarsened'] as const).flatMap((fate) => {
    const tables = Object.entries(fates[fate]).map(([table, count]) => `${table} ${count}`);
    return tables.length === 0 ? [] : [line(fate, `${tables.join(', ')} (${store})`)];
  });
}

function retentionLine({ category, records, rule, basis, until }: CertifiedRetention): string {
  return line('retained', `${category} ${records}, by rule ${rule} (${basis}), until ${end(until)}`);
}

function end(until: CertifiedRetention['until']): string {
  switch (until.kind) {
    case 'day':
      return until.day;
    case 'settled':
      return `it is settled, ${until.atMost} at the latest`;
    default:
      return unreachable(until satisfies never);
  }
}

function line(name: string, value: string): string {
  return `${name.padEnd(14)} ${value}`;
}
