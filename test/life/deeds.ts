import { hourMs } from '../../src/domain/instant.ts';
import type { ResultAsync } from '../../src/domain/result.ts';
import { type AttemptToken, CardNumber, type DeviceToken, orThrow, type SessionToken } from '../../src/index.ts';
import type { Hand } from './interleavings.ts';
import { evidence, look, tariff } from './person.ts';
import { paymentMethodOf } from './test-cards.ts';
import { tokenOf } from './trusting-providers.ts';
import { letterRun, newPhone, newRefund } from './typed-values.ts';

/** One person with something of everything, before two devices do something at once. */
export interface Ground {
  readonly hand: Hand;
  readonly phone: string;
  readonly session: SessionToken;
  /** Of another device of the same person. */
  readonly tablet: SessionToken;
  /** Makes values of this person nobody else's, and the same in every replay once it is taken out again. */
  readonly tag: string;
  readonly cards: { readonly good: string; readonly declined: string };
  readonly openOrder: string;
  readonly payments: { readonly pending: string; readonly failed: string; readonly paid: string };
  /** What was rented for the paid payment: for four hours, and by rights for none. */
  readonly paidOrder: { readonly order: string; readonly from: string; readonly grossMinor: number };
  /** What the refund and the correction are asked for under. */
  readonly refunds: { readonly all: string; readonly part: string };
  readonly logIn: Code & { readonly device: DeviceToken };
  readonly cancellation: Code;
  readonly newEmail: Code;
  /** A log-in with another third party, that was begun to be linked. */
  readonly link: { readonly session: SessionToken; readonly attempt: AttemptToken; readonly idToken: string };
  readonly messagesBefore: ReadonlySet<unknown>;
}

interface Code {
  readonly challenge: string;
  readonly code: string;
}

const emailOf = (tag: string): string => `first@${tag}.example`;
const newEmailOf = (tag: string): string => `second@${tag}.example`;
const identityOf = (tag: string, name: string) => ({
  issuer: 'https://login.example',
  providerSubject: `${name}-${tag}`,
});

/** Numbers by whose last 4 digits the cards are told apart. */
const numbers = { good: '4000056655665556', declined: '5105105105105100', added: '4242424242424242' } as const;

/** Brings a new person to where the histories begin. */
export async function prepare(hand: Hand): Promise<Ground> {
  const { accounts, cards, orders, payments } = hand.rooms;
  const phone = newPhone();
  const tag = letterRun(12);
  const signIn = async () => {
    const { challenge, device } = await orThrow(accounts.requestCode({ purpose: 'log-in', phone }));
    const signedIn = await orThrow(accounts.verifyCode({ phone, challenge, device, code: codeTo(hand, phone) }));
    hand.pass(31_000);
    return signedIn.session;
  };
  const first = await signIn();
  const linking = async (session: SessionToken, name: string) => {
    const { attempt } = await orThrow(accounts.beginThirdParty({ provider: 'any', purpose: 'link', session }));
    return { session, attempt, idToken: tokenOf(identityOf(tag, name)) };
  };
  await orThrow(accounts.linkThirdParty(await linking(first, 'known')));
  const emailAsked = await orThrow(accounts.addEmail({ session: first, email: emailOf(tag) }));
  await orThrow(
    accounts.confirmEmail({
      session: first,
      email: emailOf(tag),
      challenge: emailAsked.challenge,
      code: codeTo(hand, emailOf(tag)),
    }),
  );
  const add = async (which: 'good' | 'declined', paymentMethod: string) =>
    (await orThrow(cards.addCard({ session: first, number: CardNumber.from(numbers[which]), paymentMethod }))).card;
  const declined = await add('declined', paymentMethodOf('insufficient_funds', tag));
  const good = await add('good', paymentMethodOf('ok', tag));
  const rent = async (powerBank: string, card: string) =>
    (await orThrow(orders.rent({ session: first, card, station: 'FRA-0042', powerBank, tariff }))).order;
  const giveBack = async (order: string) =>
    (await orThrow(orders.returnPowerBank({ order, station: 'FRA-0007' }))).payment;
  const longRental = await rent('PB-2', good);
  hand.pass(4 * hourMs);
  const { payment: paid, receipt } = await orThrow(orders.returnPowerBank({ order: longRental, station: 'FRA-0007' }));
  const failed = await giveBack(await rent('PB-1', declined));
  await orThrow(payments.charge({ payment: failed }));
  await orThrow(payments.charge({ payment: paid }));
  const [{ startedAt = 0 } = {}] = await orThrow(orders.myOrders({ session: first }));
  const pending = await giveBack(await rent('PB-3', good));
  const openOrder = await rent('PB-4', good);
  // Both have just proved who they are.
  const session = await signIn();
  const tablet = await signIn();
  const asked = await orThrow(accounts.requestCode({ purpose: 'log-in', phone }));
  const logIn = { challenge: asked.challenge, device: asked.device, code: codeTo(hand, phone) };
  hand.pass(31_000);
  const leaving = await orThrow(accounts.requestMyCode({ purpose: 'cancel-account', session }));
  const cancellation = { challenge: leaving.challenge, code: codeTo(hand, phone) };
  const another = await orThrow(accounts.addEmail({ session, email: newEmailOf(tag) }));
  const newEmail = { challenge: another.challenge, code: codeTo(hand, newEmailOf(tag)) };
  const link = await linking(session, 'other');
  return {
    hand,
    phone,
    session,
    tablet,
    tag,
    cards: { good, declined },
    openOrder,
    payments: { pending, failed, paid },
    paidOrder: { order: longRental, from: new Date(startedAt).toISOString(), grossMinor: receipt.gross.amountMinor },
    refunds: { all: newRefund(), part: newRefund() },
    logIn,
    cancellation,
    newEmail,
    link,
    messagesBefore: new Set<unknown>(hand.messages()),
  };
}

