import type { Placed } from '../../domain/residency/residency.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { MessageContent } from './message-content.ts';
import type { PortFailure } from './port-failure.ts';

/** A file that goes with a mail. */
export interface MailAttachment {
  /** ASCII letters, digits, dots and hyphens. */
  readonly fileName: string;
  readonly mediaType: 'application/pdf' | 'application/json';
  readonly content: Uint8Array;
}

/** A rendered mail to one person. */
export interface Mail {
  /** Names the message towards the provider and in files; says nothing of the person. */
  readonly messageId: string;
  /** What the mail is about, as a word of a closed list: names files and tags at the provider. */
  readonly about: MessageContent['kind'];
  readonly to: EmailAddress;
  readonly language: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
  /**
   * The https address that takes the person off this kind of mail with one POST (RFC 8058): of news and newsletters, and of
   * nothing else. It becomes the headers `List-Unsubscribe` and `List-Unsubscribe-Post`.
   */
  readonly unsubscribeUrl: string | null;
}

/** Hands mails to a provider. */
export interface Mailer extends Placed {
  /**
   * Resolves once the provider took the mail. A failure that is not retryable is one that no repetition mends; one that is
   * says by its reason whether the mail may have gone out: `throttled` and `not-reached` if it has not, else `unclear`.
   */
  send(mail: Mail): ResultAsync<void, PortFailure>;
}
