import { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
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
import { longestCallMs } from '../../domain/notice/notice.ts';
import { isLoopback } from '../../domain/residency/region.ts';
import { statedAt } from '../../domain/residency/residency.ts';
import { errAsync, ResultAsync } from '../../domain/result.ts';
import { smtpFailure } from './smtp-failure.ts';

/** How to reach a mail server that takes mails for others: a relay or a submission server. */
export interface SmtpOptions {
  readonly host: string;
  /**
   * Where the server is, such as `eu-central-1`, or null if it is in no one place. Only the operator knows; the core does not
   * open without a word of it, save for a server on the loopback (POLICY.md C18).
   */
  readonly region?: string | null;
  /** 587 by default, 465 with `implicit`. */
  readonly port?: number;
  /**
   * `starttls`, the default: nothing of a mail goes out before the connection was upgraded to TLS. `implicit`: TLS from the
   * first byte. `none`: in plain text, to a server on the loopback and to no other.
   */
  readonly security?: 'starttls' | 'implicit' | 'none';
  /** Who may vouch for the server, in PEM, in place of the authorities that Node.js trusts. */
  readonly ca?: string;
  readonly auth?: { readonly user: string; readonly password: string };
  /** The sender, such as `Joos <service@mail.example>`. */
  readonly from: string;
  /** How many connections may be open at a time; 5 by default. */
  readonly connections?: number;
  /** How long handing over one mail may take in all, in milliseconds; 10 s by default, 12 s at most (see `longestCallMs`). */
  readonly timeoutMs?: number;
}

const connectionTimeoutMs = 3_000;

/**
 * A mailer by SMTP. It asks once a mail and leaves repetition to the outbox. The `Message-ID` is made of the message's own
 * id, so that a mail that went out twice can be told by it, and many a mail program shows it once.
 *
 * A mail is refused for good by a reply 5xx to its sender, its recipient or its data. All else is retryable: `throttled`
 * after 421, 450, 451 or 452, `not-reached` where the server did not take it over for certain, and `unclear` where the end
 * of the data was handed over and no reply came. A refused password or certificate is `not-reached`: it is no fault of the
 * mail.
 *
 * Signing (DKIM) is the server's part; RFC 8058 wants both `List-Unsubscribe` headers signed.
 *
 * Throws a `TypeError` on options that cannot be meant, such as plain text to a host that is not the loopback.
 */
export function smtpMailer(options: SmtpOptions): Mailer & {
  /** Ends the connections that are kept open between mails, so that the process of the host can end. */
  close(): void;
} {
  const { host, security = 'starttls', auth, connections = 5 } = options;
  const sender = senderOf(options.from);
  const loopback = isLoopback(host);
  if (security === 'none' && !loopback) throw new TypeError('Mails go in plain text to the loopback alone');
  const timeoutMs = Math.min(options.timeoutMs ?? 10_000, longestCallMs - connectionTimeoutMs);
  const transport = createTransport({
    pool: true,
    maxConnections: connections,
    // A mail is put on another connection only if nothing of it went out on a first that the server had closed while idle.
    maxRequeues: 1,
    host,
    port: options.port ?? (security === 'implicit' ? 465 : 587),
    secure: security === 'implicit',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(options.ca === undefined ? {} : { ca: options.ca }) },
    ...(auth === undefined ? {} : { auth: { user: auth.user, pass: auth.password } }),
    name: domainOf(sender), // said in EHLO, where the name of the machine would be said otherwise
    allowInternalNetworkInterfaces: loopback,
    connectionTimeout: connectionTimeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 1_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  /** Mails of whose data everything but the final dot has gone to the connection, by the signals of their sendings. */
  const atTheirEnd = new WeakSet<AbortSignal>();
  transport.use('stream', ({ message, data: { signal } }, done) => {
    message.processFunc((data) =>
      Readable.from(
        followed(data, () => {
          if (signal !== undefined) atTheirEnd.add(signal);
        }),
      ),
    );
    done();
  });

  return {
    residency: [statedAt('mail-server', options.region, host)],
    send: (mail) => {
      if (!isWellNamed(mail)) {
        return errAsync(portFailure('Mailer', false, new TypeError('A name in the mail is none')));
      }
      const signal = AbortSignal.timeout(timeoutMs);
      return ResultAsync.fromPromise(transport.sendMail({ ...composed(sender, mail), signal }), (cause) =>
        smtpFailure(cause, atTheirEnd.has(signal)),
      ).map(() => undefined);
    },
    close: () => transport.close(),
  };
}

function composed(sender: Sender, mail: Mail): SendMailOptions {
  const prepared = (value: string, foldLines = false) => ({ prepared: true, foldLines, value });
  return {
    envelope: { from: sender.address, to: [mail.to] },
    messageId: `<${mail.messageId}@${domainOf(sender)}>`,
    from: { name: sender.name, address: sender.address },
    to: { name: '', address: mail.to },
    headers: {
      Subject: prepared(encodedWords(subjectLine(mail.subject)), true),
      'Content-Language': mail.language,
      'Auto-Submitted': 'auto-generated', // RFC 3834: no out-of-office reply comes back
      'X-Joos-Message': mail.messageId,
      'X-Joos-About': mail.about,
      // As it stands: an address may look like an encoded word, and would be encoded for it.
      ...Object.fromEntries(unsubscribeHeaders(mail).map(([name, value]) => [name, prepared(value)])),
    },
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map(({ fileName, mediaType, content }) => ({
      filename: fileName,
      contentType: mediaType,
      contentDisposition: 'attachment',
      content: Buffer.from(content),
    })),
    xMailer: false,
  };
}

function domainOf({ address }: Sender): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Passes the data on as it is asked for, and tells when the last of it was; the final dot goes out after that. */
async function* followed(data: AsyncIterable<unknown>, whenDone: () => void): AsyncGenerator<unknown> {
  yield* data;
  whenDone();
}