function codeTo(hand: Hand, address: string): string {
  const message = hand.messages().findLast(({ about, to }) => about === 'code' && to === address);
  const code = /(?<!\d)(?:\d{6}|\d{8})(?!\d)/.exec(message?.text ?? '')?.[0];
  if (code === undefined) throw new Error('No code was sent there');
  return code;
}

/** What comes of a deed, without what is another one every time. */
export type Told = string;

export interface Deed {
  readonly name: string;
  /** How a failing property shows it. */
  readonly toString: () => string;
  readonly does: (ground: Ground) => Promise<Told>;
}

type Answer<Value> = ResultAsync<Value, { readonly kind: string }>;

const deed = <Value>(
  name: string,
  ask: (ground: Ground) => Answer<Value>,
  tell: (value: Value) => unknown = () => '',
): Deed => ({
  name,
  toString: () => name,
  does: async (ground) => {
    const answer = await ask(ground);
    return answer.isErr() ? `refused ${answer.error.kind}` : `done ${JSON.stringify(tell(answer.value))}`;
  },
});

/** The person leaves. */
export const leaves: Deed = deed(
  'cancels the account',
  ({ hand, session, cancellation }) => hand.rooms.privacy.cancelMyAccount({ session, ...cancellation }),
  ({ state, kept }) => [state, kept.map(({ category, records, until }) => [category, records, until.kind])],
);

/**
 * Deeds of two transactions, with the bank or another company between them or behind them. A cancellation may come between: that no order of
 * whole deeds explains, and it need not.
 */
export const inTwoSteps: readonly Deed[] = [
  deed('links another third party', ({ hand, link }) => hand.rooms.accounts.linkThirdParty(link)),
  deed(
    'pays the failed payment with the good card',
    ({ hand, session, payments, cards }) =>
      hand.rooms.payments.retryPayment({ session, payment: payments.failed, card: cards.good }),
    ({ kind }) => kind,
  ),
  deed(
    'gets all the money back',
    ({ hand, payments, paidOrder, refunds }) =>
      hand.rooms.payments.refund({
        ...look,
        payment: payments.paid,
        amount: { amountMinor: paidOrder.grossMinor, currency: 'EUR' },
        refund: refunds.all,
      }),
    ({ kind }) => kind,
  ),
];

