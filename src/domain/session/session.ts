import type { SessionId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { DeviceName } from './device-name.ts';
import { sessionExpiry } from './session-policy.ts';

/** One device that is logged in (POLICY.md C06). Its token is no part of it: nobody gets that a second time. */
export interface Session {
  /** Names the session in a list, and is worth nothing without a token. */
  readonly session: SessionId;
  readonly deviceName: DeviceName | null;
  readonly startedAt: Instant;
  /** When the person last proved who they are: at log-in, or by a step-up. Null: by a third party that did not say when. */
  readonly provedAt: Instant | null;
  /** The last use that was noted; by the hour. */
  readonly usedAt: Instant;
  readonly expiresAt: Instant;
}

/**
 * A session that begins at a log-in. By a code that is a proof by itself; by a third party the proof is as old as the log-in
 * there, which may have been running for days.
 */
export function newSession(
  session: SessionId,
  deviceName: DeviceName | null,
  at: Instant,
  provedAt: Instant | null = at,
): Session {
  return { session, deviceName, startedAt: at, provedAt, usedAt: at, expiresAt: sessionExpiry(at, at) };
}
