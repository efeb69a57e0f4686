import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { addPhone, changePhone } from '../../../src/application/accounts/add-phone.ts';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { confirmEmailByLink } from '../../../src/application/accounts/confirm-email-by-link.ts';
import { linkThirdParty } from '../../../src/application/accounts/link-third-party.ts';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { startOver } from '../../../src/application/accounts/start-over.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { policyWith } from '../budgets.ts';
import { answerFor, askedInside, givenEmail, identityOf, linked, signIn, signInByThirdParty } from '../people.ts';
import { openRentalWorld } from '../rental-world.ts';
import { anotherCode, lastCode, newPhone, openWorld, refusal, tokenIn, value, type World } from '../world.ts';
import { dormantMs, provedPhone } from './dormant.ts';

/**
 * What somebody does with an account before its owner comes, so as to be in it afterwards: the five classes of Sudhodanan
 * and Paverd, "Pre-hijacked accounts" (USENIX Security 2022).
 */

const victimsEmail = 'victim@example.org';

const federated = async (world: World, name: string, claims = {}) =>
  logInWithThirdParty(world.ports)(await answerFor(world, 'log-in', { ...identityOf(name), ...claims }));

const emailOf = async (world: World, session: Parameters<ReturnType<typeof myAccount>>[0]) =>
  value(await myAccount(world.ports)(session)).email;

describe('classic-federated merge', () => {
  test('an account that waits under the victim’s email is not merged with the victim’s third-party login', async () => {
    const world = openWorld();
    const attacker = await signIn(world);
    value(await addEmail(world.ports)({ ...attacker, email: victimsEmail }));
    const victim = value(await federated(world, 'victim', { email: victimsEmail, emailVerified: true }));
    expect([victim.isNew, victim.subject === attacker.subject]).toEqual([true, false]);
    expect(value(await myAccount(world.ports)(victim))).toMatchObject({
      email: null,
      logins: [{ kind: 'third-party' }],
    });
    await givenEmail(world, victim, victimsEmail);
    expect(await emailOf(world, attacker)).toBeNull();
  });

  test('nor is there one under the victim’s phone, which nobody adds without its code', async () => {
    const world = openWorld();
    const attacker = await signInByThirdParty(world, 'attacker');
    const phone = newPhone();
    const typed = { ...attacker, phone, ...(await askedInside(world, attacker, { purpose: 'add-phone', phone })) };
    const guess = await addPhone(world.ports)({ ...typed, code: anotherCode(typed.code) });
    expect(refusal(guess)).toEqual({ kind: 'WrongCode', triesLeft: 4 });
    const victim = await signIn(world, phone);
    expect(victim.subject).not.toBe(attacker.subject);
    // Not even the right code, if the victim reads it out, takes the number away.
    expect(refusal(await addPhone(world.ports)(typed))).toEqual({ kind: 'Taken', what: 'phone' });
  });
});

describe('unexpired session', () => {
  test('whoever is logged in to the account that a number had before is not in the new owner’s', async () => {
    const world = openRentalWorld({ signIn: policyWith({}, { phoneDormancy: 'P3D' }) });
    const attacker = await signIn(world);
    world.pass(4 * dayMs);
    value(await authenticate(world.ports)(attacker));
    const proved = await provedPhone(world, attacker.phone);
    const victim = value(await startOver(world.ports)(proved));
    expect(victim.subject).not.toBe(attacker.subject);
    const old = await authenticate(world.ports)(attacker);
    expect(old.isOk() ? old.value.subject : null).not.toBe(victim.subject);
  });

  test('a session that a thief has is gone once the owner’s phone is changed', async () => {
    const world = openWorld();
    const thief = await signIn(world);
    const owner = await signIn(world, thief.phone);
    const phone = newPhone();
    const typed = await askedInside(world, owner, { purpose: 'change-phone', phone });
    value(await changePhone(world.ports)({ ...owner, phone, ...typed }));
    expect(refusal(await authenticate(world.ports)(thief))).toEqual({ kind: 'NotLoggedIn' });
  });
});

describe('trojan identifier', () => {
  test('a login that the former owner of a number added opens nothing of the new owner’s', async () => {
    const world = openRentalWorld();
    const attacker = await signIn(world);
    await linked(world, attacker, identityOf('trojan'));
    await givenEmail(world, attacker, 'trojan@example.org');
    world.pass(dormantMs); // the number is the victim’s now
    const victim = value(await startOver(world.ports)(await provedPhone(world, attacker.phone)));
    const account = value(await myAccount(world.ports)(victim));
    expect(account).toMatchObject({ email: null, logins: [{ kind: 'phone', phone: attacker.phone }] });
    expect(value(await federated(world, 'trojan')).subject).toBe(attacker.subject);
  });

  test('the victim’s email in an attacker’s account needs the victim’s own click, and opens nothing', async () => {
    const world = openWorld();
    const attacker = await signIn(world);
    value(await addEmail(world.ports)({ ...attacker, email: victimsEmail }));
    value(await confirmEmailByLink(world.ports)({ token: tokenIn(world.mails.at(-1)) })); // who clicks on everything
    const victim = value(await federated(world, 'victim', { email: victimsEmail, emailVerified: true }));
    expect(victim.subject).not.toBe(attacker.subject);
    const { challenge } = await askedForEmail(world, victim);
    const refused = await confirmEmail(world.ports)({
      ...victim,
      email: victimsEmail,
      challenge,
      code: lastCode(world.mails),
    });
    expect(refusal(refused)).toEqual({ kind: 'Taken', what: 'email' });
    expect(world.risks.map(({ kind }) => kind)).toEqual(['taken-refused']);
  });

  test('the victim’s third-party login is linked to no account of an attacker’s by an answer that strayed there', async () => {
    const world = openWorld();
    const attacker = await signIn(world);
    const victim = await signIn(world);
    const victims = await answerFor(world, 'link', identityOf('victim'), victim.session);
    const stray = await linkThirdParty(world.ports)({ session: attacker.session, ...victims });
    expect(refusal(stray)).toEqual({ kind: 'UnknownAttempt' });
    // The victim’s log-in, finished by the attacker.
    const logIn = await answerFor(world, 'log-in', identityOf('victim'));
    const linkedTo = await linkThirdParty(world.ports)({ session: attacker.session, ...logIn });
    expect(refusal(linkedTo)).toEqual({ kind: 'UnknownAttempt' });
    expect(value(await federated(world, 'victim')).isNew).toBe(true);
  });
});

