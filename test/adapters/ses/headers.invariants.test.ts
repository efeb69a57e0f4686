import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sesMailer } from '../../../src/adapters/ses/index.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { awsOfNobody } from '../aws-environment.ts';
import { type RecordingEndpoint, recordingEndpoint } from '../recording-endpoint.ts';
import {
  isReadOf,
  mailWith,
  senderNamed,
  senderShown,
  type Texts,
  textsWith,
  variables,
} from '../smtp/hostile-mail.ts';
import { readableText } from '../smtp/received-mail.ts';
import { type LocalSes, openLocalSes } from './local-ses.ts';

awsOfNobody();

/** A header as SES takes it: printable ASCII, and at most 996 characters with its name. */
const header = z
  .strictObject({ Name: z.string().regex(/^[\x21-\x39\x3b-\x7e]+$/), Value: z.string().regex(/^[\x20-\x7e]+$/) })
  .refine(({ Name, Value }) => Name.length + Value.length <= 996);
const wellFormed = z.string().refine((text) => text.isWellFormed());
const utf8 = z.strictObject({ Data: wellFormed, Charset: z.literal('UTF-8') });
const tag = z.string().regex(/^[A-Za-z0-9_.@-]{1,256}$/);
/** All that may stand in a request, and nothing beside it: no second recipient, no other header. */
const request = z.strictObject({
  FromEmailAddress: z
    .string()
    .regex(
      /^(?:(?:[A-Za-z0-9 ]+|"[^"\\\p{Cc}]+"|=\?[\x21-\x7e ]+\?=) <service@joos\.example>|service@joos\.example)$/u,
    ),
  Destination: z.strictObject({ ToAddresses: z.tuple([z.literal('kim@example.com')]) }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: utf8,
      Body: z.strictObject({ Html: utf8, Text: utf8 }),
      Attachments: z.tuple([
        z.strictObject({
          FileName: z.string().regex(/^[A-Za-z0-9.-]+$/),
          RawContent: z.string(),
          ContentType: z.literal('application/pdf'),
          ContentDisposition: z.literal('ATTACHMENT'),
          ContentTransferEncoding: z.literal('BASE64'),
        }),
      ]),
      Headers: z.tuple([
        header.refine(({ Name }) => Name === 'List-Unsubscribe'),
        header.refine(({ Name, Value }) => `${Name}: ${Value}` === 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'),
      ]),
    }),
  }),
  EmailTags: z.tuple([
    z.strictObject({ Name: z.literal('message'), Value: tag }),
    z.strictObject({ Name: z.literal('about'), Value: tag }),
  ]),
});

type SesMailer = ReturnType<typeof sesMailer>;

function opened(url: string, texts: Texts): SesMailer | null {
  try {
    return sesMailer({ from: senderNamed(texts.senderName), endpoint: url });
  } catch (problem) {
    expect(problem).toBeInstanceOf(TypeError);
    return null;
  }
}

describe('a mail by Amazon SES', () => {
  let endpoint: RecordingEndpoint;
  let ses: LocalSes;
  beforeAll(async () => {
    endpoint = await recordingEndpoint({ status: 200, body: { MessageId: 'm-1' } });
    ses = await openLocalSes();
  });
  afterAll(async () => {
    await endpoint.close();
    await ses.close();
  });

  /** Whether it went out; checks what was asked of SES, and that nothing was if it was refused. */
  async function sent(texts: Texts): Promise<boolean> {
    endpoint.requests.length = 0;
    const mailer = opened(endpoint.url, texts);
    if (mailer === null) return false;
    const mail = mailWith(texts);
    const result = await mailer.send(mail);
    mailer.close();
    if (result.isErr()) {
      expect(result.error).toEqual({ kind: 'PortFailure', port: 'Mailer', retryable: false });
      expect(endpoint.requests).toEqual([]);
      return false;
    }
    expect(endpoint.requests).toHaveLength(1);
    const { FromEmailAddress, Content, EmailTags } = request.parse(JSON.parse(endpoint.requests[0]?.body ?? ''));
    const { Subject, Body, Attachments, Headers } = Content.Simple;
    expect(readableText(FromEmailAddress).replaceAll('"', '')).toBe(senderShown(texts.senderName));
    expect(isReadOf(texts.subject, Subject.Data), 'the subject is read as it was written').toBe(true);
    expect([Body.Html.Data, Body.Text.Data]).toEqual([mail.html, mail.text]);
    expect(Attachments[0].FileName).toBe(texts.fileName);
    expect(Headers[0].Value).toBe(`<${texts.unsubscribeUrl}>`);
    expect(EmailTags.map(({ Value }) => Value)).toEqual([texts.messageId, texts.about]);
    return true;
  }

  test('asks for one mail to one recipient with every subject', async () => {
    await fc.assert(
      fc.asyncProperty(textsWith(['subject']), async (texts) => {
        expect(await sent(texts)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test.each(variables.filter((variable) => variable !== 'subject'))(
    'asks for that, or stays here, whatever stands in its %s',
    async (variable) => {
      await fc.assert(
        fc.asyncProperty(textsWith([variable]), async (texts) => {
          await sent(texts);
        }),
        { numRuns: 50 },
      );
    },
  );

  test('asks for that whatever stands in all at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...variables]).chain(textsWith), async (texts) => {
        await sent(texts);
      }),
      { numRuns: 60 },
    );
  });

  test('has a body without halves of characters', async () => {
    endpoint.requests.length = 0;
    const mailer = sesMailer({ from: 'Joos <service@joos.example>', endpoint: endpoint.url });
    const [texts] = fc.sample(textsWith([]), 1);
    if (texts === undefined) throw new Error('No sample');
    await must(mailer.send({ ...mailWith(texts), html: '<p>\ud83d</p>', text: 'a \udd0b' }));
    mailer.close();
    const { Body } = request.parse(JSON.parse(endpoint.requests[0]?.body ?? '')).Content.Simple;
    expect([Body.Html.Data, Body.Text.Data]).toEqual(['<p>\ufffd</p>', 'a \ufffd']);
  });

  test('is taken by a server of the real API as one mail to one recipient', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...variables]).chain(textsWith), async (texts) => {
        await ses.forget();
        const mailer = opened(ses.url, texts);
        const result = await mailer?.send(mailWith(texts));
        mailer?.close();
        const mails = await ses.mails();
        expect(mails).toHaveLength(result?.isOk() === true ? 1 : 0);
        for (const { destination, replyTo, headers, subject } of mails) {
          expect(destination).toEqual({ to: ['kim@example.com'], cc: [], bcc: [] });
          expect(replyTo).toEqual([]);
          expect(headers.map(({ name }) => name)).toEqual(['List-Unsubscribe', 'List-Unsubscribe-Post']);
          expect(isReadOf(texts.subject, subject)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});
