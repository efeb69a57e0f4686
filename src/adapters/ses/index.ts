import {
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import type { Mail, Mailer } from '../../application/ports/mailer.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { longestCallMs } from '../../domain/notice/notice.ts';
import { ResultAsync } from '../../domain/result.ts';

/** How to reach Amazon SES v2. */
export interface SesOptions {
  /** The verified sender, such as `Joos <service@mail.example>`. */
  readonly from: string;
  /** Where the mails are processed; the policy's own region by default (POLICY.md C18). */
  readonly region?: string;
  /** Another endpoint than Amazon's, for tests. */
  readonly endpoint?: string;
  /** A configuration set of the account, for bounce and complaint events. */
  readonly configurationSet?: string;
  /** How long an answer may take, in milliseconds; 10 s by default, 12 s at most (see `longestCallMs`). */
  readonly timeoutMs?: number;
}

const connectionTimeoutMs = 3_000;

/**
 * A mailer by Amazon SES v2. It asks once a mail and leaves repetition to the outbox: SES has no idempotency token, so a
 * repetition inside the client would double mails unseen. Every mail is tagged with its message id and its topic.
 *
 * Throttling, time-outs and server errors are retryable; a refused message or an unverified sender is not.
 */
export function sesMailer(options: SesOptions): Mailer & {
  /** Ends the connections that are kept open between mails, so that the process of the host can end. */
  close(): void;
} {
  const client = new SESv2Client({
    region: options.region ?? 'eu-central-1',
    maxAttempts: 1,
    // Without `throwOnRequestTimeout` the client would only warn, and wait for as long as the other side likes.
    requestHandler: {
      requestTimeout: Math.min(options.timeoutMs ?? 10_000, longestCallMs - connectionTimeoutMs),
      throwOnRequestTimeout: true,
      connectionTimeout: connectionTimeoutMs,
    },
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
  });
  return {
    send: (mail) => ResultAsync.fromPromise(client.send(command(options, mail)), failure).map(() => undefined),
    close: () => client.destroy(),
  };
}

function command(options: SesOptions, mail: Mail): SendEmailCommand {
  const input: SendEmailCommandInput = {
    FromEmailAddress: options.from,
    Destination: { ToAddresses: [mail.to] },
    Content: {
      Simple: {
        Subject: { Data: singleLine(mail.subject), Charset: 'UTF-8' },
        Body: {
          Html: { Data: mail.html, Charset: 'UTF-8' },
          Text: { Data: mail.text, Charset: 'UTF-8' },
        },
        Attachments: mail.attachments.map((attachment) => ({
          FileName: attachment.fileName,
          RawContent: attachment.content,
          ContentType: attachment.mediaType,
          ContentDisposition: 'ATTACHMENT' as const,
          ContentTransferEncoding: 'BASE64' as const,
        })),
      },
    },
    EmailTags: [
      { Name: 'message', Value: mail.messageId },
      { Name: 'about', Value: mail.about },
    ],
    ...(options.configurationSet === undefined ? {} : { ConfigurationSetName: options.configurationSet }),
  };
  return new SendEmailCommand(input);
}

/** A header is one line: everything that some reader takes for a line break becomes a space. */
function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Answers that no repetition mends. */
const refusals: ReadonlySet<string> = new Set([
  'MessageRejected',
  'BadRequestException',
  'MailFromDomainNotVerifiedException',
  'AccountSuspendedException',
  'SendingPausedException',
  'NotFoundException',
]);

/** The message itself is refused, under whatever name: it cannot be read, is too large, or names what is not there. */
const refusedStatuses: ReadonlySet<number> = new Set([400, 404, 413, 422]);
/** Answers of a status such as 400 that say: later. */
const throttled: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'ThrottlingException',
]);

function failure(cause: unknown): PortFailure {
  if (!(cause instanceof SESv2ServiceException)) return portFailure('Mailer', true, cause);
  const refused =
    refusals.has(cause.name) ||
    (refusedStatuses.has(cause.$metadata.httpStatusCode ?? 0) && !throttled.has(cause.name));
  return portFailure('Mailer', !refused, cause);
}
