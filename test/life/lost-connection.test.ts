import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hourMs } from '../../src/domain/instant.ts';
import type { ResultAsync } from '../../src/domain/result.ts';
import { orThrow } from '../../src/index.ts';
import { freshSchemas } from '../mysql/fresh-schemas.ts';
import { staffSessionOf } from '../staff-desk.ts';
import { type LosingProxy, losingProxy, strike } from './losing-proxy.ts';
import { type OpenCore, openCore } from './open-core.ts';
import { codeSentTo, giveCard, look, type Person, rentOne, returnOne, signUp, tariff } from './person.ts';
import { expectErased, rowsOf } from './remains.ts';
import { newPhone, newRefund } from './typed-values.ts';

let core: OpenCore;
let proxy: LosingProxy;

beforeAll(async () => {
  const schemas = await freshSchemas();
  proxy = await losingProxy(schemas.server.host, schemas.server.port);
  // Few connections, so that those which break are soon made anew and the counting goes on.
  core = await openCore('mysql', { schemas: async () => schemas, reach: proxy.reach, connectionLimit: 2 });
});
afterAll(async () => {
  proxy.decide = () => 'pass';
  await core.close();
  await proxy.close();
});

type Answer = ResultAsync<unknown, { readonly kind: string }>;

/** A use case that writes, what must be so once it went through, and the same call again. */
interface Scenario<Given> {
  readonly given: () => Promise<Given>;
  readonly call: (given: Given) => Answer;
  /** What is so before the call, and after it; nothing between the two is ever seen. */
  readonly state: (given: Given) => Promise<unknown>;
  /** What the call answers when it is made again after it went through: refusals by their kind, `ok` for the same answer. */
  readonly again: readonly string[];
  /** The same call again does the same thing once more. */
  readonly addsUp?: true;
}

const scenario = <Given>(made: Scenario<Given>): Scenario<Given> => made;

const rider = async (behaviour: 'ok' | 'insufficient_funds' = 'ok'): Promise<Person & { card: string }> => {
  const person = await signUp(core);
  return { ...person, card: await giveCard(core, person, behaviour) };
};

const subjectOf = ({ subject }: Person): string => subject;
const count = async (person: Person, table: string): Promise<number> =>
  (await rowsOf(core, subjectOf(person)))[table]?.length ?? 0;