/** What a person's devices, a station, a bank and support do, each as one thing that happens wholly or not at all. */
export const deeds: readonly Deed[] = [
  ...['anton', 'berta'].map((name) =>
    deed(`takes the username ${name}`, ({ hand, session, tag }) =>
      hand.rooms.accounts.setUsername({ session, username: `${name}.${tag}` }),
    ),
  ),
  deed('removes the username', ({ hand, tablet }) => hand.rooms.accounts.removeUsername({ session: tablet })),
  deed('confirms another email address', ({ hand, session, tag, newEmail }) =>
    hand.rooms.accounts.confirmEmail({ session, email: newEmailOf(tag), ...newEmail }),
  ),
  deed('removes the email address', ({ hand, tablet }) => hand.rooms.accounts.removeEmail({ session: tablet })),
  deed('removes the phone', ({ hand, tablet }) =>
    hand.rooms.accounts.removeLogin({ session: tablet, login: { kind: 'phone' } }),
  ),
  deed('removes the known third party', ({ hand, session, tag }) =>
    hand.rooms.accounts.removeLogin({ session, login: { kind: 'third-party', ...identityOf(tag, 'known') } }),
  ),
  deed(
    'logs in with the code',
    ({ hand, phone, logIn }) => hand.rooms.accounts.verifyCode({ phone, ...logIn }),
    ({ isNew }) => isNew,
  ),
  deed('logs the tablet out', ({ hand, tablet }) => hand.rooms.accounts.logOut({ session: tablet })),
  ...(['news', 'newsletter'] as const).map((purpose) =>
    deed(
      `agrees to ${purpose}`,
      ({ hand, session }) => hand.rooms.consents.recordConsent({ session, purpose, ...evidence }),
      ({ action }) => action,
    ),
  ),
  deed(
    'takes news back',
    ({ hand, tablet }) => hand.rooms.consents.withdrawConsent({ session: tablet, purpose: 'news', ...evidence }),
    ({ action }) => action,
  ),
  deed(
    'adds a card',
    ({ hand, session, tag }) =>
      hand.rooms.cards.addCard({
        session,
        number: CardNumber.from(numbers.added),
        paymentMethod: paymentMethodOf('ok', `more_${tag}`),
      }),
    ({ last4 }) => last4,
  ),
  deed(
    'removes the good card',
    ({ hand, session, cards }) => hand.rooms.cards.removeCard({ session, card: cards.good }),
    (removal) => removal,
  ),
  deed(
    'removes the declined card',
    ({ hand, tablet, cards }) => hand.rooms.cards.removeCard({ session: tablet, card: cards.declined }),
    (removal) => removal,
  ),
  deed('rents with the good card', ({ hand, session, cards }) =>
    hand.rooms.orders.rent({ session, card: cards.good, station: 'FRA-0042', powerBank: 'PB-5', tariff }),
  ),
  deed('rents with the newest card', ({ hand, tablet }) =>
    hand.rooms.orders.rent({ session: tablet, station: 'FRA-0042', powerBank: 'PB-6', tariff }),
  ),
  deed(
    'is taken a power bank back',
    ({ hand, openOrder }) => hand.rooms.orders.returnPowerBank({ order: openOrder, station: 'FRA-0008' }),
    ({ state, receipt }) => [state, receipt.gross],
  ),
  deed(
    'reports the power bank lost',
    ({ hand, session, openOrder }) => hand.rooms.orders.reportLost({ session, order: openOrder }),
    ({ state, receipt }) => [state, receipt.gross],
  ),
  deed('cancels the rental', ({ hand, tablet, openOrder }) =>
    hand.rooms.orders.cancelRental({ session: tablet, order: openOrder }),
  ),
  deed(
    'is charged',
    ({ hand, payments }) => hand.rooms.payments.charge({ payment: payments.pending }),
    ({ kind }) => kind,
  ),
  deed(
    'has a rental corrected',
    ({ hand, paidOrder: { order, from }, refunds }) =>
      hand.rooms.orders.correctRental({ ...look, order, station: 'FRA-0009', at: from, refund: refunds.part }),
    ({ kind }) => kind,
  ),
  deed(
    'hears that the payment failed',
    ({ hand, payments }) =>
      hand.rooms.payments.settleAnswer({
        payment: payments.failed,
        attempt: 1,
        answer: { kind: 'declined', reason: 'card-declined' },
      }),
    // Whether it is on its way again is seen by who asks in the midst of another try to pay.
    () => '',
  ),
  deed(
    'is looked up',
    ({ hand, phone }) => hand.rooms.support.findPerson({ ...look, phone }),
    (seen) => [seen.rentals, seen.openRentals, seen.unpaidRentals, seen.username !== null, seen.email !== null],
  ),
];

/** All that can be seen of the person in the end, once the worker has done its part. */
export async function seen(ground: Ground): Promise<unknown> {
  const { hand, session, tablet, tag, messagesBefore } = ground;
  const { accounts, cards, consents, orders, worker } = hand.rooms;
  await orThrow(worker.workerPass({ limit: 1000 }));
  const view = {
    loggedIn: [
      (await accounts.authenticate({ session })).isOk(),
      (await accounts.authenticate({ session: tablet })).isOk(),
    ],
    account: (await accounts.myAccount({ session })).match(
      ({ logins, email, username }) => [logins.map((login) => JSON.stringify(login)).sort(), email, username],
      ({ kind }) => kind,
    ),
    history: (await consents.myConsentHistory({ session })).match(
      (entries) => entries.map(({ action, purpose }) => [action, purpose]),
      ({ kind }) => kind,
    ),
    cards: (await cards.listCards({ session })).match(
      (all) => all.map(({ last4 }) => last4).sort(),
      ({ kind }) => kind,
    ),
    orders: (await orders.myOrders({ session })).match(
      (all) =>
        all
          .map(({ powerBank, state, charge }) =>
            [powerBank, state, charge?.gross.amountMinor, charge?.paymentState].join(),
          )
          .sort(),
      ({ kind }) => kind,
    ),
    messages: hand
      .messages()
      .filter((message) => !messagesBefore.has(message))
      .filter(({ to }) => to.includes(tag) || to === ground.phone)
      .map(({ about, to }) => `${about} to ${to}`)
      .sort(),
  };
  return JSON.parse(JSON.stringify(view).replaceAll(tag, 'TAG').replaceAll(ground.phone, 'PHONE')) as unknown;
}
