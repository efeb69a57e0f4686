import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** What a provider told us by itself, as it came over HTTP: nothing of it is believed before it is read. */
export interface ProviderMessage {
  readonly body: Uint8Array;
  /** A header by its name, in any case; null if it is not there. */
  readonly header: (name: string) => string | null;
}

/** The message is not the provider's, not for us, or too old: its signature or its time says so. */
export interface NotGenuine {
  readonly kind: 'NotGenuine';
}

/** What happened at the card processor, in our own words. Each may come twice, late and in any order. */
export type ProcessorEvent =
  /** An attempt to collect was answered; payment and attempt are those of our idempotency key. */
  | {
      readonly kind: 'answered';
      readonly payment: string;
      readonly attempt: number;
      readonly answer:
        | {
            readonly kind: 'succeeded';
            readonly reference: string;
            /** What was taken, where the processor says it. */
            readonly amount?: { readonly amountMinor: number; readonly currency: string };
          }
        | { readonly kind: 'declined'; readonly reason: string };
    }
  /**
   * Money went back to the card: by a refund of ours, named by its idempotency key, or by one that somebody made at the
   * processor's own desk, named by the processor.
   */
  | {
      readonly kind: 'refunded';
      readonly payment: string;
      readonly refund: string;
      /** The charge that it was taken from: an amount that was taken twice has two. */
      readonly reference: string;
      readonly amount: { readonly amountMinor: number; readonly currency: string };
    }
  /** Money did not get back to the card after all, though the processor had begun: somebody must look. */
  | { readonly kind: 'refund-failed'; readonly payment: string }
  /** The bank took the money back on the person's word: evidence is asked for. */
  | { readonly kind: 'dispute-opened'; readonly payment: string; readonly dispute: string }
  /** The dispute is over, whoever won. */
  | { readonly kind: 'dispute-closed'; readonly payment: string; readonly dispute: string };

/** Reads what a card processor tells. Events of types that mean nothing to us are answered as none. */
export interface CardEvents {
  /** Makes sure that the message is genuine, at a moment, and says what happened. */
  read(message: ProviderMessage, at: Instant): ResultAsync<readonly ProcessorEvent[], NotGenuine | PortFailure>;
}

/** What became of a mail after the provider took it. */
export interface MailEvent {
  /** `bounced`: the address does not exist or takes nothing for good. `complained`: the person called the mail spam. */
  readonly kind: 'bounced' | 'complained';
  /** As `Mail.messageId` named the mail. */
  readonly messageId: string;
  /** The address that it is about, as the provider spells it. */
  readonly address: string;
}

/** Reads what a mail provider tells. Events that mean nothing to us are answered as none. */
export interface MailEvents {
  /** Makes sure that the message is genuine, at a moment, and says what happened. */
  read(message: ProviderMessage, at: Instant): ResultAsync<readonly MailEvent[], NotGenuine | PortFailure>;
}
