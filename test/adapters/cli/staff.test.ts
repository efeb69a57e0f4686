import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { browserBy, type CertifiedProvider, certifiedProvider } from '../oidc/certified-provider.ts';
import { fetchBehind } from '../oidc/loopback.ts';
import { type Installation, installation, joos, kim, type Ran, signUp } from './installation.ts';

let company: CertifiedProvider;
let redirectUri: string;
const realFetch = globalThis.fetch;

beforeEach(async () => {
  redirectUri = `http://127.0.0.1:${await freePort()}/signed-in`;
  company = await certifiedProvider('company.test', redirectUri);
  vi.stubGlobal('fetch', fetchBehind({ 'company.test': company.origin }));
  vi.spyOn(console, 'info').mockReturnValue(undefined);
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await company.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The shell of one of the staff, who has a browser and a log-in at the company. */
function shellOf(here: Installation, who: string) {
  const file = join(here.folder, `session-of-${who}`);
  const settings = join(here.folder, 'staff-provider.json');
  const { issuer, clientId, authentication } = company.registered;
  const clientSecret = authentication.kind === 'secret' ? authentication.secret : '';
  writeFileSync(
    settings,
    JSON.stringify({ company: { issuer, clientId, clientSecret, redirectUri, region: 'eu-central-1' } }),
  );
  const environment = { ...here.environment, JOOS_STAFF_PROVIDER: settings, JOOS_STAFF_SESSION_FILE: file };
  const run = (...argv: readonly string[]): Promise<Ran> => joos(argv, { environment, input: kim.phone });
  /** Opens the address that is printed in a browser at which this person sits, and lets it go where it is sent. */
  const signIn = (
    invitation?: string,
    instead: (callback: string) => string = (callback) => callback,
  ): Promise<Ran> => {
    company.seat({ accountId: who });
    const browser = browserBy(globalThis.fetch, redirectUri);
    const err: string[] = [];
    return joos(['staff', 'sign-in', ...(invitation === undefined ? [] : ['--invitation'])], {
      environment,
      input: invitation ?? '',
      err: (text) => {
        err.push(text);
        const [, address] = /\n(https:\S+)$/.exec(text) ?? [];
        if (address !== undefined) void browser(address).then((callback) => realFetch(instead(callback)));
      },
    }).then((ran) => ({ ...ran, err: err.join('\n') }));
  };
  return { file, environment, run, signIn };
}

const invitationIn = ({ out }: Ran): string => (JSON.parse(out) as { readonly invitation: string }).invitation;

describe('The staff at the command line', () => {
  test('is appointed, comes in at the company’s provider, does what its roles allow, and is out when dismissed', async () => {
    const here = await installation();
    const { subject } = await signUp(here);
    // Anna and Ben of the tests are officers: two can act, and Jo is none of the operator's to appoint.
    await here.as('ben.legal');
    const ofAnna = shellOf(here, 'anna.support');
    expect((await ofAnna.run('staff', 'first', 'jo.miller')).err).toMatch(
      /^joos: There are two privacy officers already/,
    );
    const seated = await here.as('anna.support');
    const byAnna = (...argv: readonly string[]): Promise<Ran> => joos(argv, { environment: seated });

    const jo = shellOf(here, 'jo.miller');
    const invited = await byAnna('staff', 'invite', 'jo.miller', '--json');
    const invitation = invitationIn(invited);
    expect((await jo.run('staff', 'who')).code, 'nobody is in before the sign-in').toBe(4);
    const mallory = shellOf(here, 'mallory');
    expect((await mallory.signIn()).err).toMatch(/joos: Nobody of the staff has this log-in/);
    const signedIn = await jo.signIn(invitation);
    expect(signedIn).toMatchObject({ code: 0, out: 'Signed in as jo.miller, with no role yet.' });
    expect(signedIn.err).not.toContain(invitation);
    expect(statSync(jo.file).mode & 0o777).toBe(0o600);
    expect(readFileSync(jo.file, 'utf8')).toMatch(/^joos_staff_[\w-]{43}\n$/);
    expect((await mallory.signIn(invitation)).err, 'an invitation is of use once').toMatch(/invitation is of no use/);

    const find = ['user', 'find', '--case', 'CASE-1042'];
    expect((await jo.run(...find)).err).toMatch(/^joos: None of your roles allows that/);
    const granted = await byAnna('staff', 'grant', 'jo.miller', '--role', 'support', '--reason', 'new-duty');
    expect(granted.out).toMatch(/^jo\.miller is support until 20\d\d-\d\d-\d\d\.$/);
    expect((await jo.run(...find)).out).toContain(subject);
    expect((await jo.run('staff', 'who')).out).toMatch(/^jo\.miller, support; until /);
    expect((await jo.run('staff', 'list')).err).toMatch(/^joos: None of your roles allows that/);
    expect((await byAnna('staff', 'list')).out).toMatch(
      /\njo\.miller {2}active, appointed by anna\.support\n {2}support, by anna\.support, for new-duty, until /,
    );

    const erase = ['user', 'erase', '--case', 'CASE-1042', '--reason', 'asked-by-phone', '--yes', subject];
    expect((await jo.run(...erase)).err).toMatch(/^joos: It takes two people to do that/);
    const asked = await jo.run('staff', 'ask', 'cancel-account', subject, '--case', 'CASE-1042', '--json');
    const { approval } = JSON.parse(asked.out) as { readonly approval: string };
    expect((await jo.run('staff', 'approve', approval)).err).toMatch(/^joos: None of your roles allows that/);
    expect((await byAnna('staff', 'approve', approval)).out).toMatch(
      new RegExp(`^${approval} {2}cancel-account of ${subject}, CASE-1042; asked by jo.miller, anna.support agrees`),
    );
    expect((await jo.run(...erase)).out).toMatch(/^Erasure [0-9a-f-]{36}: certified/);

    const own = await byAnna('staff', 'revoke', 'jo.miller', '--role', 'support');
    expect(own.out).toBe('jo.miller is no longer support.');
    expect((await jo.run(...find)).err).toMatch(/^joos: None of your roles allows that/);
    expect((await byAnna('staff', 'dismiss', 'ben.legal')).out).toBe('ben.legal is out.');
    expect((await byAnna('staff', 'dismiss', 'anna.support')).err).toMatch(
      /^joos: Somebody has to stay privacy officer/,
    );
    expect((await byAnna('staff', 'dismiss', 'jo.miller')).out).toBe('jo.miller is out.');
    expect((await jo.run('staff', 'who')).err).toMatch(/^joos: Nobody of the staff is signed in/);
    expect((await jo.signIn()).err).toMatch(/joos: Nobody of the staff has this log-in/);
    expect((await byAnna('staff', 'sign-out')).out).toBe('Signed out.');
    expect((await byAnna('staff', 'who')).code).toBe(4);
  });

  test('is not signed in by an answer that was made for somebody else', async () => {
    const here = await installation();
    const jo = shellOf(here, 'jo.miller');
    const forged = await jo.signIn(undefined, (callback) => {
      const url = new URL(callback);
      url.searchParams.set('state', 'A'.repeat(43));
      return url.href;
    });
    expect(forged).toMatchObject({ code: 4, out: '' });
    expect(() => statSync(jo.file)).toThrow();
  });

  test('is told what to set where there is no provider, or no way back from it', async () => {
    const here = await installation();
    const { environment } = here;
    const none = await joos(['staff', 'sign-in'], { environment });
    expect(none).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/JOOS_STAFF_PROVIDER names no/) as unknown,
    });
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(Number(new URL(redirectUri).port), '127.0.0.1', resolve));
    onTestFinished(() => void busy.close());
    expect((await shellOf(here, 'jo.miller').signIn()).err).toMatch(/something else listens on the port/);
    const { JOOS_STAFF_SESSION_FILE: _, ...noFile } = environment;
    expect((await joos(['staff', 'who'], { environment: noFile })).err).toMatch(
      /^joos: JOOS_STAFF_SESSION_FILE is not/,
    );
  });

  test('appoints the first officer on an installation that has none', async () => {
    const here = await installation('sqlite', []);
    const first = await joos(['staff', 'first', 'jo.miller'], { environment: here.environment });
    expect(first.out).toMatch(
      /^jo\.miller is appointed\. The invitation, of use once, until .*Z:\njoos_invite_[\w-]{43}$/,
    );
    const again = await joos(['staff', 'first', 'No Name'], { environment: here.environment });
    expect(again).toMatchObject({ code: 4, err: expect.stringMatching(/^joos: That is no name of staff/) as unknown });
  });
});
