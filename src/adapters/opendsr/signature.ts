import { verify, X509Certificate } from 'node:crypto';
import type { Answer } from './exchange.ts';

/** The key types of FIPS 186-4, which OpenDSR 2.0 (section 4.2) signs by. */
const keyTypes: ReadonlySet<string | undefined> = new Set(['rsa', 'rsa-pss', 'ec', 'dsa']);

/**
 * Tells whether an answer was signed under this certificate: it names the processor's domain, and its signature is over the
 * SHA-256 digest of the raw body (OpenDSR 2.0, sections 7.3 and 8.3). A certificate outside its own dates signs nothing.
 *
 * Throws if the text is no certificate in PEM, or one for another domain or with another kind of key. The host vouches for
 * the certificate by handing it over: neither its issuer nor its revocation is looked up.
 */
export function signedUnder(certificatePem: string, domain: string): (answer: Answer) => boolean {
  const certificate = certificateFrom(certificatePem);
  if (certificate.checkHost(domain) === undefined) {
    throw new TypeError('The certificate of the processor is for another domain than its endpoint');
  }
  if (!keyTypes.has(certificate.publicKey.asymmetricKeyType)) {
    throw new TypeError('The certificate of the processor has no RSA, DSA or ECDSA key');
  }
  const from = Date.parse(certificate.validFrom);
  const until = Date.parse(certificate.validTo);
  return ({ headers, body }) => {
    const now = Date.now();
    const signature = headers.get('x-opendsr-signature');
    return (
      signature !== null &&
      headers.get('x-opendsr-processor-domain')?.toLowerCase() === domain &&
      from <= now &&
      now <= until &&
      verify('sha256', body, certificate.publicKey, Buffer.from(signature, 'base64'))
    );
  };
}

function certificateFrom(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new TypeError('The certificate of the processor is no X.509 certificate in PEM');
  }
}
