import { type KeyObject, sign } from 'node:crypto';

/** A self-made X.509 certificate: enough of RFC 5280 for what a signature is checked under. */
export interface Certified {
  readonly domain: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

const oid = {
  commonName: [0x55, 0x04, 0x03],
  subjectAltName: [0x55, 0x1d, 0x11],
  rsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
  ec: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
  ed25519: [0x2b, 0x65, 0x70],
};

/** The certificate of this key in PEM, signed by itself. */
export function certificateOf(
  keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  { domain, validFrom, validTo }: Certified,
): string {
  const type = keys.privateKey.asymmetricKeyType;
  if (type !== 'rsa' && type !== 'ec' && type !== 'ed25519') throw new Error('No such key in a test');
  const algorithm = sequence(der(0x06, oid[type]), ...(type === 'rsa' ? [der(0x05)] : []));
  const name = sequence(der(0x31, sequence(der(0x06, oid.commonName), der(0x0c, Buffer.from(domain)))));
  const alternativeNames = sequence(der(0x06, oid.subjectAltName), der(0x04, sequence(der(0x82, Buffer.from(domain)))));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [1]),
    algorithm,
    name,
    sequence(time(validFrom), time(validTo)),
    name,
    keys.publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(alternativeNames)),
  );
  const signature = sign(type === 'ed25519' ? null : 'sha256', toBeSigned, keys.privateKey);
  const whole = sequence(toBeSigned, algorithm, der(0x03, [0], signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${whole.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, ...parts: readonly (readonly number[] | Uint8Array)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.from([tag, ...head]), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

/** UTCTime: of this century. */
function time(at: Date): Buffer {
  return der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
}
