import type { ResultAsync } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import type { Username } from '../../domain/user/username.ts';
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

/** What a mail says beside its content. */
export interface MailExtras {
  /** The username that the person chose, for the greeting; null where there is none, or the purpose does not reach it. */
  readonly name: Username | null;
  /** Shown in the footer of news and newsletters; see `Mail.unsubscribeUrl`. */
  readonly unsubscribeUrl: string | null;
}

/** Puts messages into words. */
export interface MessageTemplates {
  /** As a mail; the greeting has a name where one is given. */
  mail(content: MessageContent, language: Language, more?: MailExtras): ResultAsync<RenderedMail, PortFailure>;
  /** As a text message. */
  sms(content: MessageContent, language: Language): string;
}
