/** Where the master key is. */
export type KeysPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'aws'; readonly region: string; readonly keyId: string }
  | { readonly kind: 'alibaba'; readonly region: string; readonly keyId: string };

/** A key is of one region, so a region is demanded. */
const inService = /^(aws|alibaba):([a-z]{2}(?:-[a-z0-9]+)+)\/(.+)$/;

/** What names a key: an id, at AWS an ARN too. Never an alias: who moves one makes every wrapped key unreadable. */
const keyNames = {
  aws: /^(?:arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/)?[A-Za-z0-9-]+$/,
  alibaba: /^[A-Za-z0-9-]+$/,
} as const;

/** Reads `file:PATH`, `aws:REGION/KEYID` or `alibaba:REGION/KEYID`; null for anything else. */
export function keysPlaceIn(location: string): KeysPlace | null {
  if (location.startsWith('file:')) {
    const path = location.slice('file:'.length);
    return path === '' ? null : { kind: 'file', path };
  }
  const [, service, region = '', keyId = ''] = inService.exec(location) ?? [];
  if (service === 'aws') return keyNames.aws.test(keyId) ? { kind: 'aws', region, keyId } : null;
  if (service === 'alibaba') return keyNames.alibaba.test(keyId) ? { kind: 'alibaba', region, keyId } : null;
  return null;
}
