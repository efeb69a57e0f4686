import * as fc from 'fast-check';
import type { Sender } from '../../../src/adapters/templates/index.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import { contactPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import { type Category, categories } from '../../../src/domain/data-map/vocabulary.ts';
import type { Kept } from '../../../src/domain/deletion/erasure.ts';
import { Day, Instant } from '../../../src/domain/instant.ts';
import type { Money } from '../../../src/domain/order/money.ts';
import { decideEndCorrection, evolveEndCorrection } from '../../../src/domain/order/order-correction.ts';
import { type BookkeepingReceipt, type Receipt, receiptOf } from '../../../src/domain/order/receipt.ts';
import {
  correctionForChange,
  correctionForRefund,
  type DraftCorrection,
  standingOf,
} from '../../../src/domain/order/receipt-correction.ts';
import type { ReceiptNumber } from '../../../src/domain/order/receipt-number.ts';
import { dataSubjectRights, extensionReasons } from '../../../src/domain/privacy-request/privacy-request.ts';
import { CaseNumber } from '../../../src/domain/staff/staff-id.ts';
import { CaseText } from '../../../src/domain/support-case/case-text.ts';
import { codePurposes } from '../../../src/domain/verification/challenge.ts';
import { maskedCards } from '../../arbitraries/card.ts';
import { erasureIds, orderIds, paymentIds, subjectIds } from '../../arbitraries/ids.ts';
import {
  amountsIn,
  type Charged,
  chargedOrders,
  knownCurrencies,
  receiptNumbers,
  stations,
} from '../../arbitraries/order.ts';
import { someDeclineReasons } from '../../arbitraries/payment.ts';

export const sender: Sender = {
  issuer: ['Joos GmbH', 'Musterweg 1, 60311 Frankfurt am Main'],
  vatId: 'DE123456789',
  support: 'help@joos.example',
  paymentDetailsUrl: 'https://joos.example/cards',
  timeZone: 'Europe/Berlin',
};

const caseNumber = CaseNumber.parse('CASE-1042')._unsafeUnwrap();
/** Whatever staff may type, on several lines and with the characters of markup. */
const someCaseTexts = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
  .map((text) => CaseText.parseMessage(`${text.replace(/[<&{[]/g, '-')}\n\n1 < 2 & 3`))
  .filter((text) => text.isOk())
  .map((text) => text._unsafeUnwrap());

type ReceiptContent = Extract<MessageContent, { kind: 'receipt' }>;
type CorrectionContent = Extract<MessageContent, { kind: 'receipt-corrected' }>;

const someDays: fc.Arbitrary<Day> = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => Day.parse(date.toISOString().slice(0, 10))._unsafeUnwrap());

const amounts = knownCurrencies.chain((currency) => amountsIn(currency, 1, 9_999_999));

interface Changes {
  /** A new end of the rental, and how much later it was, in minutes. */
  readonly end: { readonly station: Charged['order']['rentedFrom']; readonly minutes: number } | null;
  /** Parts of what is owed that are given back, one after the other. */
  readonly refundPercents: readonly number[];
  readonly numbers: readonly ReceiptNumber[];
  readonly day: Day;
}

/** The receipt of a rental after all that support did to it; a change that the domain refuses is none. */
function changed({ order, receipt }: Charged, card: Receipt['card'], changes: Changes): Receipt | null {
  const corrections: BookkeepingReceipt[] = [];
  const add = (draft: DraftCorrection): void => {
    const number = changes.numbers[corrections.length];
    if (number !== undefined) corrections.push({ ...draft, number });
  };
  let record = order;
  if (changes.end !== null) {
    const { station, minutes } = changes.end;
    const at = Instant.plusMs(order.startedAt, minutes * 60_000);
    const corrected = decideEndCorrection({ kind: 'CorrectEnd', station, at }, order);
    const draft = corrected.andThen(({ items }) => correctionForChange(receipt, corrections, items, changes.day));
    if (corrected.isOk() && draft.isOk()) {
      record = evolveEndCorrection(order, corrected.value);
      add(draft.value);
    }
  }
  for (const percent of changes.refundPercents) {
    const { gross } = standingOf(receipt, corrections);
    const amount: Money = { ...gross, amountMinor: Math.ceil((gross.amountMinor * percent) / 100) };
    const draft = correctionForRefund(receipt, corrections, amount, changes.day);
    if (draft.isOk()) add(draft.value);
  }
  return receiptOf({ order: record, receipt, card, corrections });
}

const receipts: fc.Arbitrary<Receipt> = fc
  .record({
    charged: chargedOrders,
    card: fc.option(maskedCards),
    end: fc.option(fc.record({ station: stations, minutes: fc.nat(600) })),
    refundPercents: fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 2 }),
    numbers: fc.array(receiptNumbers, { minLength: 3, maxLength: 3 }),
    day: someDays,
  })
  .map(({ charged, card, ...changes }) => {
    const receipt = changed(charged, card, changes);
    if (receipt === null) throw new Error('A charged order has a receipt');
    return receipt;
  });

