import { describe, expect, test } from 'vitest';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import { removeLogin } from '../../../src/application/accounts/remove-login.ts';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import { removeCard } from '../../../src/application/cards/remove-card.ts';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { cancelRental } from '../../../src/application/orders/cancel-rental.ts';
import { returnPowerBank } from '../../../src/application/orders/return-power-bank.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { settleAnswer } from '../../../src/application/payments/settle-answer.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { cancelMyAccount } from '../../../src/application/privacy/cancel-my-account.ts';
import { cancelOnBehalf } from '../../../src/application/privacy/cancel-on-behalf.ts';
import { continueErasures } from '../../../src/application/privacy/continue-erasures.ts';
import { erasureStatus } from '../../../src/application/privacy/erasure-status.ts';
import { planMyErasure } from '../../../src/application/privacy/plan-my-erasure.ts';
import { erasureStates } from '../../../src/domain/deletion/erasure.ts';
import type { ErasureId } from '../../../src/domain/ids.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { nobodysSession, staffSessionOf } from '../../staff-desk.ts';
import { usedOf } from '../budgets.ts';
import {
  askedInside,
  givenEmail,
  identityOf,
  linked,
  movedTo,
  type Person,
  signIn,
  signInByThirdParty,
} from '../people.ts';
import {
  giveCard,
  givenRider,
  leave,
  openRentalWorld,
  type RentalWorld,
  rentAndReturn,
  rentOne,
} from '../rental-world.ts';
import { anotherCode, lastCode, refusal, value } from '../world.ts';

const stepsOf = async (world: RentalWorld, erasure: ErasureId) =>
  value(await world.ports.vault.ledgerOf(erasure)).map(({ step }) => step);

const wholeProtocol = ['requested', ...erasureStates];

/** Everything in the data store. */
const rowsOf = (world: RentalWorld) => (world.everything() as { rows: unknown }).rows;

/** Whether any of these texts stands anywhere in the store. */
const holds = (world: RentalWorld, ...texts: string[]) =>
  texts.filter((text) => JSON.stringify(world.everything()).includes(text));

