import { createHmac } from 'node:crypto';
import { contextIn, kmsKeys, strictBase64 } from '../kms-keys.ts';
import type { Recorded } from '../recording-endpoint.ts';

type Answer = { readonly status: number; readonly body: unknown };

/** The access key that the service knows; nobody's. */
export const accessKey = { accessKeyId: 'LTAItestTESTtestTEST', accessKeySecret: 'secret/of+the=tests 9d3f' } as const;

/** All parameters of an RPC request, from its URL and from its form. */
export function parametersOf({ path, body }: Recorded): Readonly<Record<string, string>> {
  const query = new URL(path, 'http://localhost').searchParams;
  return Object.fromEntries([...query, ...new URLSearchParams(body)]);
}

/** Percent-encoding as RFC 3986 has it. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The signature (version 1.0) of an RPC request: HMAC-SHA1 over its method and its sorted parameters. */
export function signatureFor(method: string, parameters: Readonly<Record<string, string>>, secret: string): string {
  const canonical = Object.entries(parameters)
    .filter(([name]) => name !== 'Signature')
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
  return createHmac('sha1', `${secret}&`)
    .update(`${method}&%2F&${encoded(canonical)}`)
    .digest('base64');
}

const maxSkewMs = 15 * 60_000;

/**
 * Alibaba Cloud KMS as its API reference describes Encrypt and Decrypt of 2016-01-20: it verifies the signature, takes no
 * nonce twice and no old request, keeps the master keys to itself, and binds a ciphertext to the JSON of its encryption
 * context. Parameters that it does not know it ignores, and Decrypt opens a ciphertext of any of its keys.
 */
export function localAlibabaKms(
  ids: readonly string[],
  { securityToken }: { readonly securityToken?: string } = {},
): (request: Recorded) => Answer {
  const keys = kmsKeys(ids);
  const nonces = new Set<string>();

  return (request) => {
    const parameters = parametersOf(request);
    const { Action = '', Version, Format, AccessKeyId, Signature, SignatureNonce = '', Timestamp = '' } = parameters;
    if (request.method !== 'POST') return refused(403, 'UnsupportedHTTPMethod');
    if (Version !== '2016-01-20' || Format !== 'json') return refused(400, 'InvalidParameter');
    if (AccessKeyId !== accessKey.accessKeyId) return refused(404, 'InvalidAccessKeyId.NotFound');
    if (parameters.SecurityToken !== securityToken) return refused(404, 'InvalidSecurityToken');
    if (!(Math.abs(Date.now() - Date.parse(Timestamp)) < maxSkewMs)) return refused(400, 'IllegalTimestamp');
    if (SignatureNonce === '' || nonces.has(SignatureNonce)) return refused(400, 'SignatureNonceUsed');
    if (parameters.SignatureMethod !== 'HMAC-SHA1' || parameters.SignatureVersion !== '1.0') {
      return refused(400, 'IncompleteSignature');
    }
    if (Signature !== signatureFor('POST', parameters, accessKey.accessKeySecret)) {
      return refused(400, 'SignatureDoesNotMatch');
    }
    nonces.add(SignatureNonce);
    const context = contextOf(parameters.EncryptionContext);
    if (context === null) return refused(400, 'InvalidParameter');

    switch (Action) {
      case 'Encrypt': {
        const { KeyId = '', Plaintext } = parameters;
        const clear = strictBase64(Plaintext);
        if (clear === null || clear.length > 6144) return refused(400, 'InvalidParameter');
        if (!ids.includes(KeyId)) return refused(404, 'Forbidden.KeyNotFound');
        const CiphertextBlob = keys.encrypt(KeyId, clear, context).toString('base64');
        return answered({ CiphertextBlob, KeyId, KeyVersionId: 'v-1' });
      }
      case 'Decrypt': {
        const blob = strictBase64(parameters.CiphertextBlob);
        const opened = blob === null ? null : keys.decrypt(blob, context);
        if (opened === null) return refused(400, 'InvalidParameter');
        return answered({ Plaintext: opened.clear.toString('base64'), KeyId: opened.id, KeyVersionId: 'v-1' });
      }
      default:
        return refused(404, 'InvalidAction.NotFound');
    }
  };
}

/** The encryption context: no entries if there is none, null if it is not the JSON of a flat map. */
function contextOf(json: string | undefined): string | null {
  try {
    return contextIn(json === undefined ? {} : JSON.parse(json));
  } catch {
    return null;
  }
}

const answered = (body: object): Answer => ({ status: 200, body: { RequestId: 'r-1', ...body } });
const refused = (status: number, code: string): Answer => ({
  status,
  body: { HttpStatus: status, Code: code, Message: 'refused', RequestId: 'r-1' },
});
