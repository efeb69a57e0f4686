import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditSeals, publishedSeals } from '../../../src/adapters/certificates/index.ts';
import { lazyAuditSeals } from '../../../src/adapters/inversify/lazy-audit-seals.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { newSigner } from './signers.ts';

describe('a seal of the audit log', () => {
  test('is genuine for the text that it was made for, by whoever has the public key', async () => {
    const signer = await newSigner();
    const [seals, published] = [auditSeals(signer), publishedSeals(await must(signer.publicKeys()))];
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const seal = await must(seals.sign(text));
        expect(await must(seals.isGenuine(text, seal))).toBe(true);
        expect(await must(published.isGenuine(text, seal))).toBe(true);
      }),
    );
  });

  test('is not for another text, nor of another key, nor with any other letter in it', async () => {
    const signer = await newSigner();
    const seals = auditSeals(signer);
    const others = auditSeals(await newSigner());
    const letters = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=');
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.nat(), letters, async (text, other, at, letter) => {
        const seal = await must(seals.sign(text));
        const { keyId, signature } = seal;
        const changed = [...signature].with(at % signature.length, letter).join('');
        expect(await must(seals.isGenuine(text, { keyId, signature: changed }))).toBe(changed === signature);
        expect(await must(seals.isGenuine(other, seal))).toBe(other === text);
        expect(await must(seals.isGenuine(text, await must(others.sign(text))))).toBe(false);
        const { keyId: foreign } = await must(others.sign(text));
        expect(await must(seals.isGenuine(text, { keyId: foreign, signature }))).toBe(false);
      }),
      // The last letters of a signature are padding: with another one they are the same bytes.
      { numRuns: 500 },
    );
    const seal = await must(seals.sign('text'));
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      const changed = `${seal.signature.slice(0, -3)}${letter}==`;
      expect(await must(seals.isGenuine('text', { ...seal, signature: changed }))).toBe(changed === seal.signature);
    }
    expect(await must(seals.isGenuine('text', { ...seal, signature: `${seal.signature} ` }))).toBe(false);
  });

  test('takes the public keys from the vault once, however many are looked at', async () => {
    const signer = await newSigner();
    let asked = 0;
    const publicKeys = () => {
      asked += 1;
      return signer.publicKeys();
    };
    const seals = lazyAuditSeals({ ...signer, publicKeys });
    for (const text of ['one', 'other', 'third']) {
      expect(await must(seals.isGenuine(text, await must(seals.sign(text))))).toBe(true);
    }
    expect(asked).toBe(1);
    const foreign = { ...(await must(seals.sign('one'))), keyId: 'ffffffffffffffff' };
    for (const text of ['one', 'other', 'third']) expect(await must(seals.isGenuine(text, foreign))).toBe(false);
    expect(asked, 'and once for each key that is not there').toBe(2);
  });
});