describe('cancelling the account', () => {
  test('with a fresh code erases everything that no rule keeps, and says goodbye', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await givenEmail(world, person, 'rider@example.org');
    const [card] = value(await world.ports.store.reads.cardsOf(person.subject, 'data-subject-rights'));
    const { payment, order } = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment }));

    const left = await leave(world, person);
    expect(left.state).toBe('certified');
    expect(left.kept.map(({ rule }) => rule)).toContain('keep-bookkeeping');
    expect(await stepsOf(world, left.erasure)).toEqual(wholeProtocol);
    expect(holds(world, person.phone, 'rider@example.org', order, payment, card!.paymentMethod)).toEqual([]);
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
    expect(world.processor.forgotten).toEqual([card!.paymentMethod]);
    expect(world.mails.at(-1)).toMatchObject({ about: 'goodbye', to: 'rider@example.org' });
    expect(value(await erasureStatus(world.ports)({ erasure: left.erasure }))).toMatchObject({ state: 'certified' });
  });

  test('needs a code: none, a wrong one and a used-up one leave the account as it was', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { session } = person;
    expect(refusal(await cancelMyAccount(world.ports)({ session }))).toEqual({ kind: 'CodeNeeded' });
    const { challenge } = value(await requestMyCode(world.ports)({ purpose: 'cancel-account', session }));
    const wrong = { session, challenge, code: anotherCode(lastCode(world.texts)) };
    for (const triesLeft of [4, 3, 2, 1]) {
      expect(refusal(await cancelMyAccount(world.ports)(wrong))).toEqual({ kind: 'WrongCode', triesLeft });
    }
    expect(refusal(await cancelMyAccount(world.ports)(wrong))).toEqual({ kind: 'CodeSpent' });
    const right = { session, challenge, code: lastCode(world.texts) };
    expect(refusal(await cancelMyAccount(world.ports)(right))).toEqual({ kind: 'CodeSpent' });
    expect(value(await world.ports.store.reads.user(person.subject, 'data-subject-rights'))).not.toBeNull();
  });

  test('twice finds nobody logged in', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await leave(world, person);
    expect(refusal(await cancelMyAccount(world.ports)({ session: person.session }))).toEqual({ kind: 'NotLoggedIn' });
  });

  test('without phone and email asks for a fresh log-in instead', async () => {
    const world = openRentalWorld();
    const { session } = await signInByThirdParty(world, 'one');
    world.pass(10 * minuteMs);
    expect(refusal(await cancelMyAccount(world.ports)({ session }))).toEqual({ kind: 'FreshLogInNeeded' });
    const again = await signInByThirdParty(world, 'one');
    expect(value(await cancelMyAccount(world.ports)({ session: again.session })).state).toBe('certified');
  });

  test('by a contact that has just taken the place of another is refused until that cannot be undone any more', async () => {
    const world = openRentalWorld();
    const me = await signIn(world);
    await givenEmail(world, me, 'rider@example.org');
    const moved = await movedTo(world, me);
    const until = world.ports.clock.now() + 3 * dayMs;
    const byPhone = {
      session: me.session,
      ...(await askedInside(world, moved, { purpose: 'cancel-account', to: 'phone' })),
    };
    expect(refusal(await cancelMyAccount(world.ports)(byPhone))).toEqual({ kind: 'ContactChangedRecently', until });
    expect(await usedOf(world, 'guesses-account', me.subject), 'the code was right').toBe(0);
    expect((await authenticate(world.ports)(me)).isOk()).toBe(true);
    value(await deliverDue(world.ports)({ limit: 20 }));
    expect(world.texts.at(-1)).toMatchObject({ about: 'contact-changed', to: me.phone });
    world.pass(3 * dayMs);
    const again = await signIn(world, moved.phone);
    const later = { ...again, ...(await askedInside(world, again, { purpose: 'cancel-account', to: 'phone' })) };
    expect(value(await cancelMyAccount(world.ports)(later)).state).toBe('certified');
  });

  test('by a contact that stands beside a new one counts at once', async () => {
    const world = openRentalWorld();
    const first = await signIn(world);
    await givenEmail(world, first, 'rider@example.org');
    world.pass(3 * dayMs);
    const me = await signIn(world, first.phone);
    const moved = await movedTo(world, me);
    const byEmail = {
      session: me.session,
      ...(await askedInside(world, moved, { purpose: 'cancel-account', to: 'email' })),
    };
    expect(value(await cancelMyAccount(world.ports)(byEmail)).state).toBe('certified');
  });

  test('without phone and email is refused where one was there until lately', async () => {
    const world = openRentalWorld();
    const me = await signIn(world);
    await linked(world, me, identityOf('thief'));
    value(await removeLogin(world.ports)({ ...me, login: { kind: 'phone' } }));
    const until = world.ports.clock.now() + 3 * dayMs;
    expect(refusal(await cancelMyAccount(world.ports)(me))).toEqual({ kind: 'ContactChangedRecently', until });
  });

  test('does not happen where the ledger cannot be written first', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { session } = person;
    const { challenge } = value(await requestMyCode(world.ports)({ purpose: 'cancel-account', session }));
    const before = rowsOf(world);
    const appendToLedger = () => errAsync(portFailure('Vault', true));
    const ports = { ...world.ports, vault: { ...world.ports.vault, appendToLedger } };
    const input = { session, challenge, code: lastCode(world.texts) };
    expect(refusal(await cancelMyAccount(ports)(input))).toMatchObject({ kind: 'PortFailure', port: 'Vault' });
    expect(rowsOf(world)).toEqual(before); // in the vault a key for the farewell may be there, and opens nothing
    expect(value(await cancelMyAccount(world.ports)(input)).state).toBe('certified');
  });

  test('goes on where the goodbye cannot be sent', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { session } = person;
    const { challenge } = value(await requestMyCode(world.ports)({ purpose: 'cancel-account', session }));
    world.broken.sms = portFailure('SmsSender', true);
    const left = value(await cancelMyAccount(world.ports)({ session, challenge, code: lastCode(world.texts) }));
    expect(left.state).toBe('certified');
    expect(world.logged).toContain('goodbye-failed');
  });

  test('is shown beforehand and the showing writes nothing', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await rentOne(world, person);
    const before = world.everything();
    const plan = value(await planMyErasure(world.ports)({ session: person.session }));
    expect(plan.kept.map(({ rule }) => rule)).toContain('keep-open-rentals');
    expect(world.everything()).toEqual(before);
    expect((await leave(world, person)).kept).toEqual(
      plan.kept.map(({ category, rule }) => expect.objectContaining({ category, rule }) as unknown),
    );
  });
});

