import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { changePhone } from '../../../src/application/accounts/add-phone.ts';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { logInWithThirdParty } from '../../../src/application/accounts/log-in-with-third-party.ts';
import { removeEmail } from '../../../src/application/accounts/remove-email.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { showContactChange, undoContactChange } from '../../../src/application/accounts/undo-contact-change.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import type { ChallengeId, ChangeId, NoticeId } from '../../../src/domain/ids.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { phoneOf } from '../../../src/domain/user/user.ts';
import {
  answerFor,
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
import { leave, openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { lastCode, refusal, tokenIn, value } from '../world.ts';
import { dormantMs } from './dormant.ts';

const none = { kind: 'NoSuchChange' };
const email = 'ada@example.org';

/** Somebody who has had a phone and an email for 3 days, logged in on two devices. */
async function givenPerson() {
  const world = openRentalWorld();
  const first = await signIn(world);
  await givenEmail(world, first, email);
  world.pass(3 * dayMs); // from now on both count as the person's
  const tablet = await signIn(world, first.phone);
  const me = await signIn(world, first.phone);
  return { world, me, tablet };
}

/** The token in the last message that went to a contact about a change. */
async function tokenTo(world: RentalWorld, contact: string): Promise<string> {
  value(await deliverDue(world.ports)({ limit: 20 }));
  const all = [...world.texts, ...world.mails];
  return tokenIn(all.findLast(({ about, to }) => about === 'contact-changed' && to === contact));
}

async function contactsOf(world: RentalWorld, { subject }: Person) {
  const user = value(await world.ports.store.reads.user(subject, 'data-subject-rights'));
  return user === null ? null : { phone: phoneOf(user), email: user.email };
}

const isLoggedIn = async (world: RentalWorld, { session }: Pick<Person, 'session'>): Promise<boolean> =>
  (await authenticate(world.ports)({ session })).isOk();

async function confirming(world: RentalWorld, { session }: Person, to: string) {
  const { challenge } = value(await addEmail(world.ports)({ session, email: to }));
  return confirmEmail(world.ports)({ session, email: to, challenge, code: lastCode(world.mails) });
}

const undo = async (world: RentalWorld, token: string) => undoContactChange(world.ports)({ token });

describe('opening the address', () => {
  test('says what it would put back, masked, and changes nothing', async () => {
    const { world, me } = await givenPerson();
    const moved = await movedTo(world, me);
    const toPhone = await tokenTo(world, me.phone);
    world.pass(1);
    await givenEmail(world, moved, 'new@example.org');
    const toEmail = await tokenTo(world, email);
    const before = world.everything();
    const undoUntil = world.ports.clock.now() + 3 * dayMs;
    for (let looks = 0; looks < 3; looks += 1) {
      expect(value(await showContactChange(world.ports)({ token: toPhone }))).toMatchObject({
        what: 'phone',
        former: `+49 ••• ••${me.phone.slice(-2)}`,
      });
      expect(value(await showContactChange(world.ports)({ token: toEmail }))).toEqual({
        what: 'email',
        former: 'a•••@e•••.org',
        undoUntil,
      });
    }
    expect(world.everything()).toEqual(before);
  });
});

describe('undoing', () => {
  test('puts the phone back, ends every session, and is on record', async () => {
    const { world, me, tablet } = await givenPerson();
    const thief = await movedTo(world, me);
    const token = await tokenTo(world, me.phone);
    expect(value(await undo(world, token))).toMatchObject({ what: 'phone' });
    expect(await contactsOf(world, me)).toEqual({ phone: me.phone, email });
    expect([await isLoggedIn(world, thief), await isLoggedIn(world, tablet)]).toEqual([false, false]);
    expect(world.risks).toMatchObject([{ kind: 'contact-change-undone', subject: me.subject }]);
    expect((await signIn(world, me.phone)).subject).toBe(me.subject);
    expect((await signIn(world, thief.phone)).subject).not.toBe(me.subject);
  });

  test('puts the email back, be it changed or removed', async () => {
    for (const change of ['changed', 'removed'] as const) {
      const { world, me } = await givenPerson();
      if (change === 'changed') await givenEmail(world, me, 'thief@example.org');
      else value(await removeEmail(world.ports)(me));
      value(await undo(world, await tokenTo(world, email)));
      expect(await contactsOf(world, me)).toEqual({ phone: me.phone, email });
      expect(await isLoggedIn(world, me)).toBe(false);
    }
  });

  test('puts a phone back that was taken away', async () => {
    const { world, me } = await givenPerson();
    await linked(world, me, identityOf('ada'));
    value(await removeLogin(world.ports)({ ...me, login: { kind: 'phone' } }));
    value(await undo(world, await tokenTo(world, me.phone)));
    expect((await signIn(world, me.phone)).subject).toBe(me.subject);
  });

  test('is done once', async () => {
    const { world, me } = await givenPerson();
    await movedTo(world, me);
    const token = await tokenTo(world, me.phone);
    value(await undo(world, token));
    const before = world.everything();
    expect(refusal(await undo(world, token))).toEqual(none);
    expect(refusal(await showContactChange(world.ports)({ token }))).toEqual(none);
    expect(world.everything()).toEqual(before);
  });

  test('by many at once is done once', async () => {
    const { world, me } = await givenPerson();
    await movedTo(world, me);
    const token = await tokenTo(world, me.phone);
    const all = await Promise.all(Array.from({ length: 6 }, () => undo(world, token)));
    expect(all.filter((one) => one.isOk())).toHaveLength(1);
  });

  test('can be done for 3 days and not a moment longer', async () => {
    for (const [passedMs, kind] of [
      [3 * dayMs - 1, 'put back'],
      [3 * dayMs, 'NoSuchChange'],
    ] as const) {
      const { world, me } = await givenPerson();
      const token = await movedTo(world, me).then(() => tokenTo(world, me.phone));
      world.pass(passedMs);
      const undone = await undo(world, token);
      expect(undone.isErr() ? undone.error.kind : 'put back').toBe(kind);
    }
  });

  test('cannot be done once the account left', async () => {
    const { world, me } = await givenPerson();
    const moved = await movedTo(world, me);
    const token = await tokenTo(world, me.phone);
    await leave(world, moved, world.ports, 'email');
    expect(refusal(await showContactChange(world.ports)({ token }))).toEqual(none);
    expect(refusal(await undo(world, token))).toEqual(none);
    expect(JSON.stringify(world.rows('contactChanges'))).not.toContain(me.phone);
  });

  test('tells the person by the contact that is back', async () => {
    const { world, me } = await givenPerson();
    await movedTo(world, me);
    value(await undo(world, await tokenTo(world, me.phone)));
    value(await deliverDue(world.ports)({ limit: 20 }));
    expect(world.texts.at(-1)).toMatchObject({ about: 'login-changed', to: me.phone });
  });

  test('takes nothing that was not made here, for this', async () => {
    const { world, me } = await givenPerson();
    await movedTo(world, me);
    const token = await tokenTo(world, me.phone);
    const [change = '', mac = ''] = token.split('.');
    const { hashing } = world.ports;
    // Made here, for something else.
    const others = [
      value(await hashing.linkMac({ does: 'confirm-email', challenge: change as ChallengeId })),
      value(await hashing.linkMac({ does: 'unsubscribe', notice: change as NoticeId })),
      value(await hashing.linkMac({ does: 'undo-change', change: world.ports.ids.random() as ChangeId })),
      mac.slice(1),
      '',
    ];
    const before = world.everything();
    for (const other of [...others.map((one) => `${change}.${one}`), change, `${token}.x`, '', mac]) {
      expect(refusal(await undo(world, other))).toEqual(none);
    }
    expect(world.everything()).toEqual(before);
  });
});

test('whoever has a number now that was the account’s long ago does not get the account by undoing that it was left behind', async () => {
  const { world, me } = await givenPerson();
  await linked(world, me, identityOf('ada'));
  world.pass(dormantMs); // the number is somebody else’s by now
  await movedTo(world, await signInByThirdParty(world, 'ada'));
  value(await deliverDue(world.ports)({ limit: 20 }));
  expect(world.texts.filter(({ about, to }) => about === 'contact-changed' && to === me.phone)).toEqual([]);
  const stranger = await verifyCode(world.ports)(await askedFor(world, me.phone));
  expect(stranger.isOk() ? stranger.value.subject : null).not.toBe(me.subject);
});

describe('a takeover with several changes', () => {
  test('is undone by who stood there before; what the thief put in between gets no right to it', async () => {
    const { world, me } = await givenPerson();
    const first = await movedTo(world, me);
    const owners = await tokenTo(world, me.phone);
    world.pass(dayMs);
    const back = await signIn(world, first.phone);
    const second = await movedTo(world, back);
    value(await deliverDue(world.ports)({ limit: 20 }));
    expect(world.texts.filter(({ about, to }) => about === 'contact-changed' && to === first.phone)).toEqual([]);
    world.pass(3 * dayMs - 1); // since the last change
    value(await undo(world, owners));
    expect(await contactsOf(world, me)).toEqual({ phone: me.phone, email });
    expect((await signIn(world, second.phone)).subject).not.toBe(me.subject);
  });

  test('can be undone from the email as well, since the line may be the thief’s', async () => {
    const { world, me } = await givenPerson();
    await movedTo(world, me);
    value(await undo(world, await tokenTo(world, email)));
    expect(await contactsOf(world, me)).toEqual({ phone: me.phone, email });
  });

  test('can be undone from the phone where it is a first email', async () => {
    const world = openRentalWorld();
    const me = await signIn(world);
    await givenEmail(world, me, 'thief@example.org');
    const token = await tokenTo(world, me.phone);
    expect(value(await showContactChange(world.ports)({ token }))).toMatchObject({ what: 'email', former: null });
    value(await undo(world, token));
    expect(await contactsOf(world, me)).toEqual({ phone: me.phone, email: null });
  });

  test('can be undone from the email where it is a first phone', async () => {
    const world = openRentalWorld();
    await givenEmail(world, await signInByThirdParty(world, 'ada'), email);
    world.pass(3 * dayMs);
    const me = await signInByThirdParty(world, 'ada');
    const thief = await givenPhone(world, me);
    value(await undo(world, await tokenTo(world, email)));
    expect(await contactsOf(world, me)).toEqual({ phone: null, email });
    expect((await signIn(world, thief.phone)).subject).not.toBe(me.subject);
  });

  test('is undone at once, be it of phone and then email', async () => {
    const { world, me } = await givenPerson();
    const thief = await movedTo(world, me);
    const byPhone = await tokenTo(world, me.phone);
    world.pass(1);
    await givenEmail(world, thief, 'thief@example.org');
    const byEmail = await tokenTo(world, email);
    expect(byEmail).not.toBe(byPhone);
    value(await undo(world, byEmail));
    expect(await contactsOf(world, me)).toEqual({ phone: me.phone, email });
    expect(refusal(await undo(world, byPhone))).toEqual(none);
  });

  test('is undone as a whole, whichever message the owner reads first', async () => {
    const { world, me } = await givenPerson();
    await givenEmail(world, me, 'thief@example.org');
    world.pass(1);
    const thief = await movedTo(world, me);
    const [byEmail, byPhone] = [await tokenTo(world, email), await tokenTo(world, me.phone)];
    value(await undo(world, byEmail));
    const other = await undo(world, byPhone);
    if (other.isErr()) expect(other.error.kind).toBe('NoSuchChange'); // undone with the first
    expect((await signIn(world, thief.phone)).subject).not.toBe(me.subject);
    expect(await contactsOf(world, me)).toEqual({ phone: me.phone, email });
  });

  test('leaves the thief no login that was added meanwhile', async () => {
    const { world, me } = await givenPerson();
    await linked(world, me, identityOf('before'));
    world.pass(minuteMs);
    const thief = await movedTo(world, me);
    await linked(world, thief, identityOf('after'));
    value(await undo(world, await tokenTo(world, me.phone)));
    for (const name of ['before', 'after']) {
      const back = value(await logInWithThirdParty(world.ports)(await answerFor(world, 'log-in', identityOf(name))));
      expect(back.subject).not.toBe(me.subject);
    }
  });

  test('leaves the owner what was linked long before, and the login that the account began with', async () => {
    const world = openRentalWorld();
    await givenEmail(world, await signInByThirdParty(world, 'ada'), email);
    world.pass(3 * dayMs);
    const me = await signInByThirdParty(world, 'ada');
    await givenEmail(world, me, 'thief@example.org');
    value(await undo(world, await tokenTo(world, email)));
    const mine = await signInByThirdParty(world, 'ada');
    expect(mine.subject).toBe(me.subject);
    await linked(world, mine, identityOf('other'));
    world.pass(3 * dayMs + 1);
    const later = await signInByThirdParty(world, 'other');
    await givenEmail(world, later, 'thief@example.org');
    value(await undo(world, await tokenTo(world, email)));
    expect((await signInByThirdParty(world, 'other')).subject).toBe(me.subject);
  });

  test('takes a phone off again that was added after the email was changed', async () => {
    const world = openRentalWorld();
    await givenEmail(world, await signInByThirdParty(world, 'ada'), email);
    world.pass(3 * dayMs);
    const me = await signInByThirdParty(world, 'ada');
    await givenEmail(world, me, 'thief@example.org');
    const thief = await givenPhone(world, me);
    value(await undo(world, await tokenTo(world, email)));
    expect(await contactsOf(world, me)).toEqual({ phone: null, email });
    expect((await signIn(world, thief.phone)).subject).not.toBe(me.subject);
  });

  test('leaves the last way in where all others are gone', async () => {
    const world = openRentalWorld();
    const me = await signInByThirdParty(world, 'ada');
    await givenEmail(world, me, email);
    await linked(world, me, identityOf('new'));
    world.pass(3 * dayMs - 1);
    await linked(world, await signInByThirdParty(world, 'ada'), identityOf('newer'));
    world.pass(1); // now the first one counts, and the one that the account began with may go
    const login = { kind: 'third-party', ...identityOf('ada') } as const;
    const thief = await signInByThirdParty(world, 'new');
    value(await removeLogin(world.ports)({ ...thief, login }));
    await givenEmail(world, thief, 'thief@example.org');
    value(await undo(world, await tokenTo(world, email)));
    expect((await contactsOf(world, me))?.email).toBe(email);
    const subjects = await Promise.all(
      ['new', 'newer'].map(async (name) => (await signInByThirdParty(world, name)).subject),
    );
    expect(subjects.filter((subject) => subject === me.subject)).toHaveLength(1);
  });

  test('can be undone by an owner who first tried to log in with the number that is theirs', async () => {
    const { world, me } = await givenPerson();
    const thief = await movedTo(world, me);
    const until = world.ports.clock.now() + 3 * dayMs;
    const token = await tokenTo(world, me.phone);
    const before = world.rows('users');
    const tried = await verifyCode(world.ports)(await askedFor(world, me.phone));
    expect(refusal(tried)).toEqual({ kind: 'ContactReserved', what: 'phone', until });
    expect(world.rows('users')).toEqual(before);
    value(await undo(world, token));
    expect((await signIn(world, me.phone)).subject).toBe(me.subject);
    expect((await signIn(world, thief.phone)).subject).not.toBe(me.subject);
  });
});

describe('a former contact', () => {
  test('is taken by no other account while it can be put back, and is free after', async () => {
    const { world, me } = await givenPerson();
    const moved = await movedTo(world, me);
    world.pass(1);
    await givenEmail(world, moved, 'new@example.org');
    const reserved = (what: 'phone' | 'email') => ({
      kind: 'ContactReserved',
      what,
      until: world.ports.clock.now() + 3 * dayMs,
    });
    const other = await signIn(world);
    const typed = await askedInside(world, other, { purpose: 'change-phone', phone: me.phone });
    const taking = await changePhone(world.ports)({ ...other, phone: me.phone, ...typed });
    expect(refusal(taking)).toMatchObject({ kind: 'ContactReserved', what: 'phone' });
    expect(refusal(await confirming(world, other, email))).toEqual(reserved('email'));
    expect(world.risks.map(({ kind }) => kind)).toEqual(['taken-refused', 'taken-refused']);
    world.pass(3 * dayMs);
    expect((await signIn(world, me.phone)).subject).not.toBe(me.subject);
    await givenEmail(world, await signIn(world), email);
  });

  test('may go back to its own account by a code as well', async () => {
    const { world, me } = await givenPerson();
    const moved = await movedTo(world, me);
    expect(await contactsOf(world, await movedTo(world, moved, me.phone))).toEqual({ phone: me.phone, email });
  });

  test('is free at once where the account is gone', async () => {
    const { world, me } = await givenPerson();
    const moved = await movedTo(world, me);
    await leave(world, moved, world.ports, 'email');
    expect((await signIn(world, me.phone)).subject).not.toBe(me.subject);
  });
});
