import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type SesEventsOptions, sesEvents } from '../../../src/adapters/ses/index.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { certificateOf } from '../opendsr/certificate.ts';
import {
  certificate,
  certificateUrl,
  fetchOf,
  host,
  posted,
  type SnsFields,
  signedMessage,
  subscribeUrl,
  topic,
  validFrom,
  validTo,
} from './local-sns.ts';

const at = await must(Instant.parse('2026-11-23T09:00:30Z'));
const messageId = 'c0ffee00-0000-4000-8000-000000000001';
const notGenuine = { kind: 'NotGenuine' };

function opened(
  answers: Readonly<Record<string, () => Response>> = { [certificateUrl]: () => new Response(certificate) },
  options: Partial<SesEventsOptions> = {},
) {
  const { get, asked } = fetchOf(answers);
  return { events: sesEvents({ topics: [topic], fetch: get, ...options }), asked };
}

/** A bounce as the documentation of SES shows it, with our tags among its own. */
function bounce(changes: Readonly<Record<string, unknown>> = {}): SnsFields {
  return {
    Subject: 'Amazon SES Email Event Notification',
    Message: JSON.stringify({
      eventType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [
          {
            emailAddress: 'Kim@example.com',
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: 'smtp; 550 5.1.1 unknown',
          },
        ],
        timestamp: '2026-11-23T08:59:59.000Z',
        feedbackId: '01000157c44f053b-000000',
        reportingMTA: 'dsn; mta.example.com',
        ...changes,
      },
      mail: {
        timestamp: '2026-11-23T08:59:58.000Z',
        source: 'Joos <service@joos.example>',
        messageId: 'EXAMPLE7c191be45-000000',
        destination: ['kim@example.com'],
        tags: { 'ses:configuration-set': ['joos'], message: [messageId], about: ['receipt'] },
      },
    }),
  };
}

function event(body: unknown): SnsFields {
  return { Message: JSON.stringify(body) };
}
const mail = { tags: { message: [messageId] } };
const complainedRecipients = [{ emailAddress: 'kim@example.com' }];

