import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openSigningKey } from '../../../src/adapters/sealing/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { errAsync, okAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { instant, newBytes } from '../../../src/testing/contracts/samples.ts';
import { newSigner, signingBasis, signingRows } from '../certificates/signers.ts';
import { openWrapper } from './opened.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

/** RFC 8032, section 7.1: TEST 1, TEST 2, TEST 3 and TEST SHA(abc). */
const vectors = [
  {
    name: '1',
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    name: '2',
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    name: '3',
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    name: 'SHA(abc)',
    seed: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    publicKey: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
];

test.each(vectors)(
  'Ed25519 gives what RFC 8032 published, test $name',
  async ({ seed, publicKey, message, signature }) => {
    const signer = await newSigner(bytes(seed));
    const key = createPublicKey(await must(signer.publicKeys()));
    expect(hexOf(key.export({ format: 'der', type: 'spki' }).subarray(-32))).toBe(publicKey);
    const made = await must(signer.sign(bytes(message)));
    expect(hexOf(made)).toBe(signature);
    expect(verify(null, bytes(message), key, made)).toBe(true);
  },
);

test('the name of a key is the beginning of the SHA-256 of its public half', async () => {
  const signer = await newSigner(bytes(vectors[0]!.seed));
  const der = createPublicKey(await must(signer.publicKeys())).export({ format: 'der', type: 'spki' });
  expect(signer.keyId).toBe(createHash('sha256').update(der).digest('hex').slice(0, 16));
  expect(signer.keyId).toMatchInlineSnapshot(`"06e3fd8fda29bb60"`);
});

describe('the signing key', () => {
  test('is made by the first opening and found by the next', async () => {
    const basis = signingBasis();
    const first = await must(openSigningKey(basis));
    const second = await must(openSigningKey(basis));
    expect(second.keyId).toBe(first.keyId);
    expect(await must(basis.rows.signingKeys())).toHaveLength(1);
  });

  test('stands in the vault only as the wrapper made it, bound to the installation and to its name', async () => {
    const rows = signingRows();
    const seed = newBytes(32);
    const wrapped: string[] = [];
    const wrapper = {
      ...openWrapper,
      wrap: (key: Uint8Array, context: string) => {
        wrapped.push(context);
        return okAsync(new Uint8Array(key.map((byte) => byte ^ 0xff)));
      },
      unwrap: (key: Uint8Array) => okAsync(new Uint8Array(key.map((byte) => byte ^ 0xff))),
    };
    const basis = signingBasis({ rows, wrapper, randomness: { bytes: () => new Uint8Array(seed) } });
    const { keyId } = await must(openSigningKey(basis));
    expect(wrapped).toEqual([`11:signing-key4:test16:${keyId}`]);
    const stored = rows.held.map(({ wrappedKey, publicKey }) => hexOf(wrappedKey) + hexOf(publicKey)).join('');
    expect(stored).not.toContain(hexOf(seed));
  });

  test('is one for processes that open an empty vault at once, and the oldest of those they made', async () => {
    const rows = signingRows();
    const { promise, resolve } = Promise.withResolvers<void>();
    let arrived = 0;
    const openings = [3, 1, 2].map((laterMs) => {
      let first = true;
      return must(
        openSigningKey(
          signingBasis({
            rows: {
              ...rows,
              // Each has looked and found nothing before anyone adds.
              signingKeys: () => rows.signingKeys(),
              addSigningKey: (key) =>
                rows.addSigningKey(key).map(async () => {
                  if (first) arrived += 1;
                  first = false;
                  if (arrived === 3) resolve();
                  await promise;
                }),
            },
            clock: { now: () => instant(laterMs) },
          }),
        ),
      );
    });
    const signers = await Promise.all(openings);
    const oldest = rows.held.toSorted((one, other) => one.createdAt - other.createdAt)[0];
    expect(rows.held).toHaveLength(3);
    expect(new Set(signers.map(({ keyId }) => keyId))).toEqual(new Set([oldest?.keyId]));
    expect((await must(signers[0]!.publicKeys())).match(/BEGIN PUBLIC KEY/g)).toHaveLength(3);
  });

  test('that was slipped in, or whose halves do not belong together, is neither signed with nor published', async () => {
    const rows = signingRows();
    const signer = await must(openSigningKey(signingBasis({ rows })));
    const [mine] = rows.held;
    const foreign = signingRows();
    await must(openSigningKey(signingBasis({ rows: foreign })));
    rows.held[0] = { ...mine!, publicKey: foreign.held[0]!.publicKey };
    expect(await refusalOf(openSigningKey(signingBasis({ rows })))).toMatchObject({ port: 'Vault', retryable: false });
    expect(await refusalOf(signer.publicKeys())).toMatchObject({ port: 'Vault', retryable: false });
  });

  test('that cannot be read, unwrapped or kept is said to be so', async () => {
    const silent = { ...signingRows(), signingKeys: () => errAsync(portFailure('Vault', true)) };
    expect(await refusalOf(openSigningKey(signingBasis({ rows: silent })))).toMatchObject({
      port: 'Vault',
      retryable: true,
    });
    const wrapper = { ...openWrapper, wrap: () => errAsync(portFailure('KeyWrapper', true)) };
    expect(await refusalOf(openSigningKey(signingBasis({ wrapper })))).toMatchObject({ port: 'KeyWrapper' });
    const forgetful = { ...signingRows(), addSigningKey: () => okAsync(undefined) };
    expect(await refusalOf(openSigningKey(signingBasis({ rows: forgetful })))).toMatchObject({
      port: 'Vault',
      retryable: false,
    });
    const rows = signingRows();
    await must(openSigningKey(signingBasis({ rows })));
    const cut = { ...openWrapper, unwrap: () => okAsync(new Uint8Array(31)) };
    expect(await refusalOf(openSigningKey(signingBasis({ rows, wrapper: cut })))).toMatchObject({ port: 'Vault' });
  });
});
