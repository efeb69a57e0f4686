import type { Placed } from '../../domain/residency/residency.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { MessageContent } from './message-content.ts';
import type { PortFailure } from './port-failure.ts';

/** A rendered text message to one person. */
export interface Sms {
  /** Names the message towards the provider and in files; says nothing of the person. */
  readonly messageId: string;
  /** What the message is about, as a word of a closed list: names files and tags at the provider. */
  readonly about: MessageContent['kind'];
  readonly to: PhoneNumber;
  readonly text: string;
}

/** Hands text messages to a provider. */
export interface SmsSender extends Placed {
  /** Resolves once the provider took the message; failures say as those of a `Mailer` whether it may have gone out. */
  send(sms: Sms): ResultAsync<void, PortFailure>;
}
