import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { z } from 'zod';
import { outboxFolder } from '../../src/adapters/outbox-folder/index.ts';
import { sesMailer } from '../../src/adapters/ses/index.ts';
import { smtpMailer } from '../../src/adapters/smtp/index.ts';
import { type DeliveredMail, mailerContract } from '../../src/testing/contracts/mailer.ts';
import { awsOfNobody } from '../adapters/aws-environment.ts';
import { openLocalSes, type StoredMail } from '../adapters/ses/local-ses.ts';
import { openLocalSmtp, readMail } from '../adapters/smtp/local-smtp.ts';
import { holds } from './holds.ts';

describe('mails in a folder', () => {
  holds(mailerContract, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joos-mails-'));
    return {
      mailer: outboxFolder(folder).mailer,
      delivered: () => mailsIn(folder),
      withoutHeaders: 'A folder holds the parts of a mail as files; its envelope names the address to unsubscribe at.',
      close: () => rm(folder, { recursive: true }),
    };
  });
});

describe('mails by Amazon SES', () => {
  awsOfNobody();
  holds(mailerContract, async () => {
    const ses = await openLocalSes();
    const mailer = sesMailer({ from: 'Joos <service@joos.example>', endpoint: ses.url });
    return {
      mailer,
      delivered: async () =>
        (await ses.mails()).map(({ destination, subject, body, attachments, headers }) => ({
          to: [...destination.to, ...destination.cc, ...destination.bcc],
          subject,
          html: body.html ?? '',
          text: body.text ?? '',
          attachments: attachments.map(({ filename, content }) => ({
            fileName: filename,
            content: Buffer.from(content, 'base64'),
          })),
          unsubscribeUrl: /^<(.*)>$/.exec(headerOf(headers, 'list-unsubscribe') ?? '')?.[1] ?? null,
          headers: headers.map(({ name, value }) => [name, value] as const),
        })),
      close: async () => {
        mailer.close();
        await ses.close();
      },
    };
  });
});

describe('mails by SMTP', () => {
  holds(mailerContract, async () => {
    const server = await openLocalSmtp();
    const mailer = smtpMailer({
      from: 'Joos <service@joos.example>',
      host: 'localhost',
      port: server.port,
      ca: server.ca,
    });
    return {
      mailer,
      delivered: () => Promise.resolve(server.mails().map(readMail)),
      close: async () => {
        mailer.close();
        await server.close();
      },
    };
  });
});

function headerOf(headers: StoredMail['headers'], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

const envelope = z.object({
  to: z.string(),
  subject: z.string(),
  unsubscribeUrl: z.string().nullable(),
  attachments: z.array(z.object({ fileName: z.string() })),
});

async function mailsIn(folder: string): Promise<readonly DeliveredMail[]> {
  const names = (await readdir(folder)).filter((name) => /^\d+-mail-\w+\.json$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const base = join(folder, name.slice(0, -'.json'.length));
      const { to, subject, attachments, unsubscribeUrl } = envelope.parse(
        JSON.parse(await readFile(`${base}.json`, 'utf8')),
      );
      return {
        to: [to],
        subject,
        html: await readFile(`${base}.html`, 'utf8'),
        text: await readFile(`${base}.txt`, 'utf8'),
        attachments: await Promise.all(
          attachments.map(async ({ fileName }) => ({ fileName, content: await readFile(`${base}-${fileName}`) })),
        ),
        unsubscribeUrl,
        headers: [],
      };
    }),
  );
}
