import twilio from 'twilio';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { Sms, SmsSender } from '../../application/ports/sms-sender.ts';
import { longestCallMs } from '../../domain/notice/notice.ts';
import { worldwide } from '../../domain/residency/residency.ts';
import { ResultAsync } from '../../domain/result.ts';
import { agentsFor } from './agents.ts';
import { failureOf } from './failure.ts';

/** How to reach Twilio. */
export interface TwilioSmsOptions {
  /** The account that pays, `AC…`. */
  readonly accountSid: string;
  /** A key of the account, which can be taken back alone, or the account's own token. Both are of one region. */
  readonly credentials: { readonly apiKeySid: string; readonly apiKeySecret: string } | { readonly authToken: string };
  /** The number or sender id that messages come from, or the messaging service that picks one. */
  readonly sender: { readonly from: string } | { readonly messagingServiceSid: string };
  /**
   * Where the messages are processed and kept, and by which edge they get there: Ireland by default, `ie1` by
   * `dublin`, since the policy keeps data within the EU (POLICY.md C18). Twilio has no other region there, and calls SMS
   * in it a public beta. Credentials and senders are those of a region, so both have to be set up for it.
   */
  readonly region?: { readonly region: string; readonly edge: string };
  /** Another origin than Twilio's, for tests. */
  readonly endpoint?: string;
  /**
   * How long a message may take to be handed over, in milliseconds; 10 s by default, 12 s at most (see
   * `longestCallMs`).
   */
  readonly timeoutMs?: number;
}

/** A code that arrives later than this opens nothing any more; Twilio need not try. In seconds. */
const codeValiditySeconds = 300;

/** How long a connection may take to come about: until then it is certain that nothing went out. */
const connectionTimeoutMs = 3_000;

/**
 * Text messages by Twilio. It asks once a message and leaves repetition to others: Twilio has no idempotency key, so a
 * repetition inside the client would double messages unseen. Nobody is called back, and Twilio is told nothing of the
 * person but number and text; how long it keeps these is a setting of the account ("Message Redaction").
 *
 * A message is refused for good where Twilio refuses number or text, also of a person who opted out. All else is
 * retryable: `throttled`; `not-reached` where no connection came about, or account or sender may not send; `unclear`
 * after a time-out or a server error.
 *
 * Importing this module loads the package `twilio`: some 90 ms and 33 MB, about as much as the AWS client of `sms-aws`.
 * It is loaded at once, so that a package that is not there is noticed when the host opens, and not when the first code
 * is sent.
 *
 * Nothing is taken from the environment, neither `TWILIO_…` nor `HTTP_PROXY`.
 */
export function twilioSms(options: TwilioSmsOptions): SmsSender & {
  /** Ends the connections that are kept open between messages, so that the process of the host can end. */
  close(): void;
} {
  const { accountSid, credentials, region = { region: 'ie1', edge: 'dublin' }, endpoint } = options;
  const timeoutMs = Math.min(options.timeoutMs ?? 10_000, longestCallMs - connectionTimeoutMs);
  const agents = agentsFor(Math.min(connectionTimeoutMs, timeoutMs / 2));
  const httpClient = new twilio.RequestClient({ timeout: timeoutMs });
  Object.assign(httpClient.axios.defaults, agents);
  httpClient.axios.interceptors.request.use((request) => {
    // The time-out of the package begins anew with every byte; the signal ends an answer that trickles in, too.
    request.signal = AbortSignal.timeout(timeoutMs);
    if (endpoint !== undefined) request.url = rebased(request.url ?? '', endpoint);
    return request;
  });
  const [username, password] =
    'authToken' in credentials
      ? [accountSid, credentials.authToken]
      : [credentials.apiKeySid, credentials.apiKeySecret];
  const client = new twilio.Twilio(username, password, {
    ...region,
    accountSid,
    httpClient,
    autoRetry: false,
    logLevel: 'none', // and no word on the console, whatever a version makes of TWILIO_LOG_LEVEL
  });
  return {
    // No region of its is one of a cloud that a policy could name: whoever takes it says so, and why.
    residency: [worldwide(`twilio:${region.region}`, endpoint === undefined ? null : new URL(endpoint).hostname)],
    send: (sms) => handOver(client, options, sms),
    close: () => {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

function handOver(
  { messages }: twilio.Twilio,
  { sender }: TwilioSmsOptions,
  { to, text, about }: Sms,
): ResultAsync<void, PortFailure> {
  return ResultAsync.fromPromise(
    messages.create({
      to,
      body: text,
      ...sender,
      // Anything else may wait in the queue for as long as Twilio keeps it there by itself (10 hours).
      ...(about === 'code' ? { validityPeriod: codeValiditySeconds } : {}),
    }),
    failureOf,
  ).map(() => undefined);
}

/** The same path at another origin. */
function rebased(url: string, origin: string): string {
  const { pathname, search } = new URL(url);
  return new URL(pathname + search, origin).href;
}
