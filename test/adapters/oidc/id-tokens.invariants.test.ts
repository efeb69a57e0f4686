import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IdentityProviders, LogInAttempt } from '../../../src/application/ports/identity-providers.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { attemptWith, secret } from './attempts.ts';
import { type LocalIssuer, localIssuer } from './local-issuer.ts';

describe.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])('whatever is done to a good token by %s', (alg) => {
  let idp: LocalIssuer;
  let providers: IdentityProviders;
  let attempt: LogInAttempt;
  let good: string;

  beforeAll(async () => {
    idp = await localIssuer(alg);
    providers = idp.providers();
    attempt = attemptWith('idp');
    good = await idp.sign(idp.claims(attempt));
    await must(providers.verifyIdToken(attempt, good));
  });
  afterAll(() => idp.close());

  const verdict = async (token: string): Promise<string> =>
    (await providers.verifyIdToken(attempt, token)).match(
      () => 'proved',
      ({ kind }) => kind,
    );

  test('no bit of it can be turned', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(7), async (at, bit) => {
        const bytes = Buffer.from(good);
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
        expect(await verdict(bytes.toString('latin1'))).toBe('IdentityNotProved');
      }),
      { numRuns: 400 },
    );
  });

  test('no character of its end can be another one', async () => {
    const last = good.at(-1);
    for (const other of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      if (other !== last) expect(await verdict(`${good.slice(0, -1)}${other}`)).toBe('IdentityNotProved');
    }
  });

  test('no claim can be changed, added or removed under its signature', async () => {
    const [header = '', , signature = ''] = good.split('.');
    const claims = idp.claims(attempt);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(claims), 'azp', 'email', 'auth_time'),
        fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.string(), fc.integer()),
        async (name, value) => {
          fc.pre(JSON.stringify(claims[name]) !== JSON.stringify(value));
          const payload = Buffer.from(JSON.stringify({ ...claims, [name]: value })).toString('base64url');
          expect(await verdict(`${header}.${payload}.${signature}`)).toBe('IdentityNotProved');
        },
      ),
      { numRuns: 200 },
    );
  });

  test('it proves nobody but its subject, and only where every claim that counts is as it was', async () => {
    const claims = idp.claims(attempt);
    const counted = ['iss', 'aud', 'exp', 'iat', 'nonce', 'azp', 'nbf', 'sub'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...counted),
        fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.string(), fc.integer(), fc.constant(secret())),
        async (name, value) => {
          // Signed by the provider itself, so that the claims alone decide.
          const token = await idp.sign({ ...claims, [name]: value });
          const result = await providers.verifyIdToken(attempt, token);
          if (result.isOk()) {
            const subject = name === 'sub' ? value : claims.sub;
            expect(result.value.identity).toEqual({ issuer: idp.issuer, providerSubject: subject });
          }
          if (['iss', 'nonce'].includes(name) && value !== claims[name]) expect(result.isErr()).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
