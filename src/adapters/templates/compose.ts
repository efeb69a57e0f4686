import type { MessageContent } from '../../application/ports/message-content.ts';
import { showMasked } from '../../domain/card/masked-card.ts';
import type { Money } from '../../domain/order/money.ts';
import type { Receipt } from '../../domain/order/receipt.ts';
import { declines } from '../../domain/payment/decline-reason.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Language } from '../../domain/user/language.ts';
import { type Formats, formatsFor } from './format.ts';
import type { DocumentRow, MessageDocument } from './message-document.ts';
import { type Words, words } from './words.ts';

/** Who writes: what every message and receipt says of the company. */
export interface Sender {
  /** The company as the law wants it on a receipt, with its address, one part a line. */
  readonly issuer: readonly string[];
  readonly vatId: string;
  /** Where a person gets help: an address or a page. */
  readonly support: string;
  /** The page where payment details are changed. */
  readonly paymentDetailsUrl: string;
  /** IANA name, such as `Europe/Berlin`: times are shown in it. */
  readonly timeZone: string;
}

/** What a message says, before it takes a form. */
export function compose(content: MessageContent, language: Language, sender: Sender): MessageDocument {
  const say = words[language];
  const format = formatsFor(language, sender.timeZone);
  const frame = {
    language,
    tables: [],
    action: null,
    footer: [...sender.issuer, say.footerSupport(sender.support)],
  } as const;
  switch (content.kind) {
    case 'code':
      return { ...frame, title: say.code.title, paragraphs: [say.code.sentence(content.code), say.code.warning] };
    case 'email-confirmed':
      return { ...frame, title: say.emailConfirmed.title, paragraphs: [say.emailConfirmed.sentence] };
    case 'inactivity-warning': {
      const day = format.day(content.standsUntil);
      return {
        ...frame,
        title: say.inactivityWarning.title,
        paragraphs: [
          say.inactivityWarning.sentence(day),
          say.inactivityWarning.advice(day),
          say.inactivityWarning.after,
        ],
      };
    }
    case 'request-extended':
      return {
        ...frame,
        title: say.requestExtended.title,
        paragraphs: [
          say.requestExtended.sentence(say.requestExtended.rights[content.right], format.day(content.receivedOn)),
          `${say.requestExtended.reasons[content.reason]} ${say.requestExtended.until(format.day(content.dueOn))}`,
          say.requestExtended.complaint,
        ],
      };
    case 'payment-failed':
      return {
        ...frame,
        title: say.paymentFailed.title,
        paragraphs: [
          say.paymentFailed.sentence(format.money(content.amount), showMasked(content.card)),
          say.paymentFailed.reasons[content.reason],
          `${say.paymentFailed.advice[declines[content.reason].advice]} ${say.paymentFailed.noFee}`,
        ],
        action: { label: say.paymentFailed.action, url: sender.paymentDetailsUrl },
      };
    case 'receipt':
      return { ...frame, ...receiptDocument(content.receipt, content.payment, say, format, sender) };
    case 'goodbye':
      return {
        ...frame,
        title: say.goodbye.title,
        paragraphs: [
          say.goodbye.sentence,
          ...(content.kept.length === 0 ? [say.goodbye.nothingKept] : []),
          say.goodbye.reference(content.erasure),
        ],
        tables:
          content.kept.length === 0
            ? []
            : [
                {
                  caption: say.goodbye.keptCaption,
                  rows: content.kept.map((kept) => ({
                    label:
                      kept.rule === 'keep-under-hold'
                        ? say.goodbye.held[kept.category]
                        : say.goodbye.kept[kept.category],
                    value:
                      kept.rule === 'keep-under-hold' && kept.until.kind === 'day'
                        ? say.goodbye.untilHoldEnds(format.day(kept.until.day))
                        : kept.until.kind === 'day'
                          ? say.goodbye.untilDay(format.day(kept.until.day))
                          : say.goodbye.untilSettled(format.day(kept.until.atMost)),
                  })),
                },
              ],
      };
    default:
      return unreachable(content);
  }
}

function receiptDocument(
  receipt: Receipt,
  payment: 'pending' | 'succeeded' | 'failed' | 'refunded',
  say: Words,
  format: Formats,
  sender: Sender,
): Pick<MessageDocument, 'title' | 'paragraphs' | 'tables'> {
  const { receipt: text } = say;
  const lines = receipt.items.flatMap((item): readonly DocumentRow[] => [
    {
      label: text.itemLine(text.items[item.kind], item.quantity, format.money(item.unitPrice)),
      value: format.money(times(item.unitPrice, item.quantity)),
    },
    ...(item.capDiscount.amountMinor === 0 ? [] : [{ label: text.capDiscount, value: format.money(item.capDiscount) }]),
  ]);
  return {
    title: text.title(receipt.number),
    paragraphs: [text.thanks],
    tables: [
      {
        caption: null,
        rows: [
          { label: text.number, value: receipt.number },
          { label: text.date, value: format.day(receipt.day) },
          { label: text.rented, value: `${receipt.rentedFrom}, ${format.dateTime(receipt.startedAt)}` },
          receipt.returnedTo === null
            ? { label: text.lost, value: format.dateTime(receipt.endedAt) }
            : { label: text.returned, value: `${receipt.returnedTo}, ${format.dateTime(receipt.endedAt)}` },
        ],
      },
      {
        caption: text.charges,
        rows: [
          ...lines,
          { label: text.net, value: format.money(receipt.net) },
          { label: text.vat(format.percent(receipt.vatPercent)), value: format.money(receipt.vat) },
          { label: text.gross, value: format.money(receipt.gross), sum: true },
        ],
      },
      {
        caption: null,
        rows: [
          ...(receipt.card === null ? [] : [{ label: text.card, value: showMasked(receipt.card) }]),
          { label: text.paymentLabel, value: text.payment[payment] },
          { label: text.issuer, value: `${sender.issuer.join(', ')}, ${text.vatId(sender.vatId)}` },
        ],
      },
    ],
  };
}

function times(amount: Money, quantity: number): Money {
  return { amountMinor: amount.amountMinor * quantity, currency: amount.currency };
}
