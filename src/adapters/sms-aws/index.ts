import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { demandRegion } from '../../application/ports/region-guard.ts';
import type { SmsSender } from '../../application/ports/sms-sender.ts';
import { longestCallMs } from '../../domain/notice/notice.ts';
import { inRegionOf } from '../../domain/residency/residency.ts';
import { ResultAsync } from '../../domain/result.ts';
import { failureOf } from './failure.ts';

/** How to reach AWS End User Messaging. */
export interface AwsSmsOptions {
  /** The number, sender id or pool that messages come from. */
  readonly originationIdentity: string;
  /** Where the messages are processed; the policy's own region by default (POLICY.md C18). */
  readonly region?: string;
  /** Another endpoint than Amazon's, for tests. */
  readonly endpoint?: string;
  /** The most that one message may cost, in US dollars, as AWS wants it: `0.20`. */
  readonly maxPriceUsd?: string;
  /**
   * How long a message may take to be handed over, in milliseconds; 10 s by default, 12 s at most (see
   * `longestCallMs`).
   */
  readonly timeoutMs?: number;
}

/** A code that arrives later than this opens nothing any more; AWS need not try. In seconds. */
const codeTimeToLiveSeconds = 300;

/** How long a connection may take to come about: until then it is certain that nothing went out. */
const connectionTimeoutMs = 3_000;

/**
 * Text messages by AWS End User Messaging. It asks once a message: a code is sent at most once. The provider keeps
 * message id and topic as context; it is told nothing else of the person than the number and the text.
 *
 * A message is refused for good where AWS refuses number or text, also of a person who opted out. All else is
 * retryable: `throttled`; `not-reached` where no connection came about or the account may not send; `unclear` after a
 * time-out or a server error.
 */
export function awsSmsSender(options: AwsSmsOptions): SmsSender & {
  /** Ends the connections that are kept open between messages, so that the process of the host can end. */
  close(): void;
} {
  const timeoutMs = Math.min(options.timeoutMs ?? 10_000, longestCallMs - connectionTimeoutMs);
  const region = options.region ?? 'eu-central-1';
  const endpointHost = options.endpoint === undefined ? null : new URL(options.endpoint).hostname;
  const client = new PinpointSMSVoiceV2Client({
    region,
    maxAttempts: 1,
    // Without `throwOnRequestTimeout` the client would only warn, and wait for as long as the other side likes.
    requestHandler: {
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      connectionTimeout: Math.min(connectionTimeoutMs, timeoutMs / 2),
    },
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
  });
  // The SDK takes endpoints from the environment and from profiles too, and asks nobody which region they are of.
  client.middlewareStack.add(
    (next) => (call) => {
      demandRegion(call.request, region, endpointHost);
      return next(call);
    },
    { step: 'finalizeRequest', name: 'joosStaysInRegion' },
  );
  return {
    residency: [inRegionOf('aws', region, endpointHost)],
    send: (sms) =>
      ResultAsync.fromPromise(
        client.send(
          new SendTextMessageCommand({
            DestinationPhoneNumber: sms.to,
            OriginationIdentity: options.originationIdentity,
            MessageBody: sms.text,
            MessageType: 'TRANSACTIONAL',
            Context: { message: sms.messageId, about: sms.about },
            // Anything else may wait until the phone is on again, for as long as AWS tries by itself (72 hours).
            ...(sms.about === 'code' ? { TimeToLive: codeTimeToLiveSeconds } : {}),
            ...(options.maxPriceUsd === undefined ? {} : { MaxPrice: options.maxPriceUsd }),
          }),
          // The time-outs of the client end when the headers are there; the signal ends a body that trickles in, too.
          { abortSignal: AbortSignal.timeout(timeoutMs) },
        ),
        failureOf,
      ).map(() => undefined),
    close: () => client.destroy(),
  };
}
