import * as fc from 'fast-check';
import type { Sender } from '../../../src/adapters/templates/index.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import { type Category, categories } from '../../../src/domain/data-map/vocabulary.ts';
import type { Kept } from '../../../src/domain/deletion/erasure.ts';
import type { Day } from '../../../src/domain/instant.ts';
import { receiptOf } from '../../../src/domain/order/receipt.ts';
import { dataSubjectRights, extensionReasons } from '../../../src/domain/privacy-request/privacy-request.ts';
import { maskedCards } from '../../arbitraries/card.ts';
import { erasureIds, orderIds } from '../../arbitraries/ids.ts';
import { amountsIn, chargedOrders, knownCurrencies } from '../../arbitraries/order.ts';
import { someDeclineReasons } from '../../arbitraries/payment.ts';

export const sender: Sender = {
  issuer: ['Joos GmbH', 'Musterweg 1, 60311 Frankfurt am Main'],
  vatId: 'DE123456789',
  support: 'help@joos.example',
  paymentDetailsUrl: 'https://joos.example/cards',
  timeZone: 'Europe/Berlin',
};

/** A receipt as it goes out: a rental that ended with a charge, with its card or without. */
export const receiptContents: fc.Arbitrary<Extract<MessageContent, { kind: 'receipt' }>> = fc
  .record({
    charged: chargedOrders,
    card: fc.option(maskedCards),
    payment: fc.constantFrom('pending', 'succeeded', 'failed', 'refunded'),
  })
  .map(({ charged, card, payment }) => {
    const receipt = receiptOf({ ...charged, card });
    if (receipt === null) throw new Error('A charged order has a receipt');
    return { kind: 'receipt', order: charged.order.order, receipt, payment };
  });

const kept: fc.Arbitrary<Kept> = fc.record({
  category: fc.constantFrom<Category>(...categories),
  records: fc.nat(20),
  rule: fc.constantFrom('keep-under-hold' as const, 'keep-open-rentals' as const, 'keep-bookkeeping' as const),
  basis: fc.constantFrom('contract' as const, 'legal-obligation' as const),
  until: fc.oneof(
    fc.constant({ kind: 'settled' as const, atMost: '2029-12-31' as Day }), // sound: a day of the calendar
    fc.constant({ kind: 'day' as const, day: '2034-12-31' as Day }), // sound: a day of the calendar
  ),
});

/** Messages of every kind. */
export const contents: fc.Arbitrary<MessageContent> = fc.oneof(
  receiptContents,
  fc
    .record({
      order: orderIds,
      amount: knownCurrencies.chain((currency) => amountsIn(currency, 1, 9_999_999)),
      card: maskedCards,
      reason: someDeclineReasons,
    })
    .map((failed) => ({ kind: 'payment-failed' as const, ...failed })),
  fc.constant({ kind: 'email-confirmed' as const }),
  fc.record({
    kind: fc.constant('request-extended' as const),
    right: fc.constantFrom(...dataSubjectRights),
    receivedOn: fc.constant('2026-11-23' as Day), // sound: a day of the calendar
    dueOn: fc.constant('2027-02-23' as Day), // sound: a day of the calendar
    reason: fc.constantFrom(...extensionReasons),
  }),
  fc.constant({ kind: 'inactivity-warning' as const, standsUntil: '2028-11-23' as Day }), // sound: a day of the calendar
  fc.stringMatching(/^[0-9]{6}$/).map((code) => ({ kind: 'code' as const, code })),
  fc
    .record({ erasure: erasureIds, kept: fc.array(kept, { maxLength: 5 }) })
    .map((goodbye) => ({ kind: 'goodbye' as const, ...goodbye })),
);
