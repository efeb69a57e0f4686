import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Master keys as a key management service holds them: in memory, each under an id, none ever handed out. */
export interface KmsKeys {
  /** A ciphertext that names its key and is bound to a context. */
  readonly encrypt: (id: string, clear: Buffer, context: string) => Buffer;
  /** Whose ciphertext it is, and what is in it; null where it is changed or the context is another. */
  readonly decrypt: (blob: Buffer, context: string) => { readonly id: string; readonly clear: Buffer } | null;
}

const nonceBytes = 12;
const tagBytes = 16;

export function kmsKeys(ids: readonly string[]): KmsKeys {
  const keys = new Map(ids.map((id) => [id, randomBytes(32)]));
  return {
    encrypt: (id, clear, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keys.get(id)!, nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(clear), cipher.final()]);
      return Buffer.concat([Buffer.of(id.length), Buffer.from(id), nonce, cipher.getAuthTag(), body]);
    },
    decrypt: (blob, context) => {
      const bodyAt = 1 + (blob[0] ?? 0);
      const id = blob.subarray(1, bodyAt).toString();
      const key = keys.get(id);
      if (key === undefined || blob.length < bodyAt + nonceBytes + tagBytes) return null;
      const [nonceEnd, tagEnd] = [bodyAt + nonceBytes, bodyAt + nonceBytes + tagBytes];
      const nonce = blob.subarray(bodyAt, nonceEnd);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(blob.subarray(nonceEnd, tagEnd));
      try {
        return { id, clear: Buffer.concat([decipher.update(blob.subarray(tagEnd)), decipher.final()]) };
      } catch {
        return null;
      }
    },
  };
}

/** The bytes of a base64 text that is written as every encoder writes it; null for any other text. */
export function strictBase64(text: unknown): Buffer | null {
  if (typeof text !== 'string') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : null;
}

/** The entries of a context in one order, whoever wrote them; null for what is no flat map of texts. */
export function contextIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  if (entries.some(([, text]) => typeof text !== 'string')) return null;
  return JSON.stringify(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
