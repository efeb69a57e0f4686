import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { DeliveredMail } from '../../../src/testing/contracts/mailer.ts';
import { certificateOf } from '../opendsr/certificate.ts';
import { headerOf, leavesOf, type Part, partIn, readableText } from './received-mail.ts';

/** A mail as it came by SMTP. */
export interface ReceivedMail {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly overTls: boolean;
  readonly user: string | null;
  readonly greeting: string;
  readonly whole: Part;
}

/** A mail server on a free loopback port with a certificate for `localhost`, and what it took. */
export interface LocalSmtp {
  readonly port: number;
  /** Its certificate, in PEM. */
  readonly ca: string;
  readonly mails: () => readonly ReceivedMail[];
  readonly close: () => Promise<void>;
}

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const certificate = certificateOf(keys, {
  domain: 'localhost',
  validFrom: new Date(Date.now() - 60_000),
  validTo: new Date(Date.now() + 3_600_000),
});

/** `login`: who may send; anybody where it is not given. */
export async function openLocalSmtp(
  options: { readonly implicitTls?: boolean; readonly login?: { user: string; password: string } } = {},
): Promise<LocalSmtp> {
  const { implicitTls = false, login } = options;
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    secure: implicitTls,
    key: keys.privateKey.export({ format: 'pem', type: 'pkcs8' }),
    cert: certificate,
    authOptional: login === undefined,
    disableReverseLookup: true,
    onAuth: ({ username = '', password = '' }, _session, done) => {
      const right = username === login?.user && password === login.password;
      done(right ? null : new Error('No'), right ? { user: username } : undefined);
    },
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      void buffer(stream)
        .then((bytes) => {
          mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            recipients: rcptTo.map(({ address }) => address),
            overTls: session.secure,
            user: typeof session.user === 'string' ? session.user : null,
            greeting: String(session.hostNameAppearsAs),
            whole: partIn(bytes),
          });
        })
        .then(() => done(), done);
    },
  });
  server.on('error', () => undefined); // of a connection that was lost: the client is what is looked at
  server.server.on('connection', (socket: Socket) => socket.setNoDelay(true)); // the replies to pipelined commands at once
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo; // it listens on TCP
  return {
    port,
    ca: certificate,
    mails: () => mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What arrived, as a mail program shows it. */
export function readMail({ recipients, whole }: ReceivedMail): DeliveredMail {
  const leaves = leavesOf(whole);
  const bodies = (type: string) =>
    leaves
      .filter((leaf) => headerOf(leaf, 'content-type')?.startsWith(type) === true)
      .map(({ content }) => content.toString('utf8'));
  return {
    to: [...recipients],
    subject: readableText(headerOf(whole, 'subject') ?? ''),
    html: bodies('text/html').join(),
    text: bodies('text/plain').join(),
    attachments: leaves
      .filter((leaf) => headerOf(leaf, 'content-disposition')?.startsWith('attachment') === true)
      .map((leaf) => ({
        fileName: /filename="?([^";]+)/.exec(headerOf(leaf, 'content-disposition') ?? '')?.[1] ?? '',
        content: leaf.content,
      })),
    unsubscribeUrl: /^<(.*)>$/.exec(headerOf(whole, 'list-unsubscribe') ?? '')?.[1] ?? null,
    headers: whole.headers,
  };
}
