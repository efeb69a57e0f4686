import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import {
  encodedWords,
  isWellNamed,
  type Sender,
  senderOf,
  subjectLine,
  unsubscribeHeaders,
} from '../../application/ports/mail-headers.ts';
import type { Mail, Mailer } from '../../application/ports/mailer.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { demandRegion } from '../../application/ports/region-guard.ts';
import { longestCallMs } from '../../domain/notice/notice.ts';
import { inRegionOf } from '../../domain/residency/residency.ts';
import { errAsync, ResultAsync } from '../../domain/result.ts';
import { sesFailure } from './ses-failure.ts';

export { type FetchOnce, type SesEventsOptions, sesEvents } from './ses-events.ts';

/** How to reach Amazon SES v2. */
export interface SesOptions {
  /** The verified sender, such as `Joos <service@mail.example>`. */
  readonly from: string;
  /** Where the mails are processed; the policy's own region by default (POLICY.md C18). */
  readonly region?: string;
  /** Another endpoint than Amazon's, for tests. */
  readonly endpoint?: string;
  /** A configuration set of the account, for bounce and complaint events (see {@link sesEvents}). */
  readonly configurationSet?: string;
  /** How long an answer may take, in milliseconds; 10 s by default, 12 s at most (see `longestCallMs`). */
  readonly timeoutMs?: number;
}

const connectionTimeoutMs = 3_000;

/**
 * A mailer by Amazon SES v2. It asks once a mail and leaves repetition to the outbox: SES has no idempotency token, so a
 * repetition inside the client would double mails unseen. Every mail is tagged with its message id and its topic.
 *
 * A refused message or an unverified sender is refused for good. All else is retryable: `throttled` where SES asks for less,
 * `not-reached` where no connection came about or the request was turned away, `unclear` after a time-out or a server error.
 *
 * Throws a `TypeError` on a sender that cannot be meant.
 */
export function sesMailer(options: SesOptions): Mailer & {
  /** Ends the connections that are kept open between mails, so that the process of the host can end. */
  close(): void;
} {
  const from = mailbox(senderOf(options.from));
  const timeoutMs = Math.min(options.timeoutMs ?? 10_000, longestCallMs - connectionTimeoutMs);
  const region = options.region ?? 'eu-central-1';
  const endpointHost = options.endpoint === undefined ? null : new URL(options.endpoint).hostname;
  const client = new SESv2Client({
    region,
    maxAttempts: 1,
    // Without `throwOnRequestTimeout` the client would only warn, and wait for as long as the other side likes.
    requestHandler: {
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      connectionTimeout: connectionTimeoutMs,
    },
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
  });
  // The SDK takes endpoints from the environment and from profiles too, and asks nobody which region they are of.
  client.middlewareStack.add(
    (next) => (call) => {
      demandRegion(call.request, region, endpointHost);
      return next(call);
    },
    { step: 'finalizeRequest', name: 'joosStaysInRegion' },
  );
  return {
    residency: [inRegionOf('aws', region, endpointHost)],
    send: (mail) => {
      if (!isWellNamed(mail)) {
        return errAsync(portFailure('Mailer', false, new TypeError('A name in the mail is none')));
      }
      // The time-outs of the client end when the headers are there; the signal ends a body that trickles in, too.
      const abortSignal = AbortSignal.timeout(timeoutMs);
      const asked = client.send(command(from, options.configurationSet, mail), { abortSignal });
      return ResultAsync.fromPromise(asked, sesFailure).map(() => undefined);
    },
    close: () => client.destroy(),
  };
}

function command(from: string, configurationSet: string | undefined, mail: Mail): SendEmailCommand {
  const headers = unsubscribeHeaders(mail);
  const input: SendEmailCommandInput = {
    FromEmailAddress: from,
    Destination: { ToAddresses: [mail.to] },
    Content: {
      Simple: {
        Subject: { Data: subjectLine(mail.subject), Charset: 'UTF-8' },
        Body: {
          // Half a character pair has no form in UTF-8, and SES would refuse the mail for it.
          Html: { Data: mail.html.toWellFormed(), Charset: 'UTF-8' },
          Text: { Data: mail.text.toWellFormed(), Charset: 'UTF-8' },
        },
        Attachments: mail.attachments.map((attachment) => ({
          FileName: attachment.fileName,
          RawContent: attachment.content,
          ContentType: attachment.mediaType,
          ContentDisposition: 'ATTACHMENT' as const,
          ContentTransferEncoding: 'BASE64' as const,
        })),
        ...(headers.length === 0 ? {} : { Headers: headers.map(([Name, Value]) => ({ Name, Value })) }),
      },
    },
    EmailTags: [
      { Name: 'message', Value: mail.messageId },
      { Name: 'about', Value: mail.about },
    ],
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
  };
  return new SendEmailCommand(input);
}

/** SES encodes a subject, but takes a sender as it stands in the header. */
function mailbox({ name, address }: Sender): string {
  if (name === '') return address;
  const encoded = encodedWords(name);
  const shown = encoded === name && /[^A-Za-z0-9 ]/.test(name) ? `"${name}"` : encoded;
  return `${shown} <${address}>`;
}
