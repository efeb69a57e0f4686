import type { MailAttachment } from '../../application/ports/mailer.ts';
import type { MessageTemplates } from '../../application/ports/message-templates.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { ResultAsync } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import type { SampleName } from './samples/sample-names.ts';

/** A sample in every form that it has. */
export interface Preview {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly sms: string;
  /** Of receipts and corrections, where the templates make PDFs. */
  readonly pdf: MailAttachment | null;
}

/** What a message looks like, with invented content, in words that templates like those in use put it into. */
export function previewOf(
  sample: SampleName,
  language: Language,
  templates: MessageTemplates,
): ResultAsync<Preview, PortFailure> {
  // Loaded here alone, since whoever sends messages needs no samples.
  return ResultAsync.fromPromise(import('./samples/samples.ts'), (cause) =>
    portFailure('MessageTemplates', false, cause),
  ).andThen(({ sampleOf }) => {
    const { content, more } = sampleOf(sample, language);
    return templates.mail(content, language, more).map(({ subject, html, text, attachments }) => ({
      subject,
      html,
      text,
      sms: templates.sms(content, language),
      pdf: attachments[0] ?? null,
    }));
  });
}
