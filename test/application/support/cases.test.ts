import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { addEmail } from '../../../src/application/accounts/add-email.ts';
import { confirmEmail } from '../../../src/application/accounts/confirm-email.ts';
import { mySupportCases } from '../../../src/application/accounts/my-support-cases.ts';
import { deedsOfPage, whoLookedAtMyData } from '../../../src/application/accounts/who-looked.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { cancelOnBehalf } from '../../../src/application/privacy/cancel-on-behalf.ts';
import { exportOnBehalf } from '../../../src/application/privacy/export-on-behalf.ts';
import { addNote } from '../../../src/application/support/add-note.ts';
import { casesOf } from '../../../src/application/support/cases-of.ts';
import { closeCase } from '../../../src/application/support/close-case.ts';
import { contactPerson } from '../../../src/application/support/contact-person.ts';
import { findPerson } from '../../../src/application/support/find-person.ts';
import { openCase } from '../../../src/application/support/open-case.ts';
import { revealContact } from '../../../src/application/support/reveal-contact.ts';
import { seeCase } from '../../../src/application/support/see-case.ts';
import { confirmCaller, verifyCaller } from '../../../src/application/support/verify-caller.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { errAsync, okAsync, ResultAsync } from '../../../src/domain/result.ts';
import { accessRules } from '../../../src/domain/staff/access-rules.ts';
import { CaseNumber } from '../../../src/domain/staff/staff-id.ts';
import { staffRoles } from '../../../src/domain/staff/staff-role.ts';
import { fence, type Person, signIn, signInByThirdParty } from '../people.ts';
import { lastCode, openWorld, refusal, value, type World } from '../world.ts';
import { type Desk, deskOf, noted, staffAt, verifiedAt } from './desk.ts';

const email = 'ada.lovelace@example.org';

async function withEmail(world: World): Promise<Person> {
  const person = await signIn(world);
  const { challenge } = value(await addEmail(world.ports)({ ...person, email }));
  value(await confirmEmail(world.ports)({ ...person, email, challenge, code: lastCode(world.mails) }));
  world.pass(4 * dayMs); // so that the email stands
  return person;
}

/** The entries of the audit log, without what every one has. */
function logged(world: World): readonly Record<string, unknown>[] {
  return (world.rows('auditEntries') as readonly Record<string, unknown>[]).map(
    ({ entry: _entry, place: _place, recordedAt: _at, ...rest }) => rest,
  );
}

/** Ports whose audit log cannot be written. */
function withoutRecord(ports: Ports): Ports {
  const { store } = ports;
  const describe = () => errAsync(portFailure('DataStore', true));
  return {
    ...ports,
    store: {
      ...store,
      transact: (work) => store.transact((tx) => work({ ...tx, auditLog: { ...tx.auditLog, describe } })),
    },
  };
}

/** Cancels the account of the person whose case it is, or of nobody where there is none. */
async function cancelled(ports: Ports, desk: Desk) {
  const caseNumber = value(CaseNumber.parse(desk.caseNumber));
  const subject = value(await ports.store.reads.subjectOfCase(caseNumber)) ?? randomUUID();
  return cancelOnBehalf(ports)({ ...desk, person: { subject }, reason: 'asked-by-phone' });
}
const cancel = (ports: Ports, desk: Desk) => new ResultAsync(cancelled(ports, desk));

type Deed = (ports: Ports, desk: Desk) => ResultAsync<unknown, { readonly kind: string }>;

/** Ports in which nobody else of the staff agrees to anything. */
function withoutApproval(ports: Ports): Ports {
  const { store } = ports;
  const lockUsable = () => okAsync(null);
  return {
    ...ports,
    store: {
      ...store,
      transact: (work) => store.transact((tx) => work({ ...tx, staff: { ...tx.staff, lockUsable } })),
    },
  };
}

