import { createHash } from 'node:crypto';
import type { AuditSeals } from '../src/application/ports/audit-seals.ts';
import { okAsync } from '../src/domain/result.ts';

const keyId = '00ff112233445566';

/** Seals of the form that a key's have, which this file alone tells from forged ones. */
export const fakeSeals: AuditSeals = {
  sign: (text) => okAsync({ keyId, signature: signatureOf(text) }),
  isGenuine: (text, seal) => okAsync(seal.keyId === keyId && seal.signature === signatureOf(text)),
};

function signatureOf(text: string): string {
  return createHash('sha512').update('fake').update(text).digest('base64');
}
