import type { MessageContent } from '../../application/ports/message-content.ts';
import type { MailExtras } from '../../application/ports/message-templates.ts';
import { showMasked } from '../../domain/card/masked-card.ts';
import { audienceOf } from '../../domain/notice/notice.ts';
import { declines } from '../../domain/payment/decline-reason.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Language } from '../../domain/user/language.ts';
import { codeParts, contactChangedParts, loginChangedParts } from './compose-account.ts';
import { correctionParts, receiptParts } from './compose-receipt.ts';
import { type Formats, formatsFor } from './format.ts';
import { isolatedName, oneLine } from './isolated-name.ts';
import type { DocumentTable, MessageDocument } from './message-document.ts';
import { phrasesIn, type Say } from './phrases.ts';
import { contactUrl, type Sender } from './sender.ts';

/** What sets a message apart; all else of a document is empty or the same in each. */
type Parts = Pick<MessageDocument, 'title' | 'paragraphs'> &
  Partial<Pick<MessageDocument, 'day' | 'highlight' | 'tables' | 'action' | 'closing' | 'unsubscribe'>>;

/** What a message says, before it takes a form. */
export function compose(
  content: MessageContent,
  language: Language,
  sender: Sender,
  { name, unsubscribeUrl }: MailExtras,
): MessageDocument {
  const say = phrasesIn(language);
  const { title, ...parts } = partsOf(content, say, formatsFor(language, sender.timeZone), sender, unsubscribeUrl);
  const toSupport = isToSupport(content.kind);
  return {
    language,
    title: oneLine(title),
    day: null,
    greeting: toSupport ? null : name === null ? say('greeting.plain') : say('greeting', { name: isolatedName(name) }),
    highlight: null,
    tables: [],
    action: null,
    closing: [],
    help: toSupport ? null : { sentence: say('footer.help'), contact: sender.support, url: contactUrl(sender.support) },
    footer: sender.issuer,
    unsubscribe: null,
    ...parts,
  };
}

/** Codes and the goodbye go to a person, and are no notices. */
function isToSupport(kind: MessageContent['kind']): boolean {
  return kind !== 'code' && kind !== 'goodbye' && audienceOf[kind].to === 'support';
}

function partsOf(
  content: MessageContent,
  say: Say,
  format: Formats,
  sender: Sender,
  unsubscribeUrl: string | null,
): Parts {
  switch (content.kind) {
    case 'code':
      return codeParts(content, say, sender);
    case 'contact-changed':
      return contactChangedParts(content, say, format, sender);
    case 'login-changed':
      return loginChangedParts(say, sender);
    case 'support-message':
      return {
        title: say('support-message.title', { case: content.caseNumber }),
        paragraphs: [
          ...content.text.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ').trim()),
          say('support-message.answer', { case: content.caseNumber }),
        ],
      };
    case 'email-confirmed':
      return { title: say('email-confirmed.title'), paragraphs: [say('email-confirmed.sentence')] };
    case 'inactivity-warning': {
      const day = format.day(content.standsUntil);
      return {
        title: say('inactivity-warning.title'),
        paragraphs: [
          say('inactivity-warning.sentence', { day }),
          say('inactivity-warning.advice', { day }),
          say('inactivity-warning.after'),
        ],
      };
    }
    case 'request-extended': {
      const right = say(`request-extended.right.${content.right}`);
      return {
        title: say('request-extended.title'),
        paragraphs: [
          say('request-extended.sentence', { right, received: format.day(content.receivedOn) }),
          `${say(`request-extended.reason.${content.reason}`)} ${say('request-extended.until', { due: format.day(content.dueOn) })}`,
          say('request-extended.complaint'),
        ],
      };
    }
    case 'payment-failed': {
      const { amount, card, reason, nextTryOn } = content;
      return {
        title: say('payment-failed.title'),
        paragraphs: [
          `${say('payment-failed.sentence', { amount: format.money(amount), card: showMasked(card) })} ${say(`payment-failed.reason.${reason}`)}`,
          nextTryOn === null
            ? say('payment-failed.no-next-try')
            : say('payment-failed.next-try', { day: format.day(nextTryOn) }),
          say(`payment-failed.advice.${declines[reason].advice}`, { support: sender.support }),
        ],
        action: { label: say('payment-failed.action'), url: sender.paymentDetailsUrl },
      };
    }
    case 'payment-settled':
      return {
        title: say('payment-settled.title'),
        paragraphs: [
          say('payment-settled.sentence', { amount: format.money(content.amount) }),
          ...(content.card === null ? [] : [say('payment-settled.card', { card: showMasked(content.card) })]),
          say('payment-settled.thanks'),
        ],
      };
    case 'receipt':
      return receiptParts(content, { say, format, sender });
    case 'receipt-corrected':
      return correctionParts(content, { say, format, sender });
    case 'news':
    case 'newsletter':
      return {
        ...content.text,
        unsubscribe: {
          reason: say(`unsubscribe.${content.kind}`),
          link: unsubscribeUrl === null ? null : { label: say('unsubscribe.link'), url: unsubscribeUrl },
        },
      };
    case 'address-suppressed':
      return suppressed(content, say, format);
    case 'payment-disputed':
      return {
        title: say('payment-disputed.title'),
        paragraphs: [
          `${say('payment-disputed.sentence', { amount: format.money(content.amount) })} ${
            content.heldUntil === null
              ? say('payment-disputed.not-held')
              : say('payment-disputed.held', { day: format.day(content.heldUntil) })
          }`,
          say('payment-disputed.advice'),
        ],
        tables: [
          {
            caption: null,
            rows: [
              { label: say('payment-disputed.payment'), value: content.payment },
              { label: say('payment-disputed.order'), value: content.order },
              { label: say('payment-disputed.amount'), value: format.money(content.amount), whole: true },
            ],
          },
        ],
      };
    case 'goodbye':
      return {
        title: say('goodbye.title'),
        paragraphs: [
          say('goodbye.sentence'),
          ...(content.kept.length === 0 ? [say('goodbye.nothing-kept')] : []),
          say('goodbye.reference', { erasure: content.erasure }),
        ],
        tables: content.kept.length === 0 ? [] : [keptTable(content.kept, say, format)],
      };
    default:
      return unreachable(content satisfies never);
  }
}

function suppressed(
  { subject, reason, purposes }: Extract<MessageContent, { readonly kind: 'address-suppressed' }>,
  say: Say,
  format: Formats,
): Parts {
  const list = format.list(purposes.map((purpose) => say(`address-suppressed.purpose.${purpose}`)));
  return {
    title: say('address-suppressed.title'),
    paragraphs: [
      `${say(`address-suppressed.reason.${reason}`)} ${say('address-suppressed.stopped', { purposes: purposes.length, list })}`,
      say(`address-suppressed.advice.${reason}`),
    ],
    tables: [{ caption: null, rows: [{ label: say('address-suppressed.person'), value: subject }] }],
  };
}

function keptTable(
  kept: Extract<MessageContent, { readonly kind: 'goodbye' }>['kept'],
  say: Say,
  format: Formats,
): DocumentTable {
  return {
    caption: say('goodbye.caption'),
    rows: kept.map(({ category, rule, until }) => ({
      label: say(rule === 'keep-under-hold' ? `goodbye.held.${category}` : `goodbye.kept.${category}`),
      value:
        until.kind === 'settled'
          ? say('goodbye.until-settled', { day: format.day(until.atMost) })
          : say(rule === 'keep-under-hold' ? 'goodbye.until-hold-ends' : 'goodbye.until-day', {
              day: format.day(until.day),
            }),
    })),
  };
}