interface Left {
  readonly world: RentalWorld;
  readonly person: Person;
  readonly order: string;
  readonly erasure: ErasureId;
}

describe('an order that outlives the account', () => {
  async function givenLeftWithOpenRental(): Promise<Left> {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await giveCard(world, person, 1);
    const { order } = await rentOne(world, person);
    const { erasure, state } = await leave(world, person);
    expect(state).toBe('certified');
    return { world, person, order, erasure };
  }

  test('keeps its own rows and key, is returned and paid without a word to anybody, and then is gone with its key', async () => {
    const { world, person, order, erasure } = await givenLeftWithOpenRental();
    expect(holds(world, person.phone)).toEqual([]);
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual(['contract']);
    expect(world.processor.forgotten).toHaveLength(1); // the card that the rental is not bound to

    const messages = world.texts.length + world.mails.length;
    world.pass(60 * minuteMs);
    const { payment, receipt } = value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
    expect(value(await collectDuePayments(world.ports)({ limit: 5 })).succeeded).toBe(1);
    value(await deliverDue(world.ports)({ limit: 5 }));
    expect(world.texts.length + world.mails.length).toBe(messages);

    expect(holds(world, order, payment)).toEqual([]);
    expect(holds(world, receipt.number)).toEqual([receipt.number]); // bookkeeping keeps it, and it is nobody's
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
    expect(world.processor.forgotten).toHaveLength(2);
    expect(await stepsOf(world, erasure)).toEqual([...wholeProtocol, 'released']);
    expect(refusal(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }))).toEqual({
      kind: 'NoSuchOrder',
    });
    const answer = { kind: 'succeeded', reference: 'ch_again' } as const;
    expect(refusal(await settleAnswer(world.ports)({ payment, attempt: 1, answer }))).toEqual({
      kind: 'NoSuchPayment',
    });
  });

  test('takes along a card that the person had removed: the processor forgets that one too', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const [card] = value(await world.ports.store.reads.cardsOf(person.subject, 'data-subject-rights'));
    const { order } = await rentOne(world, person);
    value(await removeCard(world.ports)({ ...person, card: card!.card }));
    expect((await leave(world, person)).state).toBe('certified');
    expect(world.processor.forgotten).toEqual([]);
    value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
    expect(value(await collectDuePayments(world.ports)({ limit: 5 })).succeeded).toBe(1);
    expect(world.processor.forgotten).toEqual([card!.paymentMethod]);
  });

  test('stays while its payment fails, and nobody is told', async () => {
    const { world, person, order } = await givenLeftWithOpenRental();
    world.pass(60 * minuteMs);
    const { payment } = value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
    world.processor.bank.push('card-declined');
    expect(value(await charge(world.ports)({ payment })).kind).toBe('failed');
    expect(value(await world.ports.store.outbox.status(world.ports.clock.now())).queued).toBe(0);
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual(['contract']);
  });

  test('goes when the station cancels it', async () => {
    const { world, person, order } = await givenLeftWithOpenRental();
    value(await cancelRental(world.ports)({ order }));
    expect(holds(world, order)).toEqual([]);
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
  });

  test('is let go of by the worker where the vault did not answer in time', async () => {
    const { world, person, order } = await givenLeftWithOpenRental();
    world.pass(60 * minuteMs);
    const { payment } = value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
    world.broken.vault = portFailure('Vault', true);
    expect(value(await charge(world.ports)({ payment })).kind).toBe('succeeded');
    expect(holds(world, order)).toEqual([order]);
    delete world.broken.vault;
    expect(value(await continueErasures(world.ports)({ limit: 5 }))).toEqual({
      certified: 0,
      waiting: 0,
      released: 1,
      failed: 0,
    });
    expect(holds(world, order)).toEqual([]);
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
  });

  test('that settles while the erasure is on its way takes key and card along all the same', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order } = await rentOne(world, person);
    const { store } = world.ports;
    const purge = () => errAsync(portFailure('DataStore', true));
    const stuck = { ...world.ports, store: { ...store, disposal: { ...store.disposal, purge } } };
    expect((await leave(world, person, stuck)).state).toBe('propagated');
    const { payment } = value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
    value(await charge(world.ports)({ payment }));
    world.pass(minuteMs); // for so long whoever began it has it alone
    expect(value(await continueErasures(world.ports)({ limit: 5 }))).toMatchObject({ certified: 1 });
    expect(holds(world, order, payment)).toEqual([]);
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
    expect(world.processor.forgotten).toHaveLength(1);
  });

  test('holds the key until the last of several is settled', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const orders = [await rentOne(world, person), await rentOne(world, person)];
    await leave(world, person);
    const [first, second] = await Promise.all(
      orders.map(async ({ order }) => value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }))),
    );
    value(await charge(world.ports)({ payment: first!.payment }));
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual(['contract']);
    expect(world.processor.forgotten).toEqual([]);
    value(await charge(world.ports)({ payment: second!.payment }));
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
    expect(world.processor.forgotten).toHaveLength(1);
  });
});

