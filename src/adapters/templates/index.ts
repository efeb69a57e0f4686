import type { MailAttachment } from '../../application/ports/mailer.ts';
import type { MessageContent } from '../../application/ports/message-content.ts';
import type { MessageTemplates } from '../../application/ports/message-templates.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { originBoundCode } from '../../domain/notice/origin-bound-code.ts';
import { ResultAsync } from '../../domain/result.ts';
import { languages } from '../../domain/user/language.ts';
import { type CodeDigits, codePurposes } from '../../domain/verification/challenge.ts';
import { compose } from './compose.ts';
import { renderHtml } from './html.ts';
import type { MessageDocument } from './message-document.ts';
import type { Sender } from './sender.ts';
import { codeSentence, shortText } from './sms.ts';
import { renderText } from './text.ts';

export { galleryPage } from './gallery.ts';
export type { DocumentHelp, DocumentLink, DocumentRow, DocumentTable, MessageDocument } from './message-document.ts';
export { type Preview, previewOf } from './preview.ts';
export { channelsOf, isSampleName, type SampleName, sampleNames, sampleSender } from './samples/sample-names.ts';
export type { Sender } from './sender.ts';

/** How messages are put into words. */
export interface TemplateOptions extends Sender {
  /** Makes the PDF that goes with a receipt; without it receipts go as HTML and text alone. */
  readonly pdf?: (document: MessageDocument) => Promise<Uint8Array>;
}

/**
 * Messages in English and German, as self-contained HTML, as text and, for receipts, as PDF, all of the same document.
 *
 * @throws A bug of whoever configures it: no text message of a code can end in a line for `codeOrigin`.
 */
export function messageTemplates(options: TemplateOptions): MessageTemplates {
  holdToCodeOrigin(options.codeOrigin ?? null);
  return {
    mail: (content, language, more = { name: null, unsubscribeUrl: null }) => {
      const document = compose(content, language, options, more);
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

const mostDigits: CodeDigits = 8;

/** Told when the core is opened, and not by codes that no phone fills in. */
function holdToCodeOrigin(origin: string | null): void {
  if (origin === null) return;
  const code = '0'.repeat(mostDigits);
  for (const language of languages) {
    for (const purpose of codePurposes) {
      const text = originBoundCode({ code, sentence: codeSentence(code, purpose, language), origin });
      if (text.isErr())
        throw new Error(`Codes cannot be bound to the origin of the configuration: ${text.error.reason}`);
    }
  }
}

/** A receipt goes as a file too. Whom it was sent to is no part of the record, so the file greets nobody. */
async function attachments(
  content: MessageContent,
  document: MessageDocument,
  { pdf }: TemplateOptions,
): Promise<readonly MailAttachment[]> {
  if ((content.kind !== 'receipt' && content.kind !== 'receipt-corrected') || pdf === undefined) return [];
  const { number } = content.kind === 'receipt' ? content.receipt : content.correction;
  const file = await pdf({ ...document, greeting: null });
  return [{ fileName: `${number}.pdf`, mediaType: 'application/pdf', content: file }];
}