describe('unexpired email change', () => {
  async function givenPending() {
    const world = openWorld();
    const attacker = await signIn(world);
    const { challenge } = value(await addEmail(world.ports)({ ...attacker, email: victimsEmail }));
    const typed = { challenge, code: lastCode(world.mails) };
    return { world, attacker, typed, token: tokenIn(world.mails.at(-1)) };
  }

  test('a change that an attacker began is over after 5 minutes, code and link', async () => {
    const { world, attacker, typed, token } = await givenPending();
    world.pass(5 * minuteMs);
    const byCode = await confirmEmail(world.ports)({ ...attacker, ...typed, email: victimsEmail });
    expect(refusal(byCode)).toEqual({ kind: 'CodeExpired' });
    expect(refusal(await confirmEmailByLink(world.ports)({ token }))).toEqual({ kind: 'NoSuchConfirmation' });
  });

  test('it takes nothing from the victim who came in between', async () => {
    const { world, attacker, typed, token } = await givenPending();
    const victim = await signIn(world);
    world.pass(30_000);
    await givenEmail(world, victim, victimsEmail);
    const byCode = await confirmEmail(world.ports)({ ...attacker, ...typed, email: victimsEmail });
    expect(refusal(byCode)).toEqual({ kind: 'Taken', what: 'email' });
    expect(refusal(await confirmEmailByLink(world.ports)({ token }))).toEqual({ kind: 'Taken', what: 'email' });
    expect([await emailOf(world, victim), await emailOf(world, attacker)]).toEqual([victimsEmail, null]);
  });

  test('in the victim’s own account it is over with the thief’s session', async () => {
    const world = openWorld();
    const thief = await signIn(world);
    value(await addEmail(world.ports)({ ...thief, email: 'thief@example.org' }));
    const typed = { code: lastCode(world.mails), token: tokenIn(world.mails.at(-1)) };
    const owner = await signIn(world, thief.phone);
    const phone = newPhone();
    const moved = await askedInside(world, owner, { purpose: 'change-phone', phone });
    value(await changePhone(world.ports)({ ...owner, phone, ...moved }));
    expect(refusal(await confirmEmailByLink(world.ports)(typed))).toEqual({ kind: 'NoSuchConfirmation' });
    expect(await emailOf(world, owner)).toBeNull();
  });

  test('a change of the phone that a thief began is over with the thief’s session', async () => {
    const world = openWorld();
    const thief = await signIn(world);
    const phone = newPhone();
    const typed = await askedInside(world, thief, { purpose: 'change-phone', phone });
    const owner = await signIn(world, thief.phone);
    const other = newPhone();
    const moved = await askedInside(world, owner, { purpose: 'change-phone', phone: other });
    value(await changePhone(world.ports)({ ...owner, phone: other, ...moved }));
    expect(refusal(await changePhone(world.ports)({ ...thief, phone, ...typed }))).toEqual({ kind: 'NotLoggedIn' });
    expect(refusal(await changePhone(world.ports)({ ...owner, phone, ...typed }))).toEqual({ kind: 'UnknownCode' });
  });
});

describe('non-verifying provider', () => {
  test('what a provider says of an email opens no account and links none, verified or not', async () => {
    const world = openWorld();
    const victim = await signIn(world);
    await givenEmail(world, victim, victimsEmail);
    for (const emailVerified of [true, false]) {
      const claims = { email: victimsEmail, emailVerified };
      const attacker = value(await federated(world, `attacker-${emailVerified}`, claims));
      expect([attacker.isNew, attacker.subject === victim.subject]).toEqual([true, false]);
      expect(await emailOf(world, attacker)).toBeNull();
    }
    expect(value(await myAccount(world.ports)(victim)).logins).toEqual([{ kind: 'phone', phone: victim.phone }]);
  });

  test('nor does another provider that has the same name for somebody', async () => {
    const world = openWorld();
    const victim = await signInByThirdParty(world, 'victim');
    const other = await answerFor(world, 'log-in', identityOf('victim', 'https://lax.example.org'));
    const attacker = value(await logInWithThirdParty(world.ports)(other));
    expect(attacker.subject).not.toBe(victim.subject);
  });
});

async function askedForEmail(world: World, { session }: Parameters<ReturnType<typeof myAccount>>[0]) {
  world.pass(30_000);
  return value(await addEmail(world.ports)({ session, email: victimsEmail }));
}
