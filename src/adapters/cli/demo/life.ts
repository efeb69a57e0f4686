import { randomUUID } from 'node:crypto';
import { hourMs, Instant, minuteMs } from '../../../domain/instant.ts';
import type { SessionToken } from '../../../domain/session/session-token.ts';
import type { StaffSessionToken } from '../../../domain/staff/staff-token.ts';
import { CardNumber, orThrow } from '../../../index.ts';
import { appointStaff } from './demo-staff.ts';
import { changePhoneAndBack, lookAtDevices, proveAgain, signUp } from './life-access.ts';
import { persona } from './persona.ts';
import { codeIn, DemoStopped, inNewest, type Stage } from './stage.ts';

const tariff = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 3900,
  vatPercent: 19,
} as const;

/** Plays a whole life, from sign-up to erasure, against the open core. */
export async function playLife(stage: Stage): Promise<void> {
  const phone = await signUp(stage);
  const { session } = phone;
  await giveDetails(stage, session);
  await agree(stage, session);
  const cards = await addCards(stage, session);
  const order = await rentAndReturn(stage, session, cards.first);
  await failToPay(stage, session, cards);
  const anna = await appointStaff(stage);
  const caseNumber = await askSupport(stage, anna);
  await correct(stage, anna, caseNumber, order);
  await readNews(stage, session);
  const proved = await proveAgain(stage, phone);
  await takeData(stage, proved.session);
  await changePhoneAndBack(stage, proved);
  const again = await lookAtDevices(stage, phone);
  await stage.beforeCancelling();
  await leave(stage, again.session);
}

async function giveDetails({ joos, outbox, tell }: Stage, session: SessionToken): Promise<void> {
  const { email, username } = persona;
  const sent = await orThrow(joos.accounts.addEmail({ session, email }));
  const code = await codeIn(outbox);
  await orThrow(joos.accounts.confirmEmail({ session, email, challenge: sent.challenge, code }));
  await orThrow(joos.worker.workerPass({ limit: 10 }));
  tell(
    'Robin adds an email address, which is optional',
    'It counts only once the code that was mailed to it is typed.',
  );
  await orThrow(joos.accounts.setUsername({ session, username }));
  tell('Robin chooses a username, which is optional too');
}

