import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { addPhone, changePhone } from '../../../src/application/accounts/add-phone.ts';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import type { Mail } from '../../../src/application/ports/mailer.ts';
import type { Sms } from '../../../src/application/ports/sms-sender.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import type { ContactChange } from '../../../src/domain/user/contact-change.ts';
import type { ActiveUser } from '../../../src/domain/user/user.ts';
import {
  askedFor,
  askedInside,
  givenEmail,
  givenPhone,
  identityOf,
  linked,
  movedTo,
  type Person,
  signIn,
  signInByThirdParty,
} from '../people.ts';
import { newPhone, openWorld, refusal, value, type World } from '../world.ts';

const email = 'ada@example.org';

/** What leaves when the worker sends what is queued. */
async function told(world: World): Promise<readonly (Mail | Sms)[]> {
  const { texts, mails } = world;
  const before = [texts.length, mails.length];
  value(await deliverDue(world.ports)({ limit: 20 }));
  return [...texts.slice(before[0]), ...mails.slice(before[1])];
}

const outline = (messages: readonly (Mail | Sms)[]) => messages.map(({ about, to }) => [about, to]).toSorted();

async function accountOf(world: World, { subject }: Person): Promise<ActiveUser> {
  const user = value(await world.ports.store.reads.user(subject, 'data-subject-rights'));
  if (user === null) throw new Error('There is no such account');
  return user;
}

/** Of which contacts a change can be undone now. */
const undoable = (world: World) =>
  (world.rows('contactChanges') as readonly ContactChange[])
    .filter(({ undoUntil }) => undoUntil > world.ports.clock.now())
    .map(({ what }) => what);

const isLoggedIn = async (world: World, { session }: Pick<Person, 'session'>): Promise<boolean> =>
  (await authenticate(world.ports)({ session })).isOk();

/** Somebody who has had a phone and an email for 3 days, two devices, and nothing that waits to be sent. */
async function givenPerson(): Promise<{ readonly world: World; readonly me: Person; readonly tablet: Person }> {
  const world = openWorld();
  const first = await signIn(world);
  await givenEmail(world, first, email);
  await told(world);
  world.pass(3 * dayMs); // from now on both count as the person's
  const tablet = await signIn(world, first.phone);
  const me = await signIn(world, first.phone);
  return { world, me, tablet };
}

describe('another phone', () => {
  test('counts once its code proves it, and the former one opens the account no more', async () => {
    const { world, me } = await givenPerson();
    const phone = newPhone();
    const typed = await askedInside(world, me, { purpose: 'change-phone', phone });
    expect((await accountOf(world, me)).logins).toEqual([{ kind: 'phone', phone: me.phone }]);
    expect(await told(world), 'nobody is told of what was only asked for').toEqual([]);
    value(await changePhone(world.ports)({ ...me, phone, ...typed }));
    expect((await accountOf(world, me)).logins).toEqual([{ kind: 'phone', phone }]);
    expect((await signIn(world, phone)).subject).toBe(me.subject);
    expect(refusal(await verifyCode(world.ports)(await askedFor(world, me.phone))).kind).toBe('ContactReserved');
  });

  test('is told to the former one and to the email, and to nobody else', async () => {
    const { world, me } = await givenPerson();
    await movedTo(world, me);
    const messages = await told(world);
    expect(outline(messages)).toEqual([
      ['contact-changed', me.phone],
      ['contact-changed', email],
    ]);
    for (const { text } of messages)
      expect(text).toMatch(/Link: https:\/\/api\.joos\.example\/v1\/contact-changes\/\S+$/);
  });

  test('in the place of one that came lately is told to who stood before, once more', async () => {
    const { world, me } = await givenPerson();
    const moved = await movedTo(world, me);
    await told(world);
    await movedTo(world, moved);
    expect(outline(await told(world))).toEqual([
      ['contact-changed', me.phone],
      ['contact-changed', email],
    ]);
    expect(undoable(world)).toEqual(['phone']);
  });

  test('that was the account’s until lately takes the change back, and who is given up for it is told nothing', async () => {
    const { world, me } = await givenPerson();
    const moved = await movedTo(world, me);
    await told(world);
    await movedTo(world, moved, me.phone);
    expect(outline(await told(world))).toEqual([
      ['login-changed', me.phone],
      ['login-changed', email],
    ]);
    expect(undoable(world)).toEqual([]);
  });

  test('ends every other session, and the one that changed it goes on', async () => {
    const { world, me, tablet } = await givenPerson();
    await movedTo(world, me);
    expect([await isLoggedIn(world, me), await isLoggedIn(world, tablet)]).toEqual([true, false]);
  });

  test('of another account is refused to who proved it, and that is on record', async () => {
    const { world, me } = await givenPerson();
    const other = await signIn(world);
    const typed = await askedInside(world, me, { purpose: 'change-phone', phone: other.phone });
    const before = world.theRest();
    const refused = await changePhone(world.ports)({ ...me, phone: other.phone, ...typed });
    expect(refusal(refused)).toEqual({ kind: 'Taken', what: 'phone' });
    expect(world.theRest()).toEqual(before);
    expect(world.risks.map(({ kind }) => kind)).toEqual(['taken-refused']);
  });

  test('proves itself: a second change may follow at once', async () => {
    const { world, me } = await givenPerson();
    const moved = await movedTo(world, await movedTo(world, me));
    expect((await signIn(world, moved.phone)).subject).toBe(me.subject);
  });
});