/** Every deed in a case, as one who may. */
const deeds = {
  'see-case': (ports: Ports, desk: Desk) => seeCase(ports)(desk),
  'note-in-case': (ports: Ports, desk: Desk) => addNote(ports)({ ...desk, text: 'She called again.' }),
  'contact-person': (ports: Ports, desk: Desk) => contactPerson(ports)({ ...desk, channel: 'best', text: 'Done.' }),
  'verify-caller': (ports: Ports, desk: Desk) => verifyCaller(ports)(desk),
  'close-case': (ports: Ports, desk: Desk) => closeCase(ports)({ ...desk, outcome: 'solved' }),
  'cancel-account': (ports: Ports, desk: Desk) => cancel(ports, desk),
} satisfies Readonly<Record<string, Deed>>;
const done = (action: keyof typeof deeds, ports: Ports, desk: Desk): ReturnType<Deed> => deeds[action](ports, desk);
const actions = Object.keys(deeds) as (keyof typeof deeds)[];

describe('a case', () => {
  test('is opened by phone, email or pseudonym, and shows the person masked', async () => {
    const world = openWorld();
    const { phone, subject } = await withEmail(world);
    const staffSession = await staffAt(world.ports);
    for (const person of [{ phone }, { email }, { subject }]) {
      const opened = value(await openCase(world.ports)({ staffSession, person, topic: 'payment' }));
      expect(opened.supportCase).toMatchObject({ subject, topic: 'payment', state: 'open', openedBy: 'anna.support' });
      expect(opened.person).toMatchObject({ phone: `+49 ••• ••${phone.slice(-2)}`, email: 'a•••@e•••.org' });
    }
    const found = value(await casesOf(world.ports)({ staffSession, person: { phone } }));
    expect(found.map(({ caseNumber }) => caseNumber).toSorted()).toEqual(['CASE-1', 'CASE-2', 'CASE-3']);
  });

  test('is opened for nobody without an account, and for nobody who is leaving', async () => {
    const world = openWorld();
    const staffSession = await staffAt(world.ports);
    const person = await signIn(world);
    await fence(world, person);
    for (const nobody of [{ phone: '+4915123456789' }, { email }, { subject: person.subject }]) {
      const refused = await openCase(world.ports)({ staffSession, person: nobody, topic: 'other' });
      expect(refusal(refused)).toEqual({ kind: 'NoSuchPerson' });
      const listed = await casesOf(world.ports)({ staffSession, person: nobody });
      expect(refusal(listed)).toEqual({ kind: 'NoSuchPerson' });
    }
    expect(world.rows('supportCases')).toEqual([]);
    const missed = { action: 'open-case', staff: 'anna.support', subject: null, about: 'no-such-person' };
    const onRecord = logged(world).filter(({ subject }) => subject === null);
    expect(onRecord, 'who asked in vain').toMatchObject(Array.from({ length: 6 }, () => missed));
    expect(JSON.stringify(onRecord)).not.toContain('23456789');
  });

  test('of somebody else’s tells nobody, off the record, whether a contact is that of a customer', async () => {
    const world = openWorld();
    const customer = await withEmail(world);
    const staffSession = await staffAt(world.ports, ['support', 'privacy-officer']);
    const desk = await deskOf(world, await signIn(world), staffSession);
    const before = logged(world).length;
    const known = [{ phone: customer.phone }, { email }];
    const unknown = [{ phone: '+4915123456789' }, { email: 'nobody@example.org' }];
    const look = { ...desk, purpose: 'resolve-problem' };
    for (const person of [...known, ...unknown]) {
      const kinds = [
        refusal(await findPerson(world.ports)({ ...look, ...person })).kind,
        refusal(await exportOnBehalf(world.ports)({ ...look, person })).kind,
        refusal(await cancelOnBehalf(world.ports)({ ...desk, reason: 'asked-by-phone', person })).kind,
      ];
      expect(kinds).toEqual(['NoSuchPerson', 'NoSuchPerson', 'NoSuchPerson']);
    }
    await fence(world, customer);
    const leaving = await cancelOnBehalf(world.ports)({ ...desk, reason: 'asked-by-phone', person: { email } });
    expect(refusal(leaving), 'nor whether who left has just left').toEqual({ kind: 'NoSuchPerson' });
    expect(logged(world)).toHaveLength(before);
  });

  test('is neither opened nor listed where the record takes too long', async () => {
    const world = openWorld();
    const person = await signIn(world);
    const staffSession = await staffAt(world.ports);
    const { store } = world.ports;
    const deadline: Ports['deadline'] = { within: (_ms, _work, late) => errAsync(late) };
    const ports = {
      ...world.ports,
      deadline,
      store: { ...store, transact: <Value>() => new ResultAsync<Value, never>(new Promise(() => {})) },
    };
    const input = { staffSession, person: { subject: person.subject }, topic: 'other' };
    expect(refusal(await openCase(ports)(input)).kind).toBe('PortFailure');
    expect(refusal(await casesOf(ports)(input)).kind).toBe('PortFailure');
  });

  test('is on record with every deed: who, whom, what for and in which case', async () => {
    const world = openWorld();
    const person = await withEmail(world);
    const desk = await deskOf(world, person, await staffAt(world.ports), 'payment');
    value(await seeCase(world.ports)(desk));
    const note = value(await addNote(world.ports)({ ...desk, text: 'Charged twice.' }));
    const base = {
      staff: 'anna.support',
      subject: person.subject,
      purpose: 'payment-question',
      caseNumber: desk.caseNumber,
      fields: [],
    };
    expect(logged(world)).toEqual([
      { action: 'open-case', about: 'payment', ...base },
      { action: 'see-case', about: null, ...base },
      { action: 'note-in-case', about: note, ...base },
    ]);
  });

  test('shows its notes and messages, and no address whatever is done in it', async () => {
    const world = openWorld();
    const person = await withEmail(world);
    const desk = await deskOf(world, person, await staffAt(world.ports));
    const answers: unknown[] = [];
    for (const action of actions) answers.push(await done(action, world.ports, desk));
    const other = await deskOf(world, person, desk.staffSession);
    await noted(world, other, 'The station was offline.');
    const seen = value(await seeCase(world.ports)(other));
    expect(seen.notes.map(({ text }) => text)).toEqual(['The station was offline.']);
    answers.push(seen, value(await casesOf(world.ports)({ ...other, person: { phone: person.phone } })));
    const shown = inspect(answers, { depth: 9 });
    for (const secret of [person.phone, person.phone.slice(3), email, 'lovelace']) expect(shown).not.toContain(secret);
  });

  test('that is closed takes nothing in and allows nothing, but can be seen', async () => {
    const world = openWorld();
    const person = await signIn(world);
    const desk = await deskOf(world, person, await staffAt(world.ports));
    await verifiedAt(world, desk);
    value(await closeCase(world.ports)({ ...desk, outcome: 'solved' }));
    const before = world.theRest();
    for (const action of actions.filter((one) => one !== 'see-case')) {
      expect(refusal(await done(action, world.ports, desk)).kind, action).toBe('NoSuchCase');
    }
    expect(world.theRest()).toEqual(before);
    expect(value(await seeCase(world.ports)(desk)).supportCase).toMatchObject({ state: 'closed', outcome: 'solved' });
  });

  test('that does not exist allows nothing', async () => {
    const world = openWorld();
    await signIn(world);
    const desk = { staffSession: await staffAt(world.ports), caseNumber: 'CASE-77' };
    for (const action of actions) {
      // To cancel, the person is named beside the case, and there is none.
      const kind = action === 'cancel-account' ? 'NoSuchPerson' : 'NoSuchCase';
      expect(refusal(await done(action, world.ports, desk)).kind).toBe(kind);
    }
    expect(logged(world)).toEqual([]);
  });

  test.each(actions)('by the rules of access alone: %s', async (action) => {
    const world = openWorld();
    const person = await withEmail(world);
    const { caseNumber } = await deskOf(world, person, await staffAt(world.ports));
    await verifiedAt(world, { caseNumber, staffSession: await staffAt(world.ports) });
    const allowed: readonly string[] = accessRules.find((rule) => rule.action === action)?.roles ?? [];
    for (const role of staffRoles.filter((one) => !allowed.includes(one))) {
      const staffSession = await staffAt(world.ports, [role], 'eve.other');
      const refused = await done(action, world.ports, { staffSession, caseNumber });
      expect(refusal(refused).kind, role).toBe('StaffNotAllowed');
    }
    expect(allowed).toContain('support');
  });

  test.each(actions)('does and shows nothing where the audit log cannot be written: %s', async (action) => {
    const world = openWorld();
    const person = await withEmail(world);
    const desk = await deskOf(world, person, await staffAt(world.ports));
    await verifiedAt(world, desk);
    world.pass(30_000); // the pause between two codes
    const sent = [world.texts.length, world.mails.length];
    const before = world.theRest();
    expect(refusal(await done(action, withoutRecord(world.ports), desk)).kind).toBe('PortFailure');
    expect(world.theRest()).toEqual(before);
    expect([world.texts.length, world.mails.length]).toEqual(sent);
  });
});