describe('what SES tells by SNS', () => {
  test.each(['1', '2'])('is a bounce for good, of the mail that we tagged, signed by version %s', async (version) => {
    const { events } = opened();
    const told = await must(events.read(posted(signedMessage({ ...bounce(), SignatureVersion: version })), at));
    expect(told).toEqual([{ kind: 'bounced', messageId, address: 'Kim@example.com' }]);
  });

  test.each(['eventType', 'notificationType'])('is a complaint of every person named, by %s', async (type) => {
    const { events } = opened();
    const complaint = {
      complainedRecipients: [...complainedRecipients, { emailAddress: 'lee@example.com' }],
      complaintFeedbackType: 'abuse',
    };
    const told = await must(events.read(posted(signedMessage(event({ [type]: 'Complaint', mail, complaint }))), at));
    expect(told).toEqual([
      { kind: 'complained', messageId, address: 'kim@example.com' },
      { kind: 'complained', messageId, address: 'lee@example.com' },
    ]);
  });

  const bounced = { bounceType: 'Permanent', bouncedRecipients: complainedRecipients };
  test.each([
    ['a bounce that may be over tomorrow', bounce({ bounceType: 'Transient' })],
    ['a bounce that nobody understands', bounce({ bounceType: 'Undetermined' })],
    [
      'a complaint taken back',
      event({ eventType: 'Complaint', mail, complaint: { complainedRecipients, complaintFeedbackType: 'not-spam' } }),
    ],
    ['a delivery', event({ eventType: 'Delivery', mail, delivery: { recipients: ['kim@example.com'] } })],
    ['an opened mail', event({ eventType: 'Open', mail, open: {} })],
    ['a type to come', event({ eventType: 'Levitation', mail, bounce: bounced })],
    ['a bounce of a mail that is not tagged', event({ eventType: 'Bounce', mail: { tags: {} }, bounce: bounced })],
    ['a bounce of a mail without tags', event({ notificationType: 'Bounce', mail: {}, bounce: bounced })],
    ['a bounce of two mails', event({ eventType: 'Bounce', mail: { tags: { message: ['a', 'b'] } }, bounce: bounced })],
    ['a bounce without recipients', event({ eventType: 'Bounce', mail, bounce: { bounceType: 'Permanent' } })],
    ['a word on the set-up of the topic', {}],
    ['JSON that is no event', { Message: '[1]' }],
    ['an unsubscription', { Type: 'UnsubscribeConfirmation' }],
  ] satisfies readonly (readonly [string, SnsFields])[])('is nothing to us if it is %s', async (_, fields) => {
    const { events, asked } = opened();
    expect(await must(events.read(posted(signedMessage(fields)), at))).toEqual([]);
    expect(asked).toEqual([certificateUrl]);
  });

  test('is believed for 65 minutes, since SNS goes on trying for 60, and not if it comes from a time to come', async () => {
    const { events } = opened();
    const read = (ageMs: number) =>
      events.read(posted(signedMessage({ Timestamp: new Date(at - ageMs).toISOString() })), at);
    await must(read(65 * 60_000));
    await must(read(-5 * 60_000));
    expect(await refusalOf(read(65 * 60_000 + 1))).toEqual(notGenuine);
    expect(await refusalOf(read(-5 * 60_000 - 1))).toEqual(notGenuine);
  });

  test('of a topic that is not ours is not believed, nor anything asked for', async () => {
    const { events, asked } = opened();
    const stranger = signedMessage({ ...bounce(), TopicArn: topic.replace('123456789012', '999999999999') });
    expect(await refusalOf(events.read(posted(stranger), at))).toEqual(notGenuine);
    expect(asked).toEqual([]);
  });

  test.each([
    `http://${host}/SimpleNotificationService-0123456789abcdef.pem`,
    `https://${host}.thief.example/SimpleNotificationService-0123456789abcdef.pem`,
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    'https://s3.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    `https://${host}@thief.example/SimpleNotificationService-0123456789abcdef.pem`,
    `https://thief:x@${host}/SimpleNotificationService-0123456789abcdef.pem`,
    `https://${host}:8443/SimpleNotificationService-0123456789abcdef.pem`,
    `https://${host}/?Action=Echo&x=/SimpleNotificationService-0123456789abcdef.pem`,
    `https://${host}/../SimpleNotificationService-0123456789abcdef.pem`,
    `https://${host}/thief/SimpleNotificationService-0123456789abcdef.pem`,
    `https://${host}/SimpleNotificationService-0123456789abcdef.pem?x`,
    `https://${host}/SimpleNotificationService-0123456789abcdef.txt`,
    `https://${host}/SimpleNotificationService-0123456789abcdef.pem\r\nx`,
    'file:///etc/passwd.pem',
    '',
  ])('under a certificate at %j is not believed, and that is not asked for', async (url) => {
    const { events, asked } = opened({ [url]: () => new Response(certificate) });
    const message = signedMessage({ ...bounce(), SigningCertURL: url });
    expect(await refusalOf(events.read(posted(message), at))).toEqual(notGenuine);
    expect(asked).toEqual([]);
  });

  test('is signed by the host of its own region, in China another', async () => {
    const chinese = 'arn:aws-cn:sns:cn-north-1:123456789012:joos';
    const url = 'https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-0123456789abcdef.pem';
    const { events } = opened({ [url]: () => new Response(certificate) }, { topics: [topic, chinese] });
    const message = signedMessage({ ...bounce(), TopicArn: chinese, SigningCertURL: url });
    expect(await must(events.read(posted(message), at))).toHaveLength(1);
  });

  test('is not believed under a certificate of somebody else, or out of its time, or that is none', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forged = signedMessage(bounce(), other.privateKey);
    expect(await refusalOf(opened().events.read(posted(forged), at))).toEqual(notGenuine);

    for (const moment of [new Date(validFrom.getTime() - 1), new Date(validTo.getTime() + 1)]) {
      const then = await must(Instant.ofEpochMs(moment.getTime()));
      const message = signedMessage({ ...bounce(), Timestamp: moment.toISOString() });
      expect(await refusalOf(opened().events.read(posted(message), then))).toEqual(notGenuine);
    }

    for (const answer of ['<html>', '', 'x'.repeat(70_000)]) {
      const { events } = opened({ [certificateUrl]: () => new Response(answer) });
      expect(await refusalOf(events.read(posted(signedMessage(bounce())), at))).toEqual(notGenuine);
    }
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ofAnotherKind = certificateOf(elliptic, { domain: 'sns.amazonaws.com', validFrom, validTo });
    const { events } = opened({ [certificateUrl]: () => new Response(ofAnotherKind) });
    expect(await refusalOf(events.read(posted(signedMessage(bounce(), elliptic.privateKey)), at))).toEqual(notGenuine);
  });

  test('is asked for again by SNS where its certificate cannot be had at the moment, and not where there is none', async () => {
    const message = posted(signedMessage(bounce()));
    const failure = { kind: 'PortFailure', port: 'Mailer', retryable: true, reason: 'not-reached' };
    expect(await refusalOf(opened({}).events.read(message, at))).toEqual(failure);
    for (const status of [500, 503, 429]) {
      const { events } = opened({ [certificateUrl]: () => new Response('', { status }) });
      expect(await refusalOf(events.read(message, at))).toEqual(failure);
    }
    for (const status of [302, 403, 404]) {
      const { events } = opened({ [certificateUrl]: () => new Response(certificate, { status }) });
      expect(await refusalOf(events.read(message, at))).toEqual(notGenuine);
    }
  });

  test('has its certificate fetched once, after it could be had', async () => {
    let answers = 0;
    const { events, asked } = opened({
      [certificateUrl]: () => {
        answers += 1;
        return answers === 1 ? new Response('', { status: 500 }) : new Response(certificate);
      },
    });
    await refusalOf(events.read(posted(signedMessage(bounce())), at));
    for (let again = 0; again < 3; again += 1) await must(events.read(posted(signedMessage(bounce())), at));
    expect(asked).toEqual([certificateUrl, certificateUrl]);
  });
});

