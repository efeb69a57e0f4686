import { describe, expect, test } from 'vitest';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { ask, expectProblem } from './client.ts';
import { lastToken } from './house.ts';
import { housesForEachTest } from './houses.ts';
import { email, emailOf, german, heading, newPhone, pageAt, phone, phoneChanged } from './links-to-contacts.ts';
import { confirmedEmail, signedUp } from './sign-up.ts';

const open = housesForEachTest();

describe('the address that puts a former contact back', () => {
  test('shows which one, masked, what will happen and until when, and changes nothing', async () => {
    const one = await open();
    const { thief, path } = await phoneChanged(one);
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) expect((await pageAt(one, path, method)).status).toBe(200);
    const { page } = await pageAt(one, path);
    expect(heading(page)).toBe('Put your phone number back?');
    expect(page).toContain('+49 ••• ••78');
    expect(page).toContain('every device is logged out');
    expect(page).toContain('until 26 November 2026 at 09:00 UTC.');
    expect(page).toMatch(/<form method="post"><button>Put the number back<\/button><\/form>/);
    const inGerman = (await pageAt(one, path, 'GET', german)).page;
    expect(heading(inGerman)).toBe('Deine Nummer wieder eintragen?');
    expect(inGerman).toContain('bis 26. November 2026 um 09:00 UTC.');
    for (const hidden of [phone, newPhone, phone.slice(3), newPhone.slice(3)]) expect(page).not.toContain(hidden);
    const account = await ask(one.handler, 'GET', '/v1/account', undefined, thief.headers);
    expect(account.body.phone).toBe(newPhone);
  });

  test('puts it back by one POST, logs everybody out, and says the second time that it is over', async () => {
    const one = await open();
    const { thief, path } = await phoneChanged(one);
    const done = await pageAt(one, path, 'POST');
    expect(done.status).toBe(200);
    expect(heading(done.page)).toBe('Your phone number is back');
    expect(done.page).toContain('+49 ••• ••78');
    expect(done.page).toContain('Log in with the number now');
    expectProblem(await ask(one.handler, 'GET', '/v1/account', undefined, thief.headers), 401, 'NotLoggedIn');
    for (const method of ['POST', 'GET']) {
      const again = await pageAt(one, path, method);
      expect(again.status).toBe(404);
      expect(heading(again.page)).toBe('There is nothing to undo here');
    }
    one.pass(minuteMs);
    const kim = await signedUp(one, phone);
    expect(kim.subject).toBe(thief.subject);
    expect(one.risks.map(({ kind }) => kind)).toContain('contact-change-undone');
  });

  test('is over after 3 days', async () => {
    const one = await open();
    const { path } = await phoneChanged(one);
    one.pass(3 * dayMs - 1);
    expect((await pageAt(one, path)).status).toBe(200);
    one.pass(1);
    expect((await pageAt(one, path)).status).toBe(404);
    expect((await pageAt(one, path, 'POST')).status).toBe(404);
  });

  test('speaks of an email as of an email', async () => {
    const one = await open();
    const kim = await signedUp(one, phone);
    await confirmedEmail(one, email, kim.headers);
    await must(one.joos.worker.workerPass({ limit: 100 }));
    one.pass(3 * dayMs); // from now on it counts as the person's
    const { headers } = await signedUp(one, phone);
    expect((await ask(one.handler, 'DELETE', '/v1/account/email', undefined, headers)).status).toBe(204);
    await must(one.joos.worker.workerPass({ limit: 100 }));
    const path = `/v1/contact-changes/${lastToken(one, 'undo-change')}`;
    const asks = await pageAt(one, path, 'GET', german);
    expect(heading(asks.page)).toBe('Deine E-Mail-Adresse wieder eintragen?');
    expect(asks.page).toContain('k•••@e•••.com');
    expect(heading((await pageAt(one, path, 'POST', german)).page)).toBe('Deine E-Mail-Adresse ist wieder eingetragen');
    one.pass(minuteMs);
    expect(await emailOf(one, await signedUp(one, phone))).toBe(email);
  });

  test('takes a first email off again', async () => {
    const one = await open();
    const kim = await signedUp(one, phone);
    await confirmedEmail(one, email, kim.headers);
    await must(one.joos.worker.workerPass({ limit: 100 }));
    const path = `/v1/contact-changes/${lastToken(one, 'undo-change')}`;
    const asks = await pageAt(one, path, 'GET', german);
    expect(heading(asks.page)).toBe('Die E-Mail-Adresse wieder entfernen?');
    expect(asks.page).not.toContain('@');
    expect(heading((await pageAt(one, path, 'POST', german)).page)).toBe(
      'Die E-Mail-Adresse ist aus deinem Konto entfernt',
    );
    one.pass(minuteMs);
    expect(await emailOf(one, await signedUp(one, phone))).toBeNull();
  });
});
