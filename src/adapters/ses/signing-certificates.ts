import { type KeyObject, X509Certificate } from 'node:crypto';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { NotGenuine } from '../../application/ports/provider-events.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from '../../domain/result.ts';
import { type FetchOnce, fetchedText } from './fetch-once.ts';

/** The certificates that SNS signs under, each fetched once. */
export interface SigningCertificates {
  /** The key of a certificate at an address of this host, if it is valid at a moment. */
  publicKeyAt(url: string, host: string, at: Instant): ResultAsync<KeyObject, NotGenuine | PortFailure>;
}

/** What of a certificate is needed; times in milliseconds since the epoch. */
interface SigningKey {
  readonly key: KeyObject;
  readonly validFrom: number;
  readonly validTo: number;
}

/** SNS has one a region and changes it about once a year. */
const mostKept = 16;

/** Keeps what it fetched by the given means. */
export function signingCertificates(get: FetchOnce): SigningCertificates {
  const kept = new Map<string, SigningKey>();

  function signingKeyAt(url: string): ResultAsync<SigningKey, NotGenuine | PortFailure> {
    const known = kept.get(url);
    if (known !== undefined) return okAsync(known);
    return fetchedText(get, url)
      .andThen(signingKeyIn)
      .map((signingKey) => {
        const [oldest] = kept.keys();
        if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
        kept.set(url, signingKey);
        return signingKey;
      });
  }

  return {
    publicKeyAt: (url, host, at) => {
      if (!isCertificateUrlOf(url, host)) return errAsync({ kind: 'NotGenuine' });
      return signingKeyAt(url).andThen(({ key, validFrom, validTo }) =>
        at >= validFrom && at <= validTo ? ok(key) : err({ kind: 'NotGenuine' } as const),
      );
    },
  };
}

/**
 * The whole address, letter by letter: SNS answers requests of anybody on the same host, and an answer that repeats a part
 * of its request would be a certificate of whoever asked.
 */
function isCertificateUrlOf(url: string, host: string): boolean {
  const path = url.startsWith(`https://${host}/`) ? url.slice(`https://${host}/`.length) : '';
  return /^SimpleNotificationService-[A-Za-z0-9]{1,128}\.pem$/.test(path);
}

function signingKeyIn(pem: string): Result<SigningKey, NotGenuine> {
  try {
    const { publicKey, validFromDate, validToDate } = new X509Certificate(pem);
    return publicKey.asymmetricKeyType === 'rsa'
      ? ok({ key: publicKey, validFrom: validFromDate.getTime(), validTo: validToDate.getTime() })
      : err({ kind: 'NotGenuine' });
  } catch {
    return err({ kind: 'NotGenuine' });
  }
}
