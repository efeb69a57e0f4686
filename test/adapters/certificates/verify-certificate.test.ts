import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CertificateFinding,
  describeFinding,
  genuineCertificate,
  sealingCertificates,
  verifyCertificate,
} from '../../../src/adapters/certificates/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { certificateOf } from '../../../src/domain/deletion/certificate-of.ts';
import { errAsync, okAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { sampleFacts } from './sample-facts.ts';
import { issued, newSigner } from './signers.ts';

/** The first key that RFC 8032 publishes: whoever doubts the sample can sign it anew. */
const publishedSeed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

interface Seal {
  readonly algorithm: string;
  readonly keyId: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly signature: string;
}

let text: string;
let publicKey: string;
let document: Readonly<Record<string, unknown>>;
let seal: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  ({ text, publicKey } = await issued(sampleFacts, await newSigner()));
  document = JSON.parse(text) as typeof document;
  seal = document.seal as typeof seal;
});

const found = (changed: Readonly<Record<string, unknown>>, pem = publicKey) =>
  verifyCertificate(JSON.stringify(changed), pem);

describe('A genuine certificate', () => {
  test('has nothing wrong with it, and can be read', () => {
    expect(verifyCertificate(text, publicKey)).toEqual([]);
    expect(genuineCertificate(text, publicKey)).toMatchObject(certificateOf(sampleFacts));
  });

  test('stays genuine with other white space, and after a database or a tool wrote it anew', () => {
    expect(verifyCertificate(JSON.stringify(document), publicKey)).toEqual([]);
    expect(verifyCertificate(`\n\t${JSON.stringify(document, null, 7)}\r\n`, publicKey)).toEqual([]);
    const escaped = text.replaceAll('e', '\\u0065');
    expect(verifyCertificate(escaped, publicKey)).toEqual([]);
  });

  test('verifies with any of the keys that the installation has had', async () => {
    const other = await issued(sampleFacts, await newSigner());
    expect(verifyCertificate(text, other.publicKey + publicKey)).toEqual([]);
    expect(verifyCertificate(other.text, `${publicKey}\n# older\n${other.publicKey}`)).toEqual([]);
  });

  test('is signed the same again: the same certificate is the same text', async () => {
    const signer = await newSigner(publishedSeed);
    expect(await issued(sampleFacts, signer)).toEqual(await issued(sampleFacts, signer));
  });

  test('looks like the sample, byte for byte, and the sample verifies', async () => {
    const { text: sample, publicKey: pem } = await issued(sampleFacts, await newSigner(publishedSeed));
    expect(sample).toBe(read('sample-certificate.json'));
    expect(pem).toBe(read('sample-public-key.pem'));
    expect(verifyCertificate(read('sample-certificate.json'), read('sample-public-key.pem'))).toEqual([]);
  });

  test('is signed as anybody can check by hand: Ed25519 over the canonical JSON of what the seal says', () => {
    const { algorithm, keyId, digests, signature } = (JSON.parse(read('sample-certificate.json')) as { seal: Seal })
      .seal;
    // RFC 8785 sorts names; everything here is plain ASCII, so that is all there is to it.
    const sorted = Object.fromEntries(Object.entries(digests).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const statement = JSON.stringify({ algorithm, digests: sorted, keyId, signs: 'joos/erasure-certificate' });
    const key = createPublicKey(read('sample-public-key.pem'));
    expect(verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64'))).toBe(true);
  });
});

describe('What is no genuine certificate is told as what it is', () => {
  test.each([
    ['nothing', '', 'NotJson'],
    ['one that was cut short', '{"version":1,"certificate":"0', 'NotJson'],
    ['a list', '[]', 'NotACertificate'],
    ['null', 'null', 'NotACertificate'],
    ['a number', '1', 'NotACertificate'],
    ['JSON of something else', '{"name":"joos","version":"1.0.0"}', 'NotACertificate'],
  ])('%s', (_, other, kind) => {
    expect(verifyCertificate(other, publicKey)).toEqual([{ kind }]);
    expect(genuineCertificate(other, publicKey)).toBeNull();
  });

  test('one of another installation: signed with another key, and nothing else is wrong', async () => {
    const foreign = await issued(sampleFacts, await newSigner());
    expect(verifyCertificate(foreign.text, publicKey)).toEqual([{ kind: 'OtherKey' }]);
  });

  test('one of another installation that names our key as its own: the signature does not fit', async () => {
    const foreign = JSON.parse((await issued(sampleFacts, await newSigner())).text) as { seal: object };
    const claiming = { ...foreign, seal: { ...foreign.seal, keyId: seal.keyId } };
    expect(found(claiming)).toEqual([{ kind: 'SignatureDoesNotFit' }]);
  });

  test('one whose seal names another key than the one that signed it', () => {
    const broken: CertificateFinding[] = [{ kind: 'SealBroken', part: 'keyId' }];
    expect(found({ ...document, seal: { ...seal, keyId: '0123456789abcdef' } })).toEqual(broken);
  });

  test('one of another version', async () => {
    expect(found({ ...document, version: 2 })).toEqual([
      { kind: 'UnknownVersion' },
      { kind: 'SectionChanged', section: 'version' },
    ]);
    const signer = await newSigner();
    const later = { ...certificateOf(sampleFacts), version: 2 as unknown as 1 }; // what a later program would sign
    const signed = await must(sealingCertificates(signer, 'test').seal(later));
    expect(verifyCertificate(signed, await must(signer.publicKeys()))).toEqual([{ kind: 'UnknownVersion' }]);
  });

  test('one without its seal, or without a part of it', () => {
    const { seal: _, ...unsealed } = document;
    expect(found(unsealed)).toEqual([{ kind: 'SealBroken', part: 'seal' }]);
    expect(found({ ...document, seal: 'genuine' })).toEqual([{ kind: 'SealBroken', part: 'seal' }]);
    const { signature: __, ...unsigned } = seal;
    expect(found({ ...document, seal: unsigned })).toEqual([{ kind: 'SealBroken', part: 'signature' }]);
    const { digests: ___, ...undigested } = seal;
    expect(found({ ...document, seal: undigested })).toEqual([{ kind: 'SealBroken', part: 'digests' }]);
    expect(found({ ...document, seal: { ...seal, digests: { ...(seal.digests as object), keys: 1 } } })).toEqual([
      { kind: 'SignatureDoesNotFit' },
      { kind: 'SectionChanged', section: 'keys' },
    ]);
    expect(found({ ...document, seal: { ...seal, note: 'genuine' } })).toEqual([
      { kind: 'SealBroken', part: 'addition' },
    ]);
    expect(found({ ...document, seal: { ...seal, algorithm: 'none' } })).toEqual([
      { kind: 'SealBroken', part: 'algorithm' },
    ]);
  });

  test('everything that is wrong, not just the first thing', () => {
    const { processors: _, ...without } = document;
    const changed = { ...without, retained: [], stores: [], comment: 'all is well' };
    expect(found(changed)).toEqual([
      { kind: 'SectionChanged', section: 'stores' },
      { kind: 'SectionChanged', section: 'retained' },
      { kind: 'SectionAdded', section: 'comment' },
      { kind: 'SectionMissing', section: 'processors' },
    ]);
  });

  test('a section whose name is no word is found and not repeated: it may be anything', () => {
    const changed = { ...document, '+4915228895456': true, '\u001b[2J': true };
    expect(found(changed)).toEqual([
      { kind: 'SectionAdded', section: null },
      { kind: 'SectionAdded', section: null },
    ]);
  });

  test('one with a value that a parser drops, since a name stands twice', () => {
    const twice = text.replace('"retained": [', '"retained": [], "retained": [');
    expect(verifyCertificate(twice, publicKey)).toEqual([
      { kind: 'Ambiguous', section: 'retained', because: 'name-twice' },
    ]);
    const inside = text.replace('"position": 4718', '"position": 1, "posi\\u0074ion": 4718');
    expect(verifyCertificate(inside, publicKey)).toEqual([
      { kind: 'Ambiguous', section: 'ledger', because: 'name-twice' },
    ]);
    const inSeal = text.replace('"algorithm"', '"keyId": "0", "algorithm"');
    expect(verifyCertificate(inSeal, publicKey)).toEqual([
      { kind: 'Ambiguous', section: 'seal', because: 'name-twice' },
    ]);
  });

  test('one with digits that a parser rounds away', () => {
    const longer = text.replace('"position": 4718', '"position": 4718.00000000000000000001');
    expect(verifyCertificate(longer, publicKey)).toEqual([
      { kind: 'Ambiguous', section: 'ledger', because: 'number-form' },
    ]);
    const huge = text.replace('"position": 4718', '"position": 1e999');
    expect(verifyCertificate(huge, publicKey)).toEqual([
      { kind: 'SectionChanged', section: 'ledger' },
      { kind: 'Ambiguous', section: 'ledger', because: 'number-form' },
    ]);
  });

  test('one with a section that has no canonical form', () => {
    const half = text.replace('"production"', '"\\ud800"');
    expect(verifyCertificate(half, publicKey)).toEqual([{ kind: 'SectionChanged', section: 'installation' }]);
    const deep = text.replace('"production"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(verifyCertificate(deep, publicKey)).toEqual([{ kind: 'SectionChanged', section: 'installation' }]);
  });

  test('nothing, where the key file holds no Ed25519 public key', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'pem', type: 'spki' });
    const pems = ['', 'a key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', rsa.toString()];
    for (const pem of pems) expect(verifyCertificate(text, pem)).toEqual([{ kind: 'NoPublicKey' }]);
  });
});

