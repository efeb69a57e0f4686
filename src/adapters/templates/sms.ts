import type { MessageContent } from '../../application/ports/message-content.ts';
import { originBoundCode } from '../../domain/notice/origin-bound-code.ts';
import type { Money } from '../../domain/order/money.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Language } from '../../domain/user/language.ts';
import type { CodePurpose } from '../../domain/verification/challenge.ts';
import { compose } from './compose.ts';
import { changeOf, codeMinutes } from './compose-account.ts';
import { formatsFor } from './format.ts';
import { phrasesIn } from './phrases.ts';
import type { Sender } from './sender.ts';

/**
 * A message as a text message, in the letters of the GSM alphabet, so that it takes one segment, or two where it holds a long
 * address. The dots of a masked card are not among them: the 4 digits stand alone.
 */
export function shortText(content: MessageContent, language: Language, sender: Sender): string {
  const say = phrasesIn(language);
  const format = formatsFor(language, sender.timeZone);
  // The spaces that keep an amount together are in no alphabet of phones; the signs of our currencies are.
  const money = (amount: Money): string => format.money(amount).replace(/[\u00a0\u202f]/g, ' ');
  switch (content.kind) {
    case 'code': {
      const sentence = codeSentence(content.code, content.purpose, language);
      const origin = sender.codeOrigin ?? null;
      return origin === null ? sentence : originBoundCode({ code: content.code, sentence, origin }).unwrapOr(sentence);
    }
    case 'contact-changed': {
      const { undoUrl } = content;
      const values = { change: changeOf(content), time: format.dateTime(content.undoUntil) };
      // With an address it takes two segments: it names a record and proves that it was made here.
      return undoUrl === null
        ? say('contact-changed.sms-ask-support', { ...values, support: sender.support })
        : say('contact-changed.sms', { ...values, url: undoUrl });
    }
    case 'login-changed':
      return say('login-changed.sms', { support: sender.support });
    case 'inactivity-warning':
      return say('inactivity-warning.sms', { day: format.day(content.standsUntil) });
    case 'support-message':
      // As long as it is: what staff writes is not cut.
      return say('support-message.sms', { case: content.caseNumber, text: content.text.replace(/\s+/g, ' ') });
    case 'request-extended':
      return say('request-extended.sms', { due: format.day(content.dueOn) });
    case 'payment-failed': {
      const { nextTryOn, card } = content;
      const values = { amount: money(content.amount), last4: card.last4, url: sender.paymentDetailsUrl };
      return nextTryOn === null
        ? say('payment-failed.sms', values)
        : say('payment-failed.sms-next-try', { ...values, day: format.shortDay(nextTryOn) });
    }
    case 'payment-settled':
      return say('payment-settled.sms', { amount: money(content.amount) });
    case 'receipt':
      return say('receipt.sms', { number: content.receipt.number, gross: money(content.receipt.gross) });
    case 'receipt-corrected':
      return say('receipt-corrected.sms', { corrects: content.receipt.number, number: content.correction.number });
    case 'goodbye':
      return say('goodbye.sms', { erasure: content.erasure });
    // These go by mail alone. Whoever sends one by text message all the same says what it is about.
    case 'email-confirmed':
    case 'news':
    case 'newsletter':
    case 'address-suppressed':
    case 'payment-disputed':
      return compose(content, language, sender, { name: null, unsubscribeUrl: null }).title;
    default:
      return unreachable(content satisfies never);
  }
}

/**
 * What a text message says of a code, before the line for phones: 78 characters at most with a code of 8 digits, so that an
 * origin of 70 has room beside it.
 */
export function codeSentence(code: string, purpose: CodePurpose, language: Language): string {
  return phrasesIn(language)(`code.sms.${purpose}`, { code, minutes: codeMinutes });
}
