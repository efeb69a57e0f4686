import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../../src/domain/instant.ts';
import { ask, bearer, expectProblem, textIn, textLike } from './client.ts';
import { aToken } from './every-route.ts';
import { issuerOf } from './fake-providers.ts';
import { housesForEachTest } from './houses.ts';
import { backFrom } from './sign-up.ts';

const aSecret = textLike(/^[\w-]{43}$/);
const house = housesForEachTest();

describe('a log-in with a third party', () => {
  const purpose = 'log-in';

  test('begins with an address, a nonce and a secret, and ends once', async () => {
    const { handler } = await house();
    const begun = await ask(handler, 'POST', '/v1/third-party-logins', { provider: 'login', purpose });
    expect(begun.status).toBe(201);
    expect(begun.body).toEqual({
      url: textLike(/^https:\/\/login\.example\.org\/authorize\?state=[\w-]{43}&nonce=[\w-]{43}$/),
      nonce: aSecret,
      expiresAt: '2026-11-23T09:10:00.000Z',
      attempt: aSecret,
    });
    expect(textIn(begun.body, 'url')).not.toContain(textIn(begun.body, 'attempt'));
    const claims = { iss: issuerOf('login'), sub: 'kim-1', nonce: begun.body.nonce };
    const callback = new URL('https://app.joos.example/back');
    callback.searchParams.set('code', JSON.stringify(claims));
    callback.searchParams.set('state', new URL(textIn(begun.body, 'url')).searchParams.get('state') ?? '');
    const back = { attempt: begun.body.attempt, callback: callback.href, deviceName: 'Kim’s phone' };
    const signedIn = await ask(handler, 'POST', '/v1/sessions/third-party', back);
    expect(signedIn.body).toMatchObject({ session: aSecret, isNew: true });
    expectProblem(await ask(handler, 'POST', '/v1/sessions/third-party', back), 410, 'UnknownAttempt');
  });

  test('of another provider, of another attempt, too late or of no form proves nobody', async () => {
    const one = await house();
    const finish = (body: unknown) => ask(one.handler, 'POST', '/v1/sessions/third-party', body);
    const [first, second, third] = [
      await backFrom(one.handler, { purpose, sub: 'kim-1' }),
      await backFrom(one.handler, { purpose, sub: 'kim-1' }),
      await backFrom(one.handler, { purpose, sub: 'kim-1' }),
    ];
    expectProblem(await finish({ ...first, idToken: second.idToken }), 401, 'IdentityNotProved');
    const mixedUp = JSON.parse(textIn(second, 'idToken')) as object; // our own
    expectProblem(
      await finish({ ...second, idToken: JSON.stringify({ ...mixedUp, iss: issuerOf('other') }) }),
      401,
      'IdentityNotProved',
    );
    for (const body of [{ idToken: 'x', callback: 'y' }, {}]) {
      const refused = await finish({ attempt: third.attempt, ...body });
      expect(refused.body).toMatchObject({ kind: 'InvalidShape', fields: ['callback', 'idToken'] });
    }
    expectProblem(await finish({ idToken: 'x' }), 410, 'UnknownAttempt');
    one.pass(10 * minuteMs);
    expectProblem(await finish(third), 410, 'UnknownAttempt');
    const unknown = await ask(one.handler, 'POST', '/v1/third-party-logins', { provider: 'nobody', purpose });
    expectProblem(unknown, 422, 'UnknownProvider');
    const forWhat = await ask(one.handler, 'POST', '/v1/third-party-logins', { provider: 'login', purpose: 'all' });
    expect(forWhat.body).toMatchObject({ kind: 'InvalidShape', fields: ['purpose'] });
  });

  test('to link or to step up is begun by who is logged in alone', async () => {
    const { handler } = await house();
    for (const forIt of ['link', 'step-up']) {
      const begin = (headers: Record<string, string>) =>
        ask(handler, 'POST', '/v1/third-party-logins', { provider: 'login', purpose: forIt }, headers);
      expectProblem(await begin({}), 401, 'NotLoggedIn');
      expectProblem(await begin(bearer(aToken)), 401, 'NotLoggedIn');
    }
  });
});