describe('revealing a contact', () => {
  test('takes an open case of that very person', async () => {
    const world = openWorld();
    const person = await signIn(world);
    const other = await signIn(world);
    const staffSession = await staffAt(world.ports);
    const desk = await deskOf(world, person, staffSession);
    const look = { staffSession, purpose: 'resolve-problem', fields: ['login.phone'] };
    const reveal = (subject: string, caseNumber: string) =>
      revealContact(world.ports)({ ...look, subject, caseNumber });
    for (const caseNumber of [(await deskOf(world, other, staffSession)).caseNumber, 'CASE-77']) {
      expect(refusal(await reveal(person.subject, caseNumber))).toEqual({ kind: 'NoSuchCase' });
    }
    expect(value(await reveal(person.subject, desk.caseNumber))).toEqual({ 'login.phone': person.phone });
    expect(logged(world).at(-1)).toMatchObject({
      action: 'reveal-contact',
      subject: person.subject,
      purpose: 'resolve-problem',
      caseNumber: desk.caseNumber,
      fields: ['login.phone'],
    });
    value(await closeCase(world.ports)({ ...desk, outcome: 'solved' }));
    expect(refusal(await reveal(person.subject, desk.caseNumber)), 'it is closed').toEqual({ kind: 'NoSuchCase' });
  });
});

