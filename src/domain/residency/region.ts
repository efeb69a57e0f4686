import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * A region of a cloud as its provider names it, such as `eu-central-1`, which is Frankfurt at AWS and at Alibaba Cloud
 * (POLICY.md C18). Two providers may call two places by one name (`ap-southeast-3`): see where the name is meant.
 */
export type Region = Brand<string, 'Region'>;

/** The text names no region. */
export interface InvalidRegion {
  readonly kind: 'InvalidRegion';
}

/** Smart constructor: accepts a name such as `eu-central-1` or `cn-hangzhou`, in lower case. */
export const Region = {
  /** A part of the world in 2 or 3 letters, then one to three words, 32 characters at most: no word such as `none` fits. */
  parse(text: string): Result<Region, InvalidRegion> {
    return typeof text === 'string' && text.length <= 32 && /^[a-z]{2,3}(?:-[a-z]{2,}){1,3}(?:-\d{1,2})?$/.test(text)
      ? ok(text as Region) // sound: the shape was just checked
      : err({ kind: 'InvalidRegion' });
  },
};

/** Hosts of the clouds whose names may hold a region. */
const cloudDomains = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws|aliyuncs\.com|aliyun\.com)$/;

/** What Alibaba Cloud calls a region in the names of its databases, where that is not the name of the region. */
const databaseNames: Readonly<Record<string, string>> = { germany: 'eu-central-1' };

/** The names of databases at Alibaba Cloud; each tells its region, though not always by the name that it has elsewhere. */
const databaseDomain = /\.rds\.aliyuncs\.com\.?$/i;

/** How a region begins in a host name: other labels have hyphens too. */
const beginsRegion = /^(?:af|ap|ca|cn|eu|il|me|mx|na|rus|sa|us)-/;

/**
 * The region that the name of a host tells, such as `rm-1.mysql.eu-central-1.rds.aliyuncs.com`; null where it tells none.
 * The first label counts for nothing, since a customer may choose it; Alibaba Cloud's mail servers alone have their region there.
 */
export function regionToldBy(host: string): Region | null {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (!cloudDomains.test(name)) return null;
  const [first = '', ...labels] = name.split('.');
  const candidates = first.startsWith('smtpdm-') ? [first.slice('smtpdm-'.length)] : labels;
  for (const label of candidates) {
    const named = databaseDomain.test(name) ? (databaseNames[label] ?? label) : label;
    const region = beginsRegion.test(named) ? Region.parse(named) : null;
    if (region?.isOk()) return region.value;
  }
  return null;
}

/** Whether the name of a host tells a region in a word that we do not know: nobody can say that it is another one. */
export function tellsUnknownRegion(host: string): boolean {
  return databaseDomain.test(host) && regionToldBy(host) === null;
}

/** Whether a host is this machine itself. A tunnel begins there too: where it leads nobody sees. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
