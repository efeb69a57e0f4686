import { expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { myAccount } from '../../../src/application/accounts/my-account.ts';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { type Person, signIn } from '../people.ts';
import { anotherCode, lastCode, openWorld, refusal, value, type World } from '../world.ts';

const email = 'ada@example.org';

async function withEmail(world: World, person: Person): Promise<void> {
  const { session } = person;
  const { challenge } = value(await addEmail(world.ports)({ session, email }));
  value(await confirmEmail(world.ports)({ session, email, challenge, code: lastCode(world.mails) }));
}

test('an address counts once its owner has confirmed it, and a notice says so', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await withEmail(world, person);
  expect(value(await myAccount(world.ports)(person)).email).toBe(email);
  const at = world.ports.clock.now();
  const claim = { at, leaseUntil: at, leaseToken: 'worker', limit: 10 };
  const queued = value(await world.ports.store.outbox.claim(claim));
  expect(queued.map(({ notice }) => notice)).toMatchObject([
    { subject: person.subject, about: { kind: 'contact-changed', toldBy: 'sms' } },
    { subject: person.subject, about: { kind: 'email-confirmed' } },
  ]);
});

test('an address that is not confirmed is not used', async () => {
  const world = openWorld();
  const person = await signIn(world);
  value(await addEmail(world.ports)({ ...person, email }));
  expect(value(await myAccount(world.ports)(person)).email).toBeNull();
  const found = await world.ports.store.reads.subjectByContact({
    kind: 'email',
    email: value(EmailAddress.parse(email)),
  });
  expect(value(found)).toBeNull();
  expect(value(await world.ports.store.outbox.status(world.ports.clock.now())).queued).toBe(0);
});

test('the new address takes the place of the one before only when it is confirmed', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await withEmail(world, person);
  const next = 'ada@example.com';
  const { challenge } = value(await addEmail(world.ports)({ ...person, email: next }));
  expect(value(await myAccount(world.ports)(person)).email).toBe(email);
  value(await confirmEmail(world.ports)({ ...person, email: next, challenge, code: lastCode(world.mails) }));
  expect(value(await myAccount(world.ports)(person)).email).toBe(next);
});

test('an address that has an account gets the same answer and the same mail as one that has none', async () => {
  const world = openWorld();
  await withEmail(world, await signIn(world));
  world.pass(30_000);
  const { session } = await signIn(world);
  const ofTaken = value(await addEmail(world.ports)({ session, email }));
  const ofFree = value(await addEmail(world.ports)({ session, email: 'grace@example.org' }));
  expect({ ...ofTaken, challenge: null }).toEqual({ ...ofFree, challenge: null });
  const [toTaken, toFree] = world.mails.slice(-2);
  expect(toTaken?.subject).toBe(toFree?.subject);
});

test('a wrong code tells nothing of whether the address has an account', async () => {
  const world = openWorld();
  await withEmail(world, await signIn(world));
  world.pass(30_000);
  const { session } = await signIn(world);
  const refusals = [];
  for (const address of [email, 'grace@example.org']) {
    const { challenge } = value(await addEmail(world.ports)({ session, email: address }));
    const code = anotherCode(lastCode(world.mails));
    refusals.push(refusal(await confirmEmail(world.ports)({ session, email: address, challenge, code })));
  }
  expect(refusals[0]).toEqual(refusals[1]);
});

test('who proved that the address is theirs is told that it belongs to another account', async () => {
  const world = openWorld();
  await withEmail(world, await signIn(world));
  world.pass(30_000);
  const { session } = await signIn(world);
  const { challenge } = value(await addEmail(world.ports)({ session, email }));
  const before = world.theRest();
  const refused = await confirmEmail(world.ports)({ session, email, challenge, code: lastCode(world.mails) });
  expect(refusal(refused)).toEqual({ kind: 'Taken', what: 'email' });
  expect(world.theRest()).toEqual(before);
  expect(world.risks.map(({ kind }) => kind)).toEqual(['taken-refused']);
});

test('a code confirms the address that it went to, in the account that asked, and no other', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const thief = await signIn(world);
  const { challenge } = value(await addEmail(world.ports)({ ...person, email }));
  const typed = { challenge, code: lastCode(world.mails) };
  const otherAddress = await confirmEmail(world.ports)({ ...person, ...typed, email: 'eve@example.org' });
  expect(refusal(otherAddress)).toEqual({ kind: 'UnknownCode' });
  const otherAccount = await confirmEmail(world.ports)({ ...thief, ...typed, email });
  expect(refusal(otherAccount)).toEqual({ kind: 'UnknownCode' });
  value(await confirmEmail(world.ports)({ ...person, ...typed, email }));
});

test('where the mail is refused for good, another code may be asked for after the pause', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const before = world.theRest();
  world.broken.mailer = portFailure('Mailer', false);
  expect(refusal(await addEmail(world.ports)({ ...person, email }))).toEqual({ kind: 'CodeNotSent', channel: 'email' });
  expect(world.theRest()).toEqual(before);
  delete world.broken.mailer;
  world.pass(30_000);
  value(await addEmail(world.ports)({ ...person, email }));
});

test('an address that was taken away is free for another account once it cannot be put back', async () => {
  const world = openWorld();
  const person = await signIn(world);
  await withEmail(world, person);
  value(await removeEmail(world.ports)(person));
  expect(value(await myAccount(world.ports)(person)).email).toBeNull();
  expect(refusal(await removeEmail(world.ports)(person))).toEqual({ kind: 'NoEmail' });
  world.pass(3 * dayMs);
  await withEmail(world, await signIn(world));
});

test('what is no address is refused and sends nothing', async () => {
  const world = openWorld();
  const person = await signIn(world);
  const refused = await addEmail(world.ports)({ ...person, email: 'ada@example.org\nBcc: eve@example.org' });
  expect(refusal(refused)).toEqual({ kind: 'InvalidEmailAddress', reason: 'control-character' });
  expect(world.mails).toEqual([]);
});