describe('a note', () => {
  test.each([
    ['4242 4242 4242 4242', 'LooksLikeCardNumber'],
    ['', 'InvalidCaseText'],
    ['x'.repeat(2_001), 'InvalidCaseText'],
  ])('%j is refused, and stands nowhere', async (text, kind) => {
    const world = openWorld();
    const desk = await deskOf(world, await signIn(world), await staffAt(world.ports));
    expect(refusal(await addNote(world.ports)({ ...desk, text }))).toEqual({ kind });
    expect(world.rows('caseNotes')).toEqual([]);
  });
});

describe('a message to the person', () => {
  test('goes by the best way, and says when it went', async () => {
    const world = openWorld();
    const person = await withEmail(world);
    const desk = await deskOf(world, person, await staffAt(world.ports));
    const contacted = value(
      await contactPerson(world.ports)({ ...desk, channel: 'best', text: 'We ended it.\n\nSorry for that.' }),
    );
    expect(contacted.channel).toBe('email');
    expect(value(await seeCase(world.ports)(desk)).messages).toMatchObject([{ delivery: 'queued', sentAt: null }]);
    value(await deliverDue(world.ports)({ limit: 5 }));
    const [mail] = world.mails.slice(-1);
    expect(mail).toMatchObject({ about: 'support-message', to: email });
    expect(value(await seeCase(world.ports)(desk)).messages).toMatchObject([{ delivery: 'sent', sentBy: 'email' }]);
  });

  test('goes by the way that is named, and by no other', async () => {
    const world = openWorld();
    const person = await withEmail(world);
    const desk = await deskOf(world, person, await staffAt(world.ports));
    value(await contactPerson(world.ports)({ ...desk, channel: 'sms', text: 'We ended it.' }));
    value(await deliverDue(world.ports)({ limit: 5 }));
    expect(world.texts.at(-1)).toMatchObject({ about: 'support-message', to: person.phone });
  });

  test('is refused where nothing reaches the person', async () => {
    const world = openWorld();
    const byPhone = await signIn(world);
    const byNothing = await signInByThirdParty(world);
    const staffSession = await staffAt(world.ports);
    const [phone, nothing] = [await deskOf(world, byPhone, staffSession), await deskOf(world, byNothing, staffSession)];
    const write = (desk: Desk, channel: string) => contactPerson(world.ports)({ ...desk, channel, text: 'Hello.' });
    expect(refusal(await write(phone, 'email'))).toEqual({ kind: 'NoWayToReach' });
    expect(value(await write(phone, 'best')).channel).toBe('sms');
    for (const channel of ['best', 'sms', 'email']) {
      expect(refusal(await write(nothing, channel))).toEqual({ kind: 'NoWayToReach' });
    }
    expect(refusal(await write(phone, 'pigeon'))).toEqual({ kind: 'InvalidCaseChannel' });
    world.pass(200 * dayMs); // the number may be somebody else's by now
    const later = await staffAt(world.ports, ['support'], 'ben.support');
    expect(refusal(await write({ ...phone, staffSession: later }, 'sms'))).toEqual({ kind: 'NoWayToReach' });
  });

  test.each([
    ['Your card 4242 4242 4242 4242 works', 'LooksLikeCardNumber'],
    ['Pay at https://evil.example', 'HoldsWebAddress'],
  ])('%s: is refused', async (text, kind) => {
    const world = openWorld();
    const desk = await deskOf(world, await signIn(world), await staffAt(world.ports));
    expect(refusal(await contactPerson(world.ports)({ ...desk, channel: 'best', text }))).toEqual({ kind });
    expect(world.rows('caseMessages')).toEqual([]);
    expect(world.rows('notices')).toEqual([]);
  });
});

