import { z } from 'zod';
import type { MailEvent, MailEvents } from '../../application/ports/provider-events.ts';
import { err, errAsync, ok, okAsync } from '../../domain/result.ts';
import { type FetchOnce, fetchedText } from './fetch-once.ts';
import { signingCertificates } from './signing-certificates.ts';
import { isConfirmationOf, isSignedUnder, type SnsMessage, snsMessageIn, trustedHosts } from './sns-message.ts';

export type { FetchOnce } from './fetch-once.ts';

/** Which messages of Amazon SNS are believed. */
export interface SesEventsOptions {
  /**
   * The topics that SES publishes to, by their ARNs. What comes of another topic is not believed, whoever signed it: anybody
   * can have a topic, and its signature is as genuine as ours.
   */
  readonly topics: readonly string[];
  /** Gets a signing certificate and confirms a subscription; the `fetch` of Node.js by default. */
  readonly fetch?: FetchOnce;
  /**
   * How old a message may be, in milliseconds. SNS goes on trying for 3,600 s at most, so 65 minutes by default. It may be
   * five minutes ahead of our clock.
   */
  readonly maxAgeMs?: number;
}

const defaultMaxAgeMs = 65 * 60_000;
const mostAheadMs = 5 * 60_000;

/**
 * Reads what SES tells by SNS over HTTPS: permanent bounces and complaints of mails that {@link sesMailer} sent through a
 * configuration set with an SNS destination for `Bounce` and `Complaint`. A topic that it is subscribed to is confirmed by
 * itself. Raw message delivery must be off: without its envelope a message has no signature.
 *
 * Not looked at: who issued the signing certificate. It comes over TLS from the SNS host of the topic's own region.
 *
 * Throws a `TypeError` on a topic that is none.
 */
export function sesEvents(options: SesEventsOptions): MailEvents {
  const hosts = trustedHosts(options.topics);
  const get = options.fetch ?? fetch;
  const certificates = signingCertificates(get);
  const { maxAgeMs = defaultMaxAgeMs } = options;
  const notGenuine = { kind: 'NotGenuine' } as const;

  return {
    read: ({ body }, at) => {
      const message = snsMessageIn(body);
      const host = message === null ? undefined : hosts.get(message.topic);
      if (message === null || host === undefined) return errAsync(notGenuine);
      const ageMs = at - message.sentAt;
      if (ageMs > maxAgeMs || ageMs < -mostAheadMs) return errAsync(notGenuine);
      return certificates
        .publicKeyAt(message.certificateUrl, host, at)
        .andThen((key) => (isSignedUnder(key, message) ? ok(message) : err(notGenuine)))
        .andThen((genuine) => {
          if (genuine.type === 'Notification') return okAsync(eventsIn(genuine.message));
          if (genuine.type === 'UnsubscribeConfirmation') return okAsync([]);
          if (!isConfirmationOf(genuine, host)) return errAsync(notGenuine);
          return fetchedText(get, genuine.subscribeUrl ?? '').map((): readonly MailEvent[] => []);
        });
    },
  };
}

const recipients = z.array(z.object({ emailAddress: z.string().min(1) }));
/** Event publishing names the type `eventType`, feedback notifications of an identity `notificationType`. */
const sesEvent = z.object({
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail: z.object({ tags: z.object({ message: z.tuple([z.string().min(1)]) }) }),
  bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }).optional(),
  complaint: z.object({ complaintFeedbackType: z.string().nullish(), complainedRecipients: recipients }).optional(),
});

/** The events of a genuine notification. Of a mail without our tag, or out of SES's own form, there are none. */
function eventsIn(text: SnsMessage['message']): readonly MailEvent[] {
  const { success, data } = sesEvent.safeParse(parsed(text));
  if (!success) return [];
  const { mail, bounce, complaint } = data;
  const [messageId] = mail.tags.message;
  const type = data.eventType ?? data.notificationType;
  if (type === 'Bounce' && bounce?.bounceType === 'Permanent') {
    return bounce.bouncedRecipients.map(({ emailAddress }) => ({ kind: 'bounced', messageId, address: emailAddress }));
  }
  // `not-spam` takes an earlier complaint back.
  if (type === 'Complaint' && complaint !== undefined && complaint.complaintFeedbackType !== 'not-spam') {
    return complaint.complainedRecipients.map(({ emailAddress }) => ({
      kind: 'complained',
      messageId,
      address: emailAddress,
    }));
  }
  return [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // SNS itself says a word when a topic is set up
  }
}
