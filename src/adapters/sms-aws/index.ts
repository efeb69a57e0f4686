import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { SmsSender } from '../../application/ports/sms-sender.ts';
import { ResultAsync } from '../../domain/result.ts';

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
}

/**
 * Text messages by AWS End User Messaging. It asks once a message: a code is sent at most once. The provider keeps message
 * id and topic as context; it is told nothing else of the person than the number and the text.
 */
export function awsSmsSender(options: AwsSmsOptions): SmsSender & { close(): void } {
  const client = new PinpointSMSVoiceV2Client({
    region: options.region ?? 'eu-central-1',
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, connectionTimeout: 3_000 },
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
  });
  return {
    send: (sms) =>
      ResultAsync.fromPromise(
        client.send(
          new SendTextMessageCommand({
            DestinationPhoneNumber: sms.to,
            OriginationIdentity: options.originationIdentity,
            MessageBody: sms.text,
            MessageType: 'TRANSACTIONAL',
            Context: { message: sms.messageId, about: sms.about },
            TimeToLive: 300,
            ...(options.maxPriceUsd === undefined ? {} : { MaxPrice: options.maxPriceUsd }),
          }),
        ),
        failure,
      ).map(() => undefined),
    close: () => client.destroy(),
  };
}

const refusals: ReadonlySet<string> = new Set([
  'ValidationException',
  'AccessDeniedException',
  'ConflictException',
  'ResourceNotFoundException',
  'ServiceQuotaExceededException',
]);

function failure(cause: unknown): PortFailure {
  const name = cause instanceof Error ? cause.name : '';
  return portFailure('SmsSender', !refusals.has(name), cause);
}
