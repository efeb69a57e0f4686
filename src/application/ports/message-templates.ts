import type { ResultAsync } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import type { MailAttachment } from './mailer.ts';
import type { MessageContent } from './message-content.ts';
import type { PortFailure } from './port-failure.ts';

/** A mail put into words, in HTML and plain text, before it has a recipient. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
}

/** Puts messages into words. */
export interface MessageTemplates {
  /** As a mail. */
  mail(content: MessageContent, language: Language): ResultAsync<RenderedMail, PortFailure>;
  /** As a text message. */
  sms(content: MessageContent, language: Language): string;
}