/** A receipt as it goes out: a rental that ended with a charge, with its card or without, corrected or not. */
export const receiptContents: fc.Arbitrary<ReceiptContent> = fc
  .record({
    order: orderIds,
    receipt: receipts,
    payment: fc.constantFrom('pending' as const, 'succeeded' as const, 'failed' as const, 'refunded' as const),
  })
  .map(({ order, receipt, payment }) => ({
    kind: 'receipt',
    order,
    receipt,
    payment,
    refunded: payment === 'refunded' ? receipt.net : null,
  }));

/** One of the corrections of a receipt. */
export const correctionContents: fc.Arbitrary<CorrectionContent> = receiptContents
  .filter(({ receipt }) => receipt.corrections.length > 0)
  .chain((content) =>
    fc
      .constantFrom(...content.receipt.corrections)
      .map((correction) => ({ ...content, kind: 'receipt-corrected' as const, correction })),
  );

const kept: fc.Arbitrary<Kept> = fc.record({
  category: fc.constantFrom<Category>(...categories),
  records: fc.nat(20),
  rule: fc.constantFrom('keep-under-hold' as const, 'keep-open-rentals' as const, 'keep-bookkeeping' as const),
  basis: fc.constantFrom('contract' as const, 'legal-obligation' as const),
  until: fc.oneof(
    someDays.map((atMost) => ({ kind: 'settled' as const, atMost })),
    someDays.map((day) => ({ kind: 'day' as const, day })),
  ),
});

/** Letters of several scripts, spaces, and what means something to HTML. */
const line = fc
  .string({ unit: fc.constantFrom(...'abc XYZ äöß éñ Ωλ שלום مرحبا <>&"\'{}#-—€'), minLength: 1, maxLength: 60 })
  .map((text) => text.trim() || 'x');

/** Addresses in messages that do something: a record, and the proof that it was made here. No letters that make words. */
const links: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      'https://joos.example/u',
      'https://app.joos.example/undo',
      'https://api.joos.example/v1/contact-changes',
    ),
    fc.uuid(),
    fc.stringMatching(/^[0-9_-]{22}$/),
  )
  .map(([base, record, mac]) => `${base}/${record}.${mac}`);

/** Codes of either length for every purpose; an address beside it only where it confirms one. */
export const codeContents: fc.Arbitrary<Extract<MessageContent, { kind: 'code' }>> = fc
  .record({
    code: fc.stringMatching(/^(?:[0-9]{6}|[0-9]{8})$/),
    purpose: fc.constantFrom(...codePurposes),
    link: fc.option(links),
  })
  .map(({ code, purpose, link }) => ({
    kind: 'code',
    code,
    purpose,
    confirmUrl: purpose === 'confirm-email' ? link : null,
  }));

/** A phone or an email that was changed or removed, with the address that undoes it or without one. */
export const changeContents: fc.Arbitrary<Extract<MessageContent, { kind: 'contact-changed' }>> = fc.record({
  kind: fc.constant('contact-changed' as const),
  what: fc.constantFrom('phone' as const, 'email' as const),
  how: fc.constantFrom('added' as const, 'changed' as const),
  undoUrl: fc.option(links),
  undoUntil: fc
    .date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => Instant.ofEpochMs(date.getTime())._unsafeUnwrap()),
});

/** Messages of every kind. */
export const contents: fc.Arbitrary<MessageContent> = fc.oneof(
  receiptContents,
  correctionContents,
  fc.record({
    kind: fc.constant('payment-failed' as const),
    order: orderIds,
    amount: amounts,
    card: maskedCards,
    reason: someDeclineReasons,
    nextTryOn: fc.option(someDays),
  }),
  fc.record({
    kind: fc.constant('payment-settled' as const),
    order: orderIds,
    amount: amounts,
    card: fc.option(maskedCards),
  }),
  fc.record({
    kind: fc.constantFrom('news' as const, 'newsletter' as const),
    text: fc.record({
      title: line,
      paragraphs: fc.array(line, { minLength: 1, maxLength: 4 }),
      action: fc.option(fc.record({ label: line, url: fc.webUrl({ validSchemes: ['https'] }) })),
    }),
  }),
  fc.record({
    kind: fc.constant('address-suppressed' as const),
    subject: subjectIds,
    reason: fc.constantFrom('bounced' as const, 'complained' as const),
    purposes: fc.subarray(
      contactPurposes.map(({ purpose }) => purpose),
      { minLength: 1 },
    ),
  }),
  fc.record({
    kind: fc.constant('payment-disputed' as const),
    payment: paymentIds,
    order: orderIds,
    amount: amounts,
    heldUntil: fc.option(someDays),
  }),
  fc.constant({ kind: 'email-confirmed' as const }),
  fc.record({
    kind: fc.constant('request-extended' as const),
    right: fc.constantFrom(...dataSubjectRights),
    receivedOn: someDays,
    dueOn: someDays,
    reason: fc.constantFrom(...extensionReasons),
  }),
  someDays.map((standsUntil) => ({ kind: 'inactivity-warning' as const, standsUntil })),
  someCaseTexts.map((text) => ({ kind: 'support-message' as const, caseNumber, text })),
  codeContents,
  changeContents,
  fc.constant({ kind: 'login-changed' as const }),
  fc
    .record({ erasure: erasureIds, kept: fc.array(kept, { maxLength: 5 }) })
    .map((goodbye) => ({ kind: 'goodbye' as const, ...goodbye })),
);