const scenarios = {
  'a sign-up': scenario({
    given: async () => {
      const phone = newPhone();
      const { challenge, device } = await orThrow(core.joos.accounts.requestCode({ purpose: 'log-in', phone }));
      return { phone, challenge, device, code: codeSentTo(core, phone) };
    },
    call: (typed) => core.joos.accounts.verifyCode(typed),
    state: async ({ challenge }) => [
      (await core.rows('data', `SELECT challenge_id FROM challenges WHERE challenge_id = '${challenge}'`)).length,
      // An account that nobody is logged in to would be half of a sign-up.
      await core.rows(
        'data',
        "SELECT state FROM users WHERE state = 'active' AND subject_id NOT IN (SELECT subject_id FROM sessions)",
      ),
    ],
    again: ['UnknownCode'],
  }),
  'a username': scenario({
    given: () => signUp(core),
    call: ({ session, subject }) =>
      core.joos.accounts.setUsername({ session, username: letters(subject).slice(0, 20) }),
    state: async (person) =>
      (await rowsOf(core, person.subject)).users?.map(({ username_index }) => username_index !== null),
    again: ['ok'],
  }),
  'a rental': scenario({
    given: rider,
    call: ({ session, card }) =>
      core.joos.orders.rent({ session, card, station: 'FRA-0042', powerBank: 'PB-1', tariff }),
    state: (person) => count(person, 'orders'),
    // Who asks again after a lost answer rents once more: look at `myOrders` first.
    again: ['ok'],
    addsUp: true,
  }),
  'a return': scenario({
    given: async () => {
      const person = await rider();
      return { person, order: await rentOne(core, person) };
    },
    call: ({ order }) => core.joos.orders.returnPowerBank({ order, station: 'FRA-0007' }),
    state: async ({ person }) => {
      const { orders = [], payments = [], notices = [] } = await rowsOf(core, person.subject);
      return [orders.map(({ state }) => state), payments.map(({ state }) => state), notices.length];
    },
    again: ['ok'],
  }),
  'a charge': scenario({
    given: async () => {
      const person = await rider();
      return { person, ...(await returnOne(core, person, await rentOne(core, person))) };
    },
    call: ({ payment }) => core.joos.payments.charge({ payment }),
    state: async ({ person }) => (await rowsOf(core, person.subject)).payments?.map(({ state }) => state),
    again: ['ok'],
  }),
  'a second try to pay': scenario({
    given: async () => {
      const person = await rider('insufficient_funds');
      const { payment } = await returnOne(core, person, await rentOne(core, person));
      await orThrow(core.joos.payments.charge({ payment }));
      return { person, payment, card: await giveCard(core, person) };
    },
    call: ({ person: { session }, payment, card }) => core.joos.payments.retryPayment({ session, payment, card }),
    // The new attempt and its charge are two transactions, and between them the payment is on its way: the worker's work.
    state: async ({ person }) => (await rowsOf(core, person.subject)).payments?.map(({ state }) => state !== 'failed'),
    again: ['PaymentNotFailed'],
  }),
  'a refund': scenario({
    given: async () => {
      const person = await rider();
      const { payment } = await returnOne(core, person, await rentOne(core, person));
      await orThrow(core.joos.payments.charge({ payment }));
      return { person, payment, refund: newRefund() };
    },
    call: ({ payment, refund }) =>
      core.joos.payments.refund({ ...look, payment, amount: { amountMinor: 150, currency: 'EUR' }, refund }),
    state: async ({ person }) => [
      (await rowsOf(core, person.subject)).payments?.map(({ state }) => state),
      (
        await core.rows(
          'data',
          `SELECT gross_minor FROM receipts WHERE corrects IN (SELECT receipt_number FROM orders WHERE subject_id = '${person.subject}')`,
        )
      ).length,
    ],
    again: ['ok'],
  }),
  'a correction': scenario({
    given: async () => {
      const person = await rider();
      const order = await rentOne(core, person);
      const from = new Date(core.clock.now()).toISOString();
      core.clock.pass(2 * hourMs);
      const { payment } = await returnOne(core, person, order);
      await orThrow(core.joos.payments.charge({ payment }));
      return { person, order, from, refund: newRefund() };
    },
    call: ({ order, from, refund }) =>
      core.joos.orders.correctRental({ ...look, order, station: 'FRA-0009', at: from, refund }),
    state: async ({ person }) => {
      const { orders = [], payments = [], notices = [] } = await rowsOf(core, person.subject);
      return [
        orders.map(({ corrected_at_sealed }) => corrected_at_sealed !== null),
        payments.map(({ state, refunded_minor }) => [state, Number(refunded_minor)]),
        notices.map(({ template }) => template),
      ];
    },
    again: ['ok'],
  }),
  'an email address': scenario({
    given: async () => {
      const person = await signUp(core);
      const email = `${letters(person.subject)}@mail.example`;
      const { challenge } = await orThrow(core.joos.accounts.addEmail({ session: person.session, email }));
      return { person, email, challenge, code: codeSentTo(core, email) };
    },
    call: ({ person: { session }, email, challenge, code }) =>
      core.joos.accounts.confirmEmail({ session, email, challenge, code }),
    state: async ({ person }) => {
      const { users = [], notices = [], challenges = [] } = await rowsOf(core, person.subject);
      return [users.map(({ email_sealed }) => email_sealed !== null), notices.length, challenges.length];
    },
    again: ['UnknownCode'],
  }),
  'an approval of a hold': scenario({
    given: async () => {
      const person = await signUp(core);
      const { hold } = await orThrow(
        core.joos.privacy.placeHold({
          ...look,
          staffSession: staffSessionOf('ben.legal'),
          person: { subject: person.subject },
          scope: 'person',
          basis: 'legal-claim',
          until: '2027-01-31',
        }),
      );
      return { person, hold };
    },
    call: ({ hold }) =>
      core.joos.privacy.approveHold({ staffSession: look.staffSession, caseNumber: look.caseNumber, hold }),
    state: async ({ person }) => {
      const { legal_holds = [], audit_entries = [] } = await rowsOf(core, person.subject);
      return [legal_holds.map(({ approved_by }) => approved_by), audit_entries.length];
    },
    again: ['AlreadyApproved'],
  }),
  'a cancellation': scenario({
    given: async () => {
      const person = await rider();
      await rentOne(core, person);
      return person;
    },
    call: ({ subject }) => core.joos.privacy.cancelOnBehalf({ ...look, reason: 'asked-by-phone', person: { subject } }),
    // From the fence on the person is gone; that the worker finishes what a lost connection held up is shown below.
    state: async ({ subject }) => (await rowsOf(core, subject)).users?.map(({ state }) => state !== 'active'),
    again: ['AlreadyCancelled'],
  }),
} as const;

const letters = (subject: string): string =>
  subject.replaceAll('-', '').replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');

