import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { Erasure, ErasureState, Kept, Obstacle } from '../../domain/deletion/erasure.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { Language } from '../../domain/user/language.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { PortFailure } from './port-failure.ts';

/** The way to a person who left, for the goodbye and for processors; sealed under a key that lives for days at most. */
export interface Farewell {
  readonly language: Language;
  readonly phone: PhoneNumber | null;
  readonly email: EmailAddress | null;
}

/** How a processor stands to an erasure: `asked` until it acknowledged, `pending` until it is done. */
export type PropagationState = 'asked' | 'pending' | 'completed' | 'refused' | 'unreachable';

/** That a registered processor was asked to erase a person. */
export interface Propagation {
  /** The same request however often it is asked: made once, before the first try. */
  readonly requestId: string;
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
  readonly processor: string;
  readonly state: PropagationState;
  readonly askedAt: Instant;
  /** When it was completed, refused or given up. */
  readonly settledAt: Instant | null;
}

/** How far each erasure is. Every method may be called again, by any number of workers at once, and then changes nothing. */
export interface ErasureJournal {
  /**
   * Erasures whose time has come, longest due first, each claimed until a moment, after which another worker may take it
   * up. One that is stuck or held holds up no other.
   */
  claim(claim: {
    readonly at: Instant;
    readonly until: Instant;
    readonly limit: number;
  }): ResultAsync<readonly Erasure[], PortFailure>;
  /** Moves an erasure on, and never back; says when it is looked at again. With `certified` the user is marked erased. */
  advance(
    erasure: ErasureId,
    to: {
      readonly state: ErasureState;
      readonly obstacle: Obstacle | null;
      /** Null with the last step alone. */
      readonly dueAt: Instant | null;
      readonly completedAt: Instant | null;
    },
  ): ResultAsync<void, PortFailure>;
  /** Writes down what outlives the account as it turned out. */
  saveKept(erasure: ErasureId, kept: readonly Kept[]): ResultAsync<void, PortFailure>;
  /** Has the subject's unfinished erasure, if there is one, looked at from the moment on: a hold of the subject's ended. */
  wake(subject: SubjectId, at: Instant): ResultAsync<void, PortFailure>;
  /** Whether nothing of the subject's is under way any more: no notice is held by a worker whose lease still runs. */
  isDrained(subject: SubjectId, at: Instant): ResultAsync<boolean, PortFailure>;
  /** The way to the person; null once it is purged, or its key destroyed. */
  farewellOf(erasure: ErasureId, purpose: UnsealingPurpose): ResultAsync<Farewell | null, PortFailure>;
  /**
   * Claims the goodbye, for one caller alone, ever; answers when it was begun, and whether by this call. Null where there is
   * nobody to say it to.
   */
  beginGoodbye(
    erasure: ErasureId,
    at: Instant,
  ): ResultAsync<{ readonly begunAt: Instant; readonly first: boolean } | null, PortFailure>;
  /** The processors asked so far. */
  propagationsOf(erasure: ErasureId): ResultAsync<readonly Propagation[], PortFailure>;
  /** Adds a request to a processor, once per erasure and processor; answers the one that stands. */
  addPropagation(propagation: Propagation): ResultAsync<Propagation, PortFailure>;
  /** Writes how it goes. A settled one stays as it is. */
  savePropagation(
    requestId: string,
    state: PropagationState,
    settledAt: Instant | null,
  ): ResultAsync<void, PortFailure>;
}
