import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../../src/domain/instant.ts';
import { ask, expectProblem, type Json } from './client.ts';
import { housesForEachTest } from './houses.ts';
import { email, emailAsked, emailOf, german, heading, newPhone, pageAt } from './links-to-contacts.ts';
import { confirmedEmail, type SignedUp, signedUp } from './sign-up.ts';

const open = housesForEachTest();

describe('the address that confirms an email', () => {
  test('shows of which address it speaks, masked, and what will happen, and changes nothing', async () => {
    const one = await open();
    const { kim, path } = await emailAsked(one);
    for (let scan = 0; scan < 3; scan += 1) {
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await pageAt(one, path, method);
        expect({ status, type: headers.get('content-type') }).toEqual({
          status: 200,
          type: 'text/html; charset=utf-8',
        });
      }
    }
    const { page } = await pageAt(one, path);
    expect(heading(page)).toBe('Is this your email address?');
    expect(page).toContain('k•••@e•••.com');
    expect(page).toMatch(/<form method="post"><button>Yes, confirm the address<\/button><\/form>/);
    const inGerman = await pageAt(one, path, 'GET', german);
    expect(inGerman.page).toContain('<html lang="de">');
    expect(heading(inGerman.page)).toBe('Ist das deine E-Mail-Adresse?');
    expect(await emailOf(one, kim)).toBeNull();
  });

  test('confirms it by one POST, and says the second time that it is over', async () => {
    const one = await open();
    const { kim, path } = await emailAsked(one);
    const done = await pageAt(one, path, 'POST');
    expect({ status: done.status, heading: heading(done.page) }).toEqual({
      status: 200,
      heading: 'Your email address is confirmed',
    });
    expect(done.page).not.toContain('<form');
    expect(await emailOf(one, kim)).toBe(email);
    for (const method of ['POST', 'GET']) {
      const again = await pageAt(one, path, method, german);
      expect(again.status).toBe(404);
      expect(heading(again.page)).toBe('Diese Adresse bestätigt nichts mehr');
      expect(again.page).not.toContain('<form');
    }
  });

  test('does what the code in the mail does, and only one of the two does it', async () => {
    const one = await open();
    const byCode = await emailAsked(one);
    const confirm = (body: Json, { headers }: SignedUp) =>
      ask(one.handler, 'POST', '/v1/account/email/confirmation', body, headers);
    expect((await confirm(byCode.typed, byCode.kim)).status).toBe(204);
    expect((await pageAt(one, byCode.path, 'POST')).status).toBe(404);
    const other = await open();
    const byLink = await emailAsked(other);
    expect((await pageAt(other, byLink.path, 'POST')).status).toBe(200);
    const typed = await ask(other.handler, 'POST', '/v1/account/email/confirmation', byLink.typed, byLink.kim.headers);
    expectProblem(typed, 410, 'UnknownCode');
  });

  test('is over when the device that asked has logged out, and after 5 minutes', async () => {
    const one = await open();
    const { kim, path } = await emailAsked(one);
    await ask(one.handler, 'DELETE', '/v1/session', undefined, kim.headers);
    expect((await pageAt(one, path, 'POST')).status).toBe(404);
    const other = await open();
    const late = await emailAsked(other);
    other.pass(5 * minuteMs);
    expect((await pageAt(other, late.path, 'GET')).status).toBe(404);
    expect((await pageAt(other, late.path, 'POST')).status).toBe(404);
  });

  test('of an email that another account has by now says so to who reads it', async () => {
    const one = await open();
    const { kim, path } = await emailAsked(one);
    const alex = await signedUp(one, newPhone);
    one.pass(minuteMs);
    await confirmedEmail(one, email, alex.headers);
    const taken = await pageAt(one, path, 'POST');
    expect(taken.status).toBe(409);
    expect(await emailOf(one, kim)).toBeNull();
  });
});
