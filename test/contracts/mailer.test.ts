import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { z } from 'zod';
import { outboxFolder } from '../../src/adapters/outbox-folder/index.ts';
import { sesMailer } from '../../src/adapters/ses/index.ts';
import { type DeliveredMail, mailerContract } from '../../src/testing/contracts/mailer.ts';
import { awsOfNobody } from '../adapters/aws-environment.ts';
import { openLocalSes } from '../adapters/ses/local-ses.ts';
import { holds } from './holds.ts';

describe('mails in a folder', () => {
  holds(mailerContract, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'joos-mails-'));
    return {
      mailer: outboxFolder(folder).mailer,
      delivered: () => mailsIn(folder),
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
        (await ses.mails()).map(({ destination, subject, body, attachments }) => ({
          to: [...destination.to, ...destination.cc, ...destination.bcc],
          subject,
          html: body.html ?? '',
          text: body.text ?? '',
          attachments: attachments.map(({ filename, content }) => ({
            fileName: filename,
            content: Buffer.from(content, 'base64'),
          })),
        })),
      close: async () => {
        mailer.close();
        await ses.close();
      },
    };
  });
});

const envelope = z.object({
  to: z.string(),
  subject: z.string(),
  attachments: z.array(z.object({ fileName: z.string() })),
});

async function mailsIn(folder: string): Promise<readonly DeliveredMail[]> {
  const names = (await readdir(folder)).filter((name) => /^\d+-mail-\w+\.json$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const base = join(folder, name.slice(0, -'.json'.length));
      const { to, subject, attachments } = envelope.parse(JSON.parse(await readFile(`${base}.json`, 'utf8')));
      return {
        to: [to],
        subject,
        html: await readFile(`${base}.html`, 'utf8'),
        text: await readFile(`${base}.txt`, 'utf8'),
        attachments: await Promise.all(
          attachments.map(async ({ fileName }) => ({ fileName, content: await readFile(`${base}-${fileName}`) })),
        ),
      };
    }),
  );
}
