import type { Instant } from '../../domain/instant.ts';
import type { Placed } from '../../domain/residency/residency.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/**
 * A company that processes personal data on our behalf and has to erase it too (GDPR art. 19 and 28(3)(g)): an analytics
 * service, a help desk, a newsletter service.
 */
export interface DataProcessor extends Placed {
  /** 2 to 40 lower-case letters, digits and hyphens; stable: certificates and records name it. */
  readonly name: string;
  /** By which identifiers it knows people. Whatever is not listed is never sent to it. */
  readonly knowsBy: readonly ProcessorIdentifier[];
  /**
   * Asks it to erase a person; the same request id is the same request, however often it is asked.
   *
   * A retryable failure leaves open whether the request arrived: ask again. A request without a single identity that it
   * knows people by is refused unsent, and no repetition mends that: leave the processor out for such a person.
   */
  requestErasure(request: ProcessorErasureRequest): ResultAsync<ProcessorStatus, PortFailure>;
  /** How a request goes that was acknowledged. Needs no identifier. */
  statusOf(requestId: string): ResultAsync<ProcessorStatus, PortFailure>;
}

/** What a processor may know a person by: our pseudonym, the email address or the phone number. */
export type ProcessorIdentifier = 'subject' | 'email' | 'phone';

/** A person to be erased at a processor. It holds identifiers: keep it out of every log. */
export interface ProcessorErasureRequest {
  /** A UUID of version 4 in lower case, of our making; it says nothing of the person. */
  readonly requestId: string;
  /** When the person asked for the erasure. */
  readonly submittedAt: Instant;
  /** Names of the person; those of a kind that the processor does not know people by stay here. */
  readonly identities: readonly { readonly kind: ProcessorIdentifier; readonly value: string }[];
}

/** How a processor says that a request goes. */
export type ProcessorStatus =
  /** It has the request; `expectedBy` is when it expects to be done, null where it does not say. */
  | { readonly kind: 'pending'; readonly expectedBy: Instant | null }
  /** It has erased the person. */
  | { readonly kind: 'completed' }
  /** It does not do it: the request was cancelled at its end. */
  | { readonly kind: 'refused' }
  /** It never heard of the request: ask again. */
  | { readonly kind: 'unknown' };
