import type { MySession } from '../../../application/accounts/my-sessions.ts';
import type { SecondProofNeeded, SignedIn } from '../../../application/accounts/sign-in.ts';
import type { SteppedUp } from '../../../application/accounts/step-up.ts';
import type { ThirdPartyBegun } from '../../../application/accounts/third-party-attempt.ts';
import { time } from './time.ts';

/** A session began. Its token is handed over besides, in the body or as a cookie (see `HandOver`). */
export interface SignedInJson {
  /** Names the session in the list of sessions. */
  readonly sessionId: string;
  readonly expiresAt: string;
  readonly subject: string;
  readonly isNew: boolean;
}

export function signedInJson({ sessionId, expiresAt, subject, isNew }: SignedIn): SignedInJson {
  return { sessionId, expiresAt: time(expiresAt), subject, isNew };
}

/** A session goes on under another token, which is handed over besides. */
export interface SteppedUpJson {
  readonly elevatedUntil: string;
}

export function steppedUpJson({ elevatedUntil }: SteppedUp): SteppedUpJson {
  return { elevatedUntil: time(elevatedUntil) };
}

/** What a problem of that kind says besides: how to go on. */
export interface SecondProofJson {
  readonly pending: string;
  readonly expiresAt: string;
  readonly by: readonly string[];
}

export function secondProofJson({ pending, expiresAt, by }: SecondProofNeeded): SecondProofJson {
  return { pending, expiresAt: time(expiresAt), by };
}

/** A log-in with a third party began. Its token is handed over besides. */
export interface ThirdPartyBegunJson {
  readonly url: string;
  readonly nonce: string;
  readonly expiresAt: string;
}

export function thirdPartyBegunJson({ url, nonce, expiresAt }: ThirdPartyBegun): ThirdPartyBegunJson {
  return { url, nonce, expiresAt: time(expiresAt) };
}

/** A device that is logged in, as its owner sees it. */
export interface MySessionJson {
  readonly sessionId: string;
  readonly deviceName: string | null;
  readonly startedAt: string;
  /** The last use that was noted; by the hour. */
  readonly usedAt: string;
  readonly expiresAt: string;
  readonly isThisOne: boolean;
}

export function mySessionJson({
  session,
  deviceName,
  startedAt,
  usedAt,
  expiresAt,
  isThisOne,
}: MySession): MySessionJson {
  return {
    sessionId: session,
    deviceName,
    startedAt: time(startedAt),
    usedAt: time(usedAt),
    expiresAt: time(expiresAt),
    isThisOne,
  };
}