describe('messages to the person', () => {
  test('are 10 a case and day, and short where they may go by text message', async () => {
    const world = openWorld();
    const desk = await deskOf(world, await withEmail(world), await staffAt(world.ports));
    const write = (channel: string, text = 'We look into it.') =>
      contactPerson(world.ports)({ ...desk, channel, text });
    expect(refusal(await write('sms', 'a'.repeat(481)))).toEqual({ kind: 'TooLongForSms' });
    expect(refusal(await write('best', 'a'.repeat(481)))).toEqual({ kind: 'TooLongForSms' });
    value(await write('email', 'a'.repeat(481)));
    for (let n = 1; n < 10; n += 1) value(await write('sms'));
    expect(refusal(await write('best'))).toEqual({ kind: 'TooManyMessages' });
    expect(world.rows('caseMessages')).toHaveLength(10);
  });
});

describe('who called', () => {
  test('is verified by the code that went to the person’s own phone, for 15 minutes', async () => {
    const world = openWorld();
    const desk = await deskOf(world, await signIn(world), await staffAt(world.ports));
    const sent = value(await verifyCaller(world.ports)(desk));
    expect(sent).toMatchObject({ channel: 'sms', digits: 6 });
    const shown = { ...desk, challenge: sent.challenge, code: lastCode(world.texts) };
    const { verifiedUntil } = value(await confirmCaller(world.ports)(shown));
    expect(verifiedUntil - world.ports.clock.now()).toBe(15 * minuteMs);
    expect(logged(world).slice(1)).toMatchObject([
      { action: 'verify-caller', about: 'code-sent' },
      { action: 'verify-caller', about: 'caller-verified' },
    ]);
    expect(refusal(await confirmCaller(world.ports)(shown)), 'once').toEqual({ kind: 'UnknownCode' });
  });

  test('cannot use a code in another case, nor with another member of the staff', async () => {
    const world = openWorld();
    const person = await signIn(world);
    const staffSession = await staffAt(world.ports);
    const desk = await deskOf(world, person, staffSession);
    const other = await deskOf(world, person, staffSession);
    const colleague = await staffAt(world.ports, ['support'], 'ben.support');
    const { challenge } = value(await verifyCaller(world.ports)(desk));
    const code = lastCode(world.texts);
    for (const wrong of [other, { ...desk, staffSession: colleague }]) {
      expect(refusal(await confirmCaller(world.ports)({ ...wrong, challenge, code }))).toEqual({ kind: 'UnknownCode' });
    }
    value(await confirmCaller(world.ports)({ ...desk, challenge, code }));
  });

  test('has 5 tries a code, and each wrong one is on record', async () => {
    const world = openWorld();
    const desk = await deskOf(world, await signIn(world), await staffAt(world.ports));
    const { challenge } = value(await verifyCaller(world.ports)(desk));
    const code = lastCode(world.texts);
    const wrong = code === '000000' ? '000001' : '000000';
    const kinds = [];
    for (let n = 0; n < 5; n += 1) {
      kinds.push(refusal(await confirmCaller(world.ports)({ ...desk, challenge, code: wrong })).kind);
    }
    expect(kinds).toEqual(['WrongCode', 'WrongCode', 'WrongCode', 'WrongCode', 'CodeSpent']);
    expect(refusal(await confirmCaller(world.ports)({ ...desk, challenge, code })).kind).toBe('CodeSpent');
    expect(logged(world).filter(({ about }) => about === 'code-refused')).toHaveLength(6);
  });

  test('proves nothing by a contact that came within 3 days', async () => {
    const world = openWorld();
    const person = await signInByThirdParty(world);
    const { challenge } = value(await addEmail(world.ports)({ ...person, email }));
    value(await confirmEmail(world.ports)({ ...person, email, challenge, code: lastCode(world.mails) }));
    const desk = await deskOf(world, person, await staffAt(world.ports));
    expect(refusal(await verifyCaller(world.ports)(desk))).toEqual({ kind: 'NoWayToReach' });
    world.pass(4 * dayMs);
    const later = { ...desk, staffSession: await staffAt(world.ports, ['support'], 'ben.support') };
    expect(value(await verifyCaller(world.ports)(later)).channel).toBe('email');
  });
});

