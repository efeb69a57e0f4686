import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { Instant } from '../../domain/instant.ts';

/** A message of Amazon SNS as it came: who signed it is not known yet. */
export interface SnsMessage {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly topic: string;
  readonly message: string;
  readonly sentAt: Instant;
  readonly subscribeUrl: string | undefined;
  readonly certificateUrl: string;
  readonly signature: Uint8Array;
  readonly hash: 'RSA-SHA1' | 'RSA-SHA256';
  /** What the signature is over. */
  readonly signed: string;
}

/**
 * One line: the fields are signed one below the other without a sign between them, so that a line break inside of one could
 * pass a part of it for another. Only the message itself may have several.
 */
const line = z.string().regex(/^[^\n]*$/);
const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: line,
  TopicArn: line,
  Subject: line.nullish(),
  Message: z.string(),
  Timestamp: line,
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.base64(),
  SigningCertURL: line,
  SubscribeURL: line.optional(),
  Token: line.optional(),
});

/** Reads the envelope of a message; null where it is none. */
export function snsMessageIn(body: Uint8Array): SnsMessage | null {
  const { success, data } = envelope.safeParse(parsed(body));
  const sentAt = success ? Instant.parse(data.Timestamp) : null;
  if (!success || sentAt === null || sentAt.isErr()) return null;
  const { Type, MessageId, TopicArn, Subject, Message, Timestamp, SubscribeURL, Token } = data;
  const signedFields =
    Type === 'Notification'
      ? { Message, MessageId, Subject, Timestamp, TopicArn, Type }
      : { Message, MessageId, SubscribeURL, Timestamp, Token, TopicArn, Type };
  return {
    type: Type,
    topic: TopicArn,
    message: Message,
    sentAt: sentAt.value,
    subscribeUrl: SubscribeURL,
    certificateUrl: data.SigningCertURL,
    signature: Buffer.from(data.Signature, 'base64'),
    hash: data.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256',
    signed: Object.entries(signedFields)
      .map(([name, value]) => (value === undefined || value === null ? '' : `${name}\n${value}\n`))
      .join(''),
  };
}

/** Whether the message is the one that was signed under this key. */
export function isSignedUnder(key: KeyObject, { hash, signed, signature }: SnsMessage): boolean {
  try {
    return verify(hash, Buffer.from(signed), key, signature);
  } catch {
    return false; // where a machine's policy forbids SHA-1: version 2 is set at the topic
  }
}

/** The one host of SNS that speaks for each topic. Throws a `TypeError` on a topic that is none. */
export function trustedHosts(topics: readonly string[]): ReadonlyMap<string, string> {
  if (topics.length === 0) throw new TypeError('Mail events need the ARN of an SNS topic');
  return new Map(
    topics.map((topic) => {
      const [, partition, region] =
        /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z0-9-]{3,32}):\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/.exec(topic) ?? [];
      if (partition === undefined || region === undefined) throw new TypeError('That is not the ARN of an SNS topic');
      return [topic, `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`];
    }),
  );
}

/** Whether a genuine message asks to confirm its own topic, by an address of the topic's host that does that and no more. */
export function isConfirmationOf({ topic, subscribeUrl }: SnsMessage, host: string): boolean {
  if (subscribeUrl === undefined || !subscribeUrl.startsWith(`https://${host}/?`)) return false;
  const asked = new URL(subscribeUrl).searchParams;
  return asked.getAll('Action').join() === 'ConfirmSubscription' && asked.getAll('TopicArn').join() === topic;
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
}
