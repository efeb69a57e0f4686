import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { FetchOnce } from '../../../src/adapters/ses/index.ts';
import type { ProviderMessage } from '../../../src/application/ports/provider-events.ts';
import { certificateOf } from '../opendsr/certificate.ts';

/** The fields of a message of SNS; what is not said is as usual. */
export interface SnsFields {
  readonly Type?: string;
  readonly MessageId?: string;
  readonly TopicArn?: string;
  readonly Subject?: string;
  readonly Message?: string;
  readonly Timestamp?: string;
  readonly SignatureVersion?: string;
  readonly SigningCertURL?: string;
  readonly SubscribeURL?: string;
  readonly Token?: string;
}

export const topic = 'arn:aws:sns:eu-central-1:123456789012:joos-mail-events';
export const host = 'sns.eu-central-1.amazonaws.com';
export const certificateUrl: string = `https://${host}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`;
export const subscribeUrl: string = `https://${host}/?Action=ConfirmSubscription&TopicArn=${topic}&Token=2336412f37`;

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const validFrom: Date = new Date('2026-01-01T00:00:00Z');
export const validTo: Date = new Date('2027-01-01T00:00:00Z');
/** What stands at the {@link certificateUrl}. */
export const certificate: string = certificateOf(keys, { domain: 'sns.amazonaws.com', validFrom, validTo });

/** A message that SNS signed, as its documentation says (Verifying the signatures of Amazon SNS messages). */
export function signedMessage(fields: SnsFields = {}, privateKey: KeyObject = keys.privateKey): Record<string, string> {
  const message = {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: topic,
    Message: 'Successfully validated SNS topic for Amazon SES event publishing.',
    Timestamp: '2026-11-23T09:00:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...(fields.Type === undefined || fields.Type === 'Notification'
      ? {}
      : { SubscribeURL: subscribeUrl, Token: '2336412f37' }),
    ...fields,
  };
  const order =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const values = new Map<string, string>(Object.entries(message));
  const text = order
    .filter((name) => values.has(name))
    .map((name) => `${name}\n${values.get(name)}\n`)
    .join('');
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return { ...message, Signature: sign(algorithm, Buffer.from(text), privateKey).toString('base64') };
}

/** The message as it comes over HTTP. */
export function posted(message: unknown): ProviderMessage {
  const body = message instanceof Uint8Array ? message : Buffer.from(JSON.stringify(message));
  return { body, header: () => null };
}

/** SNS as an injected `fetch` sees it. */
export interface AskedSns {
  readonly get: FetchOnce;
  /** The addresses that were asked for, in order. */
  readonly asked: readonly string[];
}

/** Answers by address, and fails at any other as a `fetch` does. */
export function fetchOf(answers: Readonly<Record<string, () => Response>>): AskedSns {
  const asked: string[] = [];
  return {
    asked,
    get: (url) => {
      asked.push(url);
      const answer = answers[url];
      return answer === undefined ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(answer());
    },
  };
}