async function play<Given>(
  played: Scenario<Given>,
  fate: 'request-lost' | 'answer-lost',
  asLongAs: number,
): Promise<readonly string[]> {
  const told: string[] = [];
  const reference = await played.given();
  const before = JSON.stringify(await played.state(reference));
  expect((await played.call(reference)).isOk()).toBe(true);
  const after = JSON.stringify(await played.state(reference));
  expect(after).not.toBe(before);
  for (let nth = 1; nth < 200; nth += 1) {
    const given = await played.given();
    const struck = strike(proxy, nth, fate, asLongAs);
    const answer = await played.call(given);
    const wasStruck = struck();
    if (!wasStruck) {
      expect(answer.isOk()).toBe(true);
      return told;
    }
    const state = JSON.stringify(await played.state(given));
    if (answer.isOk()) {
      told.push('ok');
      expect(state).toBe(after);
    } else {
      told.push(answer.error.kind);
      // Told once, as something that may go through later; and whatever happened happened whole.
      expect(answer.error).toMatchObject({ kind: 'PortFailure', retryable: true });
      expect([before, after]).toContain(state);
      const repeated = await played.call(given);
      const said = repeated.isOk() ? 'ok' : repeated.error.kind;
      expect(state === before ? ['ok'] : played.again).toContain(said);
      if (state === before || played.addsUp !== true) expect(JSON.stringify(await played.state(given))).toBe(after);
    }
  }
  throw new Error('A call of 200 commands is none of ours');
}

describe.for(Object.keys(scenarios) as (keyof typeof scenarios)[])('%s', (name) => {
  // Sound: what a scenario is given goes to its own functions alone.
  const played = scenarios[name] as Scenario<unknown>;

  test.for(['request-lost', 'answer-lost'] as const)(
    'goes through or did not happen when the connection breaks at any command (%s)',
    { timeout: 120_000 },
    async (fate) => {
      const told = await play(played, fate, 1);
      expect(told).toContain('ok');
      // Only the lost answer to a COMMIT leaves open what happened.
      if (fate === 'request-lost') expect(told.filter((one) => one !== 'ok').length).toBeLessThan(told.length);
    },
  );
});

test('nobody was charged twice, and the receipts have no gap, after all that was lost', async () => {
  await orThrow(core.joos.worker.workerPass({ limit: 1000 }));
  core.clock.pass(3 * 3_600_000);
  await orThrow(core.joos.worker.workerPass({ limit: 1000 }));
  const payments = core.cards.charges().map(({ idempotencyKey }) => idempotencyKey.split(':')[0]);
  expect(new Set(payments).size).toBe(payments.length);
  const numbers = (await core.rows('data', 'SELECT receipt_number FROM receipts ORDER BY receipt_number')).map(
    ({ receipt_number: number }) => Number(String(number).slice(-6)),
  );
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const [series] = await core.rows('data', 'SELECT last_number FROM receipt_series');
  expect(Number(series?.last_number)).toBe(numbers.length);
  // What went back to cards is what the books say went back.
  const [corrections] = await core.rows(
    'data',
    'SELECT -SUM(gross_minor) AS back FROM receipts WHERE corrects IS NOT NULL',
  );
  const refunded = core.cards.charges().reduce((sum, { refundedMinor }) => sum + refundedMinor, 0);
  expect(refunded).toBe(Number(corrections?.back));
  for (const { amountMinor, refundedMinor } of core.cards.charges())
    expect(refundedMinor).toBeLessThanOrEqual(amountMinor);
  expect(await core.rows('data', "SELECT payment_id FROM payments WHERE state = 'pending'")).toEqual([]);
});

test('an erasure that lost its connection is finished by the worker, and so are the rentals that it kept', async () => {
  core.clock.pass(60_000); // for so long whoever began it has it alone
  await orThrow(core.joos.worker.workerPass({ limit: 1000 }));
  expect(await core.rows('data', "SELECT erasure_id FROM erasures WHERE state <> 'certified'")).toEqual([]);
  for (const { order_id: order } of await core.rows(
    'data',
    'SELECT order_id FROM orders WHERE kept_since IS NOT NULL',
  )) {
    await orThrow(core.joos.orders.returnPowerBank({ order: String(order), station: 'FRA-0007' }));
  }
  await orThrow(core.joos.worker.workerPass({ limit: 1000 }));
  await orThrow(core.joos.worker.workerPass({ limit: 1000 }));
  const erasures = await core.rows('data', 'SELECT subject_id FROM erasures');
  expect(erasures.length).toBeGreaterThan(10);
  for (const { subject_id: subject } of erasures) await expectErased(core, String(subject), []);
});

test('while the server is away every call says so once, and goes through when it is back', async () => {
  const person = await rider();
  const order = await rentOne(core, person);
  strike(proxy, 1, 'request-lost', Number.MAX_SAFE_INTEGER);
  const answers = [
    await core.joos.orders.returnPowerBank({ order, station: 'FRA-0007' }),
    await core.joos.accounts.setUsername({ session: person.session, username: 'somebody.else' }),
    await core.joos.orders.myOrders({ session: person.session }),
    await core.joos.accounts.authenticate({ session: person.session }),
  ];
  for (const answer of answers)
    expect(answer._unsafeUnwrapErr()).toMatchObject({ kind: 'PortFailure', retryable: true });
  proxy.decide = () => 'pass';
  expect((await core.joos.orders.returnPowerBank({ order, station: 'FRA-0007' })).isOk()).toBe(true);
});