describe('cancelling for a person', () => {
  test('takes a caller who was verified within 15 minutes', async () => {
    const world = openWorld();
    const person = await signIn(world);
    const desk = await deskOf(world, person, await staffAt(world.ports));
    const cancelNow = () => cancel(withoutApproval(world.ports), desk);
    expect(refusal(await cancelNow())).toEqual({ kind: 'SecondPersonNeeded' });
    await verifiedAt(world, desk);
    world.pass(15 * minuteMs);
    expect(refusal(await cancelNow()), 'too long ago').toEqual({ kind: 'SecondPersonNeeded' });
    await verifiedAt(world, desk);
    const { erasure } = value(await cancelNow());
    expect(world.rows('supportCases')).toEqual([]);
    expect(logged(world).at(-1)).toMatchObject({
      action: 'cancel-account',
      purpose: 'cancel-account',
      caseNumber: desk.caseNumber,
      about: erasure,
    });
  });

  test('takes a caller who was verified by who cancels, and nobody else', async () => {
    const world = openWorld();
    const desk = await deskOf(world, await signIn(world), await staffAt(world.ports));
    await verifiedAt(world, desk);
    const colleague = await staffAt(world.ports, ['support'], 'ben.support');
    const byOther = await cancel(withoutApproval(world.ports), { ...desk, staffSession: colleague });
    expect(refusal(byOther)).toEqual({ kind: 'SecondPersonNeeded' });
    value(await cancel(withoutApproval(world.ports), desk));
  });

  test('takes a caller who was verified for this alone, and not for an export a moment ago', async () => {
    const world = openWorld();
    const { subject } = await signIn(world);
    const desk = await deskOf(world, { subject }, await staffAt(world.ports, ['privacy-officer']));
    const ports = withoutApproval(world.ports);
    const take = () => exportOnBehalf(ports)({ ...desk, purpose: 'privacy-request', person: { subject } });
    await verifiedAt(world, desk);
    expect(
      refusal(await exportOnBehalf(withoutRecord(ports))({ ...desk, purpose: 'privacy-request', person: { subject } }))
        .kind,
    ).toBe('PortFailure');
    value(await take()); // what was not done used nothing up
    expect(refusal(await take())).toEqual({ kind: 'SecondPersonNeeded' });
    expect(refusal(await cancel(ports, desk))).toEqual({ kind: 'SecondPersonNeeded' });
    expect(world.rows('supportCases')).toMatchObject([{ verified: null }]);
  });

  test('fences what support wrote and nobody has sent yet', async () => {
    const world = openWorld();
    const person = await signIn(world);
    const desk = await deskOf(world, person, await staffAt(world.ports));
    value(await contactPerson(world.ports)({ ...desk, channel: 'best', text: 'We look into it.' }));
    await verifiedAt(world, desk);
    value(await cancel(world.ports, desk));
    const sent = world.texts.length;
    world.pass(30_000); // the pause between two codes
    value(await deliverDue(world.ports)({ limit: 5 }));
    expect(world.texts.slice(sent).filter(({ about }) => about === 'support-message')).toEqual([]);
  });
});