test('every finding has a sentence of its own, which quotes nothing but the name of a section', () => {
  const parts = ['seal', 'addition', 'algorithm', 'keyId', 'digests', 'signature'] as const;
  const findings: CertificateFinding[] = [
    { kind: 'NoPublicKey' },
    { kind: 'NotJson' },
    { kind: 'NotACertificate' },
    { kind: 'UnknownVersion' },
    ...parts.map((part) => ({ kind: 'SealBroken' as const, part })),
    { kind: 'OtherKey' },
    { kind: 'SignatureDoesNotFit' },
    ...(['SectionChanged', 'SectionMissing', 'SectionAdded'] as const).flatMap((kind) => [
      { kind, section: 'keys' },
      { kind, section: null },
    ]),
    { kind: 'Ambiguous', section: 'keys', because: 'name-twice' },
    { kind: 'Ambiguous', section: 'keys', because: 'number-form' },
  ];
  const sentences = findings.map(describeFinding);
  expect(new Set(sentences).size).toBe(findings.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(describeFinding({ kind: 'SectionChanged', section: 'keys' })).toContain('"keys"');
});

test('a signer that fails, or answers no signature, makes no certificate', async () => {
  const signer = await newSigner();
  const certificate = certificateOf(sampleFacts);
  const failing = { ...signer, sign: () => errAsync(portFailure('CertificateSigner', true)) };
  expect(await refusalOf(sealingCertificates(failing, 'test').seal(certificate))).toMatchObject({ retryable: true });
  const short = { ...signer, sign: () => okAsync(new Uint8Array(63)) };
  const refusal = await refusalOf(sealingCertificates(short, 'test').seal(certificate));
  expect(refusal).toMatchObject({ port: 'CertificateSigner', retryable: false });
});