describe('cancelling on behalf of a person', () => {
  const input = { staffSession: staffSessionOf('ada.lovelace'), reason: 'asked-by-phone', caseNumber: 'CASE-7' };

  test('finds by phone, email or pseudonym, puts name and case on record, and erases the same way', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const left = value(await cancelOnBehalf(world.ports)({ ...input, person: { phone: person.phone } }));
    expect(left).toMatchObject({ state: 'certified' });
    expect(left.kept.map(({ rule }) => rule)).toContain('keep-staff-access');
    expect(holds(world, person.phone)).toEqual([]);
    expect(holds(world, 'CASE-7')).toEqual(['CASE-7']);
    expect(world.texts.at(-1)?.about).toBe('goodbye');
  });

  test('twice names the erasure that runs or ran', async () => {
    const world = openRentalWorld();
    const { subject } = await givenRider(world);
    const { erasure } = value(await cancelOnBehalf(world.ports)({ ...input, person: { subject } }));
    const after = world.everything();
    expect(refusal(await cancelOnBehalf(world.ports)({ ...input, person: { subject } }))).toEqual({
      kind: 'AlreadyCancelled',
      erasure,
    });
    expect(world.everything()).toEqual(after);
  });

  test('is refused without name, case, reason from the list, or for nobody', async () => {
    const world = openRentalWorld();
    const person = { subject: (await givenRider(world)).subject };
    const before = world.everything();
    const kind = async (change: Partial<Parameters<ReturnType<typeof cancelOnBehalf>>[0]>) =>
      refusal(await cancelOnBehalf(world.ports)({ ...input, person, ...change })).kind;
    expect([
      await kind({ staffSession: nobodysSession }),
      await kind({ caseNumber: '4242424242424242' }),
      await kind({ reason: 'because' }),
      await kind({ person: { phone: '+4915112345678' } }),
      await kind({ person: { email: 'nobody@example.org' } }),
      await kind({ person: { subject: '00000000-0000-4000-8000-000000000000' } }),
    ]).toEqual([
      'StaffNotSignedIn',
      'InvalidCaseNumber',
      'InvalidReason',
      'NoSuchPerson',
      'NoSuchPerson',
      'NoSuchPerson',
    ]);
    expect(world.everything()).toEqual(before);
  });
});

test('an unknown erasure is refused', async () => {
  const world = openRentalWorld();
  const erasure = '00000000-0000-4000-8000-000000000000';
  expect(refusal(await erasureStatus(world.ports)({ erasure }))).toEqual({ kind: 'NoSuchErasure' });
});