describe('the person', () => {
  test('reads every case with what staff wrote', async () => {
    const world = openWorld();
    const person = await signIn(world);
    const other = await signIn(world);
    const staffSession = await staffAt(world.ports);
    const desk = await deskOf(world, person, staffSession);
    await noted(world, desk, 'A friendly caller.');
    await noted(world, await deskOf(world, other, staffSession), 'Another one.');
    const mine = value(await mySupportCases(world.ports)(person));
    expect(mine.map(({ notes }) => notes.map(({ text }) => text))).toEqual([['A friendly caller.']]);
  });

  test('sees who of the staff did what, newest first and page by page', async () => {
    const world = openWorld();
    const person = await signIn(world);
    const desk = await deskOf(world, person, await staffAt(world.ports));
    for (let n = 0; n < deedsOfPage; n += 1) value(await seeCase(world.ports)(desk));
    const first = value(await whoLookedAtMyData(world.ports)(person));
    expect(first.entries).toHaveLength(deedsOfPage);
    const second = value(await whoLookedAtMyData(world.ports)({ ...person, after: first.next ?? '' }));
    expect(second).toMatchObject({ entries: [{}], next: null });
    const all = [...first.entries, ...second.entries];
    expect(new Set(all.map(({ entry }) => entry)).size).toBe(deedsOfPage + 1);
    expect(all.filter(({ action }) => action === 'open-case')).toMatchObject([
      { staff: 'anna.support', purpose: 'resolve-problem', caseNumber: desk.caseNumber, fields: [] },
    ]);
    expect(refusal(await whoLookedAtMyData(world.ports)({ ...person, after: 'x' }))).toEqual({ kind: 'InvalidPage' });
  });
});
