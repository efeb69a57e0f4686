import { createHmac, timingSafeEqual } from 'node:crypto';
import { tokenHashing } from '../../src/adapters/system/index.ts';
import type { SecretHashing } from '../../src/application/ports/secret-hashing.ts';
import { okAsync } from '../../src/domain/result.ts';

/** Hashes under keys of the tests; each is bound to all that the real one is bound to. */
export const fakeHashing: SecretHashing = {
  ...tokenHashing,
  code: (code, binding) => {
    const { challenge, purpose, target, holder } = binding;
    return okAsync(new Uint8Array(hmac('code', [code.reveal(), challenge, purpose, target, holder])));
  },
  buckets: (charges) =>
    okAsync(charges.map((charge) => ({ ...charge, bucket: hmac('bucket', [charge.rule, charge.of]).subarray(0, 16) }))),
  linkMac: (link) => okAsync(linkMac(link)),
  madeLinkMac: (link, mac) => {
    const [made, asked] = [linkMac(link), mac].map((text) => Buffer.from(text));
    return okAsync(
      made !== undefined && asked !== undefined && made.length === asked.length && timingSafeEqual(made, asked),
    );
  },
};

/** 16 bytes as 22 characters of base64url. */
function linkMac(link: Parameters<SecretHashing['linkMac']>[0]): string {
  return hmac('link', link).subarray(0, 16).toString('base64url');
}

function hmac(key: string, of: unknown): Buffer {
  return createHmac('sha256', `the key of the tests for each ${key}`).update(JSON.stringify(of)).digest();
}
