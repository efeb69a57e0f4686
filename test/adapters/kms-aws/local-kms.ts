import { z } from 'zod';
import { contextIn, kmsKeys, strictBase64 } from '../kms-keys.ts';
import { type Recorded, signatureOf } from '../recording-endpoint.ts';

const asked = z.object({
  KeyId: z.string().optional(),
  Plaintext: z.string().optional(),
  CiphertextBlob: z.string().optional(),
  EncryptionContext: z.record(z.string(), z.string()).optional(),
  EncryptionAlgorithm: z.literal('SYMMETRIC_DEFAULT').optional(),
});

type Answer = { readonly status: number; readonly body: unknown };

const account = '111122223333';
export const arnOf = (region: string, id: string): string => `arn:aws:kms:${region}:${account}:key/${id}`;

/**
 * AWS KMS as its API reference describes Encrypt and Decrypt, for one region: it demands a signature for that region, keeps
 * the master keys to itself and binds a ciphertext to its encryption context.
 */
export function localAwsKms(region: string, ids: readonly string[]): (request: Recorded) => Answer {
  const keys = kmsKeys(ids);
  const idIn = (keyId: string): string | undefined => ids.find((id) => keyId === id || keyId === arnOf(region, id));

  return (request) => {
    const { headers, method, path } = request;
    const signature = signatureOf(request);
    const signed = ['host', 'x-amz-date', 'x-amz-target'].every((name) => signature.signedHeaders.includes(name));
    if (method !== 'POST' || path !== '/' || headers['content-type'] !== 'application/x-amz-json-1.1') {
      return refused('UnknownOperationException');
    }
    if (!signed || signature.region !== region || signature.service !== 'kms') {
      return refused('IncompleteSignatureException');
    }
    const input = asked.safeParse(JSON.parse(request.body));
    if (!input.success) return refused('ValidationException');
    const { KeyId, Plaintext, CiphertextBlob, EncryptionContext } = input.data;
    const context = contextIn(EncryptionContext ?? {}) ?? '';
    const id = KeyId === undefined ? undefined : idIn(KeyId);
    if (KeyId !== undefined && id === undefined) return refused('NotFoundException');

    switch (headers['x-amz-target'] ?? '') {
      case 'TrentService.Encrypt': {
        const clear = strictBase64(Plaintext);
        if (clear === null || clear.length > 4096 || id === undefined) return refused('ValidationException');
        const blob = keys.encrypt(id, clear, context).toString('base64');
        return answered({ CiphertextBlob: blob, KeyId: arnOf(region, id), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
      }
      case 'TrentService.Decrypt': {
        const blob = strictBase64(CiphertextBlob);
        if (blob === null || blob.length > 6144) return refused('ValidationException');
        const opened = keys.decrypt(blob, context);
        if (opened === null) return refused('InvalidCiphertextException');
        // A key that is named must be the one; without a name any key of the account opens.
        if (id !== undefined && opened.id !== id) return refused('IncorrectKeyException');
        const Plaintext = opened.clear.toString('base64');
        return answered({ Plaintext, KeyId: arnOf(region, opened.id), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
      }
      default:
        return refused('UnknownOperationException');
    }
  };
}

const answered = (body: unknown): Answer => ({ status: 200, body });
const refused = (type: string): Answer => ({ status: 400, body: { __type: type, message: 'refused' } });