describe('a phone that is taken away', () => {
  test('is told so, and every other session ends', async () => {
    const { world, me, tablet } = await givenPerson();
    await linked(world, me, identityOf('ada'));
    await told(world);
    value(await removeLogin(world.ports)({ ...me, login: { kind: 'phone' } }));
    expect(outline(await told(world))).toEqual([
      ['contact-changed', me.phone],
      ['contact-changed', email],
    ]);
    expect([await isLoggedIn(world, me), await isLoggedIn(world, tablet)]).toEqual([true, false]);
  });
});

describe('another way to log in', () => {
  test('that comes or goes is told to the person, at both contacts', async () => {
    const { world, me } = await givenPerson();
    const everywhere = [
      ['login-changed', me.phone],
      ['login-changed', email],
    ];
    await linked(world, me, identityOf('ada'));
    expect(outline(await told(world))).toEqual(everywhere);
    value(await removeLogin(world.ports)({ ...me, login: { kind: 'third-party', ...identityOf('ada') } }));
    expect(outline(await told(world))).toEqual(everywhere);
  });

  test('that goes ends every other session', async () => {
    const { world, me, tablet } = await givenPerson();
    await linked(world, me, identityOf('ada'));
    value(await removeLogin(world.ports)({ ...me, login: { kind: 'third-party', ...identityOf('ada') } }));
    expect([await isLoggedIn(world, me), await isLoggedIn(world, tablet)]).toEqual([true, false]);
  });

  test('may be a phone: who came without one has nobody to be told', async () => {
    const world = openWorld();
    const person = await signInByThirdParty(world);
    const { phone } = await givenPhone(world, person);
    expect(outline(await told(world))).toEqual([]);
    const typed = await askedInside(world, person, { purpose: 'change-phone', phone: newPhone() });
    expect(refusal(await addPhone(world.ports)({ ...person, phone, ...typed })).kind).toBe('UnknownCode');
  });

  test('is told to the phone even where there is an email: it may be the thief’s', async () => {
    const world = openWorld();
    const me = await signIn(world);
    await givenEmail(world, me, 'thief@example.org');
    await linked(world, me, identityOf('thief'));
    expect(outline(await told(world)).map(([, to]) => to)).toContain(me.phone);
  });
});

describe('another email', () => {
  test('is told to the former one, by mail, and that it is confirmed to the new one', async () => {
    const { world, me, tablet } = await givenPerson();
    await givenEmail(world, me, 'new@example.org');
    expect(outline(await told(world))).toEqual([
      ['contact-changed', me.phone],
      ['contact-changed', email],
      ['email-confirmed', 'new@example.org'],
    ]);
    expect(await isLoggedIn(world, tablet)).toBe(true);
  });

  test('that is none is told to the former one', async () => {
    const { world, me } = await givenPerson();
    value(await removeEmail(world.ports)(me));
    const messages = await told(world);
    expect(outline(messages)).toEqual([
      ['contact-changed', me.phone],
      ['contact-changed', email],
    ]);
    for (const { text } of messages) expect(text).toContain('Link: ');
  });

  test('that is the same one is no change', async () => {
    const { world, me } = await givenPerson();
    world.pass(30_000);
    await givenEmail(world, me, email);
    expect(outline(await told(world))).toEqual([['email-confirmed', email]]);
    expect(undoable(world)).toEqual([]);
  });

  test('that is the first one is told to the phone, which can take it off', async () => {
    const world = openWorld();
    const me = await signIn(world);
    await givenEmail(world, me, email);
    expect(outline(await told(world))).toEqual([
      ['contact-changed', me.phone],
      ['email-confirmed', email],
    ]);
  });

  test('is told to nobody before it is proved', async () => {
    const { world, me } = await givenPerson();
    value(await addEmail(world.ports)({ ...me, email: 'new@example.org' }));
    expect(await told(world)).toEqual([]);
    expect((await accountOf(world, me)).email).toBe(email);
  });
});

test('the former phone and email stand in the store for 3 days, and are told nothing after', async () => {
  const { world, me } = await givenPerson();
  await movedTo(world, me);
  world.pass(3 * dayMs);
  expect(await told(world)).toEqual([]);
  value(await world.ports.store.disposal.expire(world.ports.clock.now(), 1000));
  expect(JSON.stringify(world.everything())).not.toContain(me.phone);
});

test('what the person is told names no value of the other contact', async () => {
  const { world, me } = await givenPerson();
  world.pass(minuteMs);
  const moved = await movedTo(world, me);
  await givenEmail(world, moved, 'new@example.org');
  for (const { text, to } of await told(world)) {
    for (const secret of [me.phone, moved.phone, email, 'new@example.org']) {
      if (secret !== to) expect(text).not.toContain(secret);
    }
  }
});