describe('a subscription to our topic', () => {
  const answers = { [certificateUrl]: () => new Response(certificate), [subscribeUrl]: () => new Response('<xml/>') };
  const confirmation = { Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe' };

  test('is confirmed at SNS, and is no event', async () => {
    const { events, asked } = opened(answers);
    expect(await must(events.read(posted(signedMessage(confirmation)), at))).toEqual([]);
    expect(asked).toEqual([certificateUrl, subscribeUrl]);
  });

  test.each([
    `https://thief.example/?Action=ConfirmSubscription&TopicArn=${topic}`,
    `https://${host}.thief.example/?Action=ConfirmSubscription&TopicArn=${topic}`,
    `http://${host}/?Action=ConfirmSubscription&TopicArn=${topic}`,
    `https://${host}/?Action=DeleteTopic&TopicArn=${topic}`,
    `https://${host}/?Action=ConfirmSubscription&Action=DeleteTopic&TopicArn=${topic}`,
    `https://${host}/?Action=ConfirmSubscription&TopicArn=${topic}-of-another`,
    `https://${host}/?Action=ConfirmSubscription`,
  ])('is not confirmed at %s, even if it is signed', async (url) => {
    const { events, asked } = opened({ ...answers, [url]: () => new Response('') });
    const message = signedMessage({ ...confirmation, SubscribeURL: url });
    expect(await refusalOf(events.read(posted(message), at))).toEqual(notGenuine);
    expect(asked).toEqual([certificateUrl]);
  });

  test('is not confirmed for a stranger: of another topic, or with a signature that is none', async () => {
    const { events, asked } = opened(answers);
    const elsewhere = signedMessage({ ...confirmation, TopicArn: `${topic}-of-another` });
    const { Token: _, ...unsigned } = signedMessage(confirmation);
    for (const message of [elsewhere, unsigned, { ...signedMessage(confirmation), Token: 'another' }]) {
      expect(await refusalOf(events.read(posted(message), at))).toEqual(notGenuine);
    }
    expect(asked).not.toContain(subscribeUrl);
  });

  test('is confirmed later where SNS does not answer', async () => {
    const { events } = opened({ ...answers, [subscribeUrl]: () => new Response('', { status: 500 }) });
    const failure = await refusalOf(events.read(posted(signedMessage(confirmation)), at));
    expect(failure).toMatchObject({ kind: 'PortFailure', retryable: true });
  });
});

test.each([[[]], [['joos']], [[topic, 'arn:aws:sqs:eu-central-1:123456789012:joos']]])(
  'events are read of topics alone, not of %j',
  (topics) => {
    expect(() => sesEvents({ topics })).toThrow(TypeError);
  },
);
