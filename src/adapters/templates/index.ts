import type { MailAttachment } from '../../application/ports/mailer.ts';
import type { MessageContent } from '../../application/ports/message-content.ts';
import type { MessageTemplates } from '../../application/ports/message-templates.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { showMasked } from '../../domain/card/masked-card.ts';
import { ResultAsync } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { Language } from '../../domain/user/language.ts';
import { compose, type Sender } from './compose.ts';
import { formatsFor } from './format.ts';
import { renderHtml } from './html.ts';
import type { MessageDocument } from './message-document.ts';
import { renderText } from './text.ts';
import { words } from './words.ts';

export type { Sender } from './compose.ts';
export type { DocumentRow, DocumentTable, MessageDocument } from './message-document.ts';

/** How messages are put into words. */
export interface TemplateOptions extends Sender {
  /** Makes the PDF that goes with a receipt; without it receipts go as HTML and text alone. */
  readonly pdf?: (document: MessageDocument) => Promise<Uint8Array>;
}

/** Messages in English and German, as self-contained HTML, as text and, for receipts, as PDF, all of the same document. */
export function messageTemplates(options: TemplateOptions): MessageTemplates {
  return {
    mail: (content, language) => {
      const document = compose(content, language, options);
      return ResultAsync.fromPromise(attachments(content, document, options), (cause) =>
        portFailure('MessageTemplates', false, cause),
      ).map((files) => ({
        subject: document.title,
        html: renderHtml(document),
        text: renderText(document),
        attachments: files,
      }));
    },
    sms: (content, language) => shortText(content, language, options),
  };
}

async function attachments(
  content: MessageContent,
  document: MessageDocument,
  options: TemplateOptions,
): Promise<readonly MailAttachment[]> {
  if (content.kind !== 'receipt' || options.pdf === undefined) {
    return [];
  }
  return [
    {
      fileName: `${content.receipt.number}.pdf`,
      mediaType: 'application/pdf',
      content: await options.pdf(document),
    },
  ];
}

function shortText(content: MessageContent, language: Language, sender: Sender): string {
  const say = words[language];
  const format = formatsFor(language, sender.timeZone);
  switch (content.kind) {
    case 'code':
      return say.code.sms(content.code);
    case 'email-confirmed':
      return say.emailConfirmed.title;
    case 'inactivity-warning':
      return say.inactivityWarning.sms(format.day(content.standsUntil));
    case 'request-extended':
      return say.requestExtended.sms(format.day(content.dueOn));
    case 'payment-failed':
      return say.paymentFailed.sms(format.money(content.amount), showMasked(content.card), sender.paymentDetailsUrl);
    case 'receipt':
      return say.receipt.sms(content.receipt.number, format.money(content.receipt.gross));
    case 'goodbye':
      return say.goodbye.sms(content.erasure);
    default:
      return unreachable(content);
  }
}