async function agree({ joos, tell }: Stage, session: SessionToken): Promise<void> {
  const shown = { noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' } as const;
  for (const purpose of ['news', 'newsletter'] as const) {
    await orThrow(joos.consents.recordConsent({ session, purpose, ...shown }));
  }
  await orThrow(joos.consents.withdrawConsent({ session, purpose: 'newsletter', ...shown }));
  const states = await orThrow(joos.consents.myConsents({ session }));
  tell(
    'Robin agrees to news and to the newsletter, and takes the newsletter back',
    ...states.map(
      ({ terms, allowed, withdrawable }) =>
        `${terms.purpose.padEnd(16)} ${allowed ? 'yes' : 'no '}  ${withdrawable ? 'by consent, can be changed at any time' : `by ${terms.basis}`}`,
    ),
  );
}

interface Cards {
  readonly first: string;
  readonly second: string;
}

async function addCards({ joos, tell }: Stage, session: SessionToken): Promise<Cards> {
  const { firstCard, secondCard } = persona;
  const add = ({ number, paymentMethod }: { readonly number: string; readonly paymentMethod: string }) =>
    orThrow(joos.cards.addCard({ session, number: CardNumber.from(number), paymentMethod }));
  const first = await add(firstCard);
  const second = await add(secondCard);
  tell(
    'Robin adds two cards',
    `${first.shown} (${first.network}) and ${second.shown} (${second.network}): the last 4 digits are all that is kept.`,
  );
  return { first: first.card, second: second.card };
}

async function rentAndReturn({ joos, clock, tell }: Stage, session: SessionToken, card: string): Promise<string> {
  const { rentedFrom, returnedTo, firstPowerBank } = persona;
  const order = await orThrow(
    joos.orders.rent({ session, card, station: rentedFrom, powerBank: firstPowerBank, tariff }),
  );
  tell(
    'Robin rents a power bank',
    `at station ${rentedFrom}: 1.00 to unlock, 0.50 for every 30 minutes, 9.00 a day at most`,
  );
  clock.moveAhead(2 * hourMs + 10 * minuteMs);
  const ended = await orThrow(joos.orders.returnPowerBank({ order: order.order, station: returnedTo }));
  await orThrow(joos.worker.workerPass({ limit: 10 }));
  const [payment] = await orThrow(joos.payments.myPayments({ session }));
  tell(
    'Two hours and ten minutes later Robin returns it at another station',
    `Receipt ${ended.receipt.number}: ${euros(ended.receipt.net)} net + ${euros(ended.receipt.vat)} VAT = ${euros(ended.receipt.gross)}.`,
    `The card is charged (${payment?.state ?? 'nothing'}), and the receipt arrives by email as HTML, text and PDF.`,
  );
  return order.order;
}

async function failToPay({ joos, clock, tell }: Stage, session: SessionToken, cards: Cards): Promise<void> {
  const { rentedFrom, secondPowerBank } = persona;
  const order = await orThrow(
    joos.orders.rent({ session, card: cards.second, station: rentedFrom, powerBank: secondPowerBank, tariff }),
  );
  clock.moveAhead(35 * minuteMs);
  const ended = await orThrow(joos.orders.returnPowerBank({ order: order.order, station: rentedFrom }));
  await orThrow(joos.worker.workerPass({ limit: 10 }));
  const failed = (await orThrow(joos.payments.myPayments({ session }))).find(
    ({ payment }) => payment === ended.payment,
  );
  tell(
    'Robin rents again, and this time the card is declined',
    `Reason: ${failed?.reason ?? 'none'}. An email says what happened and what to do.`,
  );
  const paid = await orThrow(joos.payments.retryPayment({ session, payment: ended.payment, card: cards.first }));
  await orThrow(joos.worker.workerPass({ limit: 10 }));
  tell('Robin pays with the other card', `The payment ${paid.kind}. Nothing is owed any more, and an email says so.`);
}

async function askSupport({ joos, tell }: Stage, staffSession: StaffSessionToken): Promise<string> {
  const caller = { phone: persona.phone };
  const opened = await orThrow(joos.support.openCase({ staffSession, person: caller, topic: 'payment' }));
  const { caseNumber } = opened.supportCase;
  const why = { purpose: 'payment-question', caseNumber } as const;
  const person = await orThrow(joos.support.findPerson({ staffSession, ...why, ...caller }));
  tell(
    `Robin calls support, and Anna opens ${caseNumber} and looks the account up for it`,
    `Anna sees ${person.phone ?? ''}, ${person.email ?? ''}, ${person.username ?? ''}; ${person.rentals} rentals, ${person.unpaidRentals} unpaid.`,
    'That she looked, when and for what is recorded, and Robin can see it.',
  );
  return caseNumber;
}

async function correct(
  { joos, clock, tell }: Stage,
  staffSession: StaffSessionToken,
  caseNumber: string,
  order: string,
): Promise<void> {
  // The station was offline for an hour and a half before it told of the return.
  const at = Instant.toISOString(Instant.plusMs(clock.now(), -(35 + 90) * minuteMs));
  const paid = await orThrow(
    joos.orders.correctRental({
      staffSession,
      caseNumber,
      order,
      station: persona.returnedTo,
      at,
      refund: randomUUID(),
    }),
  );
  await orThrow(joos.worker.workerPass({ limit: 10 }));
  tell(
    'Anna finds that the station had told of the first return too late',
    `The receipt stays as it was; a correction with a number of its own says what changed${
      paid.kind === 'refunded' ? `, and ${euros(paid.refunded)} go back to the card` : ''
    }. Robin gets it by email.`,
  );
}

async function readNews({ joos, outbox, tell }: Stage, session: SessionToken): Promise<void> {
  const text = {
    title: 'A new station at the river',
    paragraphs: ['From today on there is one more place to rent at.'],
  };
  const texts = {
    en: text,
    de: { title: 'Eine neue Station am Fluss', paragraphs: ['Ab heute gibt es einen Ort mehr.'] },
  };
  await orThrow(joos.notices.publishEdition({ purpose: 'news', texts }));
  await orThrow(joos.worker.workerPass({ limit: 10 }));
  const token = await inNewest(outbox, '-mail-news.json', /"unsubscribeUrl": "[^"]+\/([^/"]+)"/);
  await orThrow(joos.consents.unsubscribe({ token }));
  const states = await orThrow(joos.consents.myConsents({ session }));
  tell(
    'Joos publishes news, which Robin had agreed to, and Robin has enough of them',
    'The mail program offers to unsubscribe with one click, without a log-in.',
    `News from now on: ${states.some(({ terms, allowed }) => terms.purpose === 'news' && allowed) ? 'yes' : 'no'}`,
  );
}

async function takeData({ joos, handOver, tell }: Stage, session: SessionToken): Promise<void> {
  const exported = await orThrow(joos.privacy.exportMyData({ session }));
  const path = await handOver(exported.fileName, exported.archive);
  tell(
    'Robin takes all data along',
    `One zip with JSON and CSV, each field with what it is for and how long it is kept: ${path}`,
  );
}

async function leave({ joos, outbox, clock, tell }: Stage, session: SessionToken): Promise<void> {
  clock.moveAhead(minuteMs);
  const sent = await orThrow(joos.accounts.requestMyCode({ purpose: 'cancel-account', session }));
  const code = await codeIn(outbox);
  const left = await orThrow(joos.privacy.cancelMyAccount({ session, challenge: sent.challenge, code }));
  tell(
    'Robin cancels the account with a fresh code',
    `Erasure ${left.erasure}: ${left.state}. The keys are destroyed, the rows are gone, a last message says so.`,
    ...left.kept.map(
      ({ category, records, until }) =>
        `Kept without a name: ${category}, ${records}, ${until.kind === 'day' ? `until ${until.day}` : 'until it is paid'}`,
    ),
  );
  const after = await joos.accounts.authenticate({ session });
  tell(
    'Robin tries the old session',
    after.isErr() ? `Refused: ${after.error.kind}.` : 'It still works, which is wrong.',
  );
  if (after.isOk()) {
    throw new DemoStopped('The session outlived the account');
  }
}

function euros({ amountMinor }: { readonly amountMinor: number }): string {
  return `€${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
}
