import type { MessageContent } from '../../application/ports/message-content.ts';
import { showMasked } from '../../domain/card/masked-card.ts';
import type { Day } from '../../domain/instant.ts';
import { Money } from '../../domain/order/money.ts';
import type { BookkeepingReceipt, Receipt } from '../../domain/order/receipt.ts';
import { standingOf } from '../../domain/order/receipt-correction.ts';
import type { Formats } from './format.ts';
import type { DocumentRow, DocumentTable, MessageDocument } from './message-document.ts';
import type { Say } from './phrases.ts';
import type { Sender } from './sender.ts';

type ReceiptContent = Extract<MessageContent, { readonly kind: 'receipt' | 'receipt-corrected' }>;
type CorrectionContent = Extract<MessageContent, { readonly kind: 'receipt-corrected' }>;
type Parts = Pick<MessageDocument, 'title' | 'paragraphs' | 'tables' | 'closing'> & { readonly day: Day };

/** What a receipt is put into words with. */
export interface ReceiptWriting {
  readonly say: Say;
  readonly format: Formats;
  readonly sender: Sender;
}

/** A receipt with all that the law and the person want on it (German UStG § 14(4); POLICY.md C11). */
export function receiptParts(
  content: Extract<ReceiptContent, { readonly kind: 'receipt' }>,
  writing: ReceiptWriting,
): Parts {
  const { receipt } = content;
  const { say, format } = writing;
  return {
    day: receipt.day,
    title: say('receipt.title', { number: receipt.number }),
    paragraphs: [say('receipt.thanks')],
    tables: [
      {
        caption: null,
        rows: [
          figure(say('receipt.number'), receipt.number),
          figure(say('receipt.date'), format.day(receipt.day)),
          ...rentalRows(receipt, writing),
        ],
      },
      {
        caption: say('receipt.charges'),
        rows: [...itemRows(receipt, writing), ...sumRows(receipt, [receipt], writing)],
      },
      ...standing(receipt, writing),
      payment(content, writing),
    ],
    closing: [help(receipt, writing)],
  };
}

/** A correction: a document of its own that names its receipt and says what both come to (German UStDV § 31(5)). */
export function correctionParts(content: CorrectionContent, writing: ReceiptWriting): Parts {
  const { receipt, correction } = content;
  const { say, format } = writing;
  return {
    day: correction.day,
    title: say('receipt-corrected.title', { number: correction.number, corrects: receipt.number }),
    paragraphs: [
      `${say('receipt-corrected.sentence', { corrects: receipt.number, day: format.day(receipt.day) })} ${whatChanged(content, writing)}`,
      say('receipt-corrected.why-new'),
      inTheEnd(content, writing),
    ],
    tables: [
      {
        caption: null,
        rows: [
          figure(say('receipt-corrected.number'), correction.number),
          figure(say('receipt.date'), format.day(correction.day)),
          {
            label: say('receipt-corrected.corrects'),
            value: say('receipt-corrected.corrects-receipt', { number: receipt.number, day: format.day(receipt.day) }),
          },
          ...rentalRows(receipt, writing),
        ],
      },
      {
        caption: say('receipt-corrected.changes'),
        rows: [...itemRows(correction, writing), ...sumRows(correction, [correction], writing)],
      },
      ...standing(receipt, writing),
      payment(content, writing),
    ],
    closing: [help(correction, writing)],
  };
}

function whatChanged({ receipt, correction }: CorrectionContent, { say, format }: ReceiptWriting): string {
  const { correctedEnd } = receipt;
  const refundAlone = correction.items.every((item) => item.kind === 'refund');
  return correctedEnd === null || refundAlone
    ? say('receipt-corrected.refund', { amount: format.money(takenOff(correction.gross)) })
    : say('receipt-corrected.new-end', {
        station: correctedEnd.returnedTo,
        time: format.dateTime(correctedEnd.endedAt),
      });
}

/** What was paid goes back; what was not is owed by so much less. */
function inTheEnd({ receipt, payment: state }: CorrectionContent, { say, format }: ReceiptWriting): string {
  const { gross } = standingOf(receipt, receipt.corrections);
  const paid = state === 'succeeded' || state === 'refunded';
  return say('receipt-corrected.in-the-end', {
    state: paid ? 'paid' : Money.isPositive(gross) ? 'owed' : 'nothing',
    amount: format.money(gross),
  });
}

