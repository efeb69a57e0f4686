import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mailer } from '../../application/ports/mailer.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { SmsSender } from '../../application/ports/sms-sender.ts';
import { onThisMachine } from '../../domain/residency/residency.ts';
import { ResultAsync } from '../../domain/result.ts';

/** A mailer and an SMS sender that put every message into a folder instead of sending it: for laptops, demos and tests. */
export interface OutboxFolder {
  readonly mailer: Mailer;
  readonly sms: SmsSender;
  /** The files written so far by this outbox, oldest first, as paths below the folder. */
  files(): readonly string[];
}

/**
 * Opens a folder as an outbox; it is made if it is not there. A mail becomes `NNN-mail-ABOUT.html`, `.txt`, `.json` (the
 * envelope) and its attachments; a text message becomes `NNN-sms-ABOUT.txt` and `.json`. Files are readable by their owner
 * alone, since they hold what a person was sent.
 */
export function outboxFolder(folder: string): OutboxFolder {
  const written: string[] = [];
  let next: Promise<number> | null = null;

  /** Numbers go on where an earlier outbox in the same folder stopped; a folder that cannot be had is asked for again. */
  function takeNumber(): Promise<number> {
    const taken: Promise<number> = (next ?? lastNumberIn(folder)).then((number) => number + 1);
    next = taken;
    taken.catch(() => {
      next = null;
    });
    return taken;
  }

  async function write(channel: string, about: string, files: readonly [OutboxFile, ...OutboxFile[]]): Promise<void> {
    const [first, ...others] = files;
    for (;;) {
      const number = String(await takeNumber()).padStart(3, '0');
      const path = (file: OutboxFile): string => join(folder, `${number}-${channel}-${about}${file.suffix}`);
      // Another process may have the same folder as its outbox: its messages are passed by, never written over.
      if (!(await writeNew(path(first), first.content))) continue;
      written.push(path(first));
      for (const file of others) {
        await writeFile(path(file), file.content, { mode: 0o600 });
        written.push(path(file));
      }
      return;
    }
  }

  return {
    mailer: {
      residency: onThisMachine,
      send: (mail) =>
        attempt('Mailer', () =>
          write('mail', mail.about, [
            { suffix: '.html', content: mail.html },
            { suffix: '.txt', content: mail.text },
            ...mail.attachments.map((attachment) => ({
              suffix: `-${attachment.fileName}`,
              content: attachment.content,
            })),
            {
              suffix: '.json',
              content: envelope({
                messageId: mail.messageId,
                to: mail.to,
                language: mail.language,
                subject: mail.subject,
                unsubscribeUrl: mail.unsubscribeUrl,
                attachments: mail.attachments.map(({ fileName, mediaType }) => ({ fileName, mediaType })),
              }),
            },
          ]),
        ),
    },
    sms: {
      residency: onThisMachine,
      send: (sms) =>
        attempt('SmsSender', () =>
          write('sms', sms.about, [
            { suffix: '.txt', content: `${sms.text}\n` },
            { suffix: '.json', content: envelope({ messageId: sms.messageId, to: sms.to, text: sms.text }) },
          ]),
        ),
    },
    files: () => [...written],
  };
}

interface OutboxFile {
  readonly suffix: string;
  readonly content: string | Uint8Array;
}

async function lastNumberIn(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  return Math.max(0, ...names.map((name) => Number.parseInt(name, 10) || 0));
}

/** Writes a file and answers whether it was not there before. */
async function writeNew(path: string, content: string | Uint8Array): Promise<boolean> {
  try {
    await writeFile(path, content, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

function envelope(fields: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(fields, null, 2)}\n`;
}

function attempt(port: 'Mailer' | 'SmsSender', work: () => Promise<void>): ResultAsync<void, PortFailure> {
  return ResultAsync.fromPromise(work(), (cause) => portFailure(port, true, cause));
}