function rentalRows(receipt: Receipt, { say, format }: ReceiptWriting): readonly DocumentRow[] {
  const { correctedEnd } = receipt;
  const at = (station: string | null, time: string): string => (station === null ? time : `${station}, ${time}`);
  return [
    { label: say('receipt.rented'), value: at(receipt.rentedFrom, format.dateTime(receipt.startedAt)) },
    {
      label: say(receipt.returnedTo === null ? 'receipt.lost' : 'receipt.returned'),
      value: at(receipt.returnedTo, format.dateTime(receipt.endedAt)),
    },
    ...(correctedEnd === null
      ? []
      : [
          {
            label: say('receipt.corrected-end'),
            value: at(correctedEnd.returnedTo, format.dateTime(correctedEnd.endedAt)),
          },
        ]),
  ];
}

function itemRows({ items }: BookkeepingReceipt, { say, format }: ReceiptWriting): readonly DocumentRow[] {
  return items.flatMap(({ kind, quantity, unitPrice, capDiscount }): readonly DocumentRow[] => [
    figure(
      say(`receipt.item.${kind}`, { quantity, price: format.money(unitPrice) }),
      format.money(Money.multiply(unitPrice, quantity)),
    ),
    ...(Money.isZero(capDiscount) ? [] : [figure(say('receipt.cap-discount'), format.money(capDiscount))]),
  ]);
}

/** Net, the VAT of each rate, and the sum of both. */
function sumRows(
  { net, gross }: Pick<BookkeepingReceipt, 'net' | 'gross'>,
  receipts: readonly BookkeepingReceipt[],
  { say, format }: ReceiptWriting,
  label: 'receipt.gross' | 'receipt.standing' = 'receipt.gross',
): readonly DocumentRow[] {
  return [
    figure(say('receipt.net'), format.money(net)),
    ...vatByRate(receipts).map(({ vatPercent, net: taxed, vat }) =>
      figure(say('receipt.vat', { percent: format.percent(vatPercent), net: format.money(taxed) }), format.money(vat)),
    ),
    { label: say(label), value: format.money(gross), sum: true },
  ];
}

type VatOfRate = Pick<BookkeepingReceipt, 'vatPercent' | 'net' | 'vat'>;

/** One entry a rate, in the order in which the receipts name them (German UStG § 14(4) no. 7 and 8). */
function vatByRate(receipts: readonly BookkeepingReceipt[]): readonly VatOfRate[] {
  const rates = new Map<number, VatOfRate>();
  for (const { vatPercent, net, vat } of receipts) {
    const sum = rates.get(vatPercent);
    rates.set(vatPercent, {
      vatPercent,
      net: sum === undefined ? net : Money.add(sum.net, net),
      vat: sum === undefined ? vat : Money.add(sum.vat, vat),
    });
  }
  return [...rates.values()];
}

/** The receipt and its corrections, and what they come to together; nothing where there is no correction. */
function standing(receipt: Receipt, writing: ReceiptWriting): readonly DocumentTable[] {
  const { corrections } = receipt;
  if (corrections.length === 0) return [];
  const { say, format } = writing;
  const line = ({ number, day }: BookkeepingReceipt) => ({ number, day: format.day(day) });
  return [
    {
      caption: say('receipt.together', { corrections: corrections.length }),
      rows: [
        figure(say('receipt.line', line(receipt)), format.money(receipt.gross)),
        ...corrections.map((correction) =>
          figure(say('receipt.correction-line', line(correction)), format.money(correction.gross)),
        ),
        ...sumRows(standingOf(receipt, corrections), [receipt, ...corrections], writing, 'receipt.standing'),
      ],
    },
  ];
}

function payment(
  { receipt, payment: state, refunded }: ReceiptContent,
  { say, format, sender }: ReceiptWriting,
): DocumentTable {
  return {
    caption: null,
    rows: [
      ...(receipt.card === null ? [] : [figure(say('receipt.card'), showMasked(receipt.card))]),
      { label: say('receipt.payment'), value: say(`receipt.payment.${state}`) },
      ...(refunded === null ? [] : [figure(say('receipt.refunded'), format.money(refunded))]),
      {
        label: say('receipt.issuer'),
        value: `${sender.issuer.join(', ')}, ${say('receipt.vat-id', { vatId: sender.vatId })}`,
      },
    ],
  };
}

function help({ number }: BookkeepingReceipt, { say, sender }: ReceiptWriting): string {
  return say('receipt.help', { support: sender.support, number });
}

/** How much less, as an amount without sign. */
function takenOff(gross: Money): Money {
  return Money.subtract(Money.zero(gross.currency), gross);
}

/** A row whose value no line breaks apart. */
function figure(label: string, value: string): DocumentRow {
  return { label, value, whole: true };
}
