import { describeRefusal } from '../../application/refusals.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Language } from '../../domain/user/language.ts';
import { describeEdgeRefusal, type HttpRefusal, isEdgeRefusal } from './edge-refusal.ts';
import { pageResponse } from './pages.ts';
import { secondProofJson } from './presentation/sessions.ts';
import { time } from './presentation/time.ts';
import { statusOf } from './statuses.ts';

/** A refusal as `application/problem+json` (RFC 9457). */
export interface Problem {
  /** `urn:joos:refusal:` and the kind. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** What the person can do now. */
  readonly advice: string;
  /** For programs: the words may change, the kind does not. */
  readonly kind: string;
  /** Words of closed lists, counts and durations that come with the kind, such as `reason` or `retryAfterMs`. */
  readonly [member: string]: unknown;
}

/**
 * The members of refusals that may leave the house. What is not named stays inside: a refusal of the core never carries
 * what somebody typed, and this list makes sure of it once more.
 */
const safeMembers = [
  'reason',
  'fields',
  'of',
  'what',
  'channel',
  'triesLeft',
  'retryAfterMs',
  'retryable',
  'limitBytes',
  'erasure',
] as const;

/** How long to wait when a part of us does not answer, in seconds. */
const pauseSeconds = 5;

/** Says a refusal as a problem. */
export function problemOf(refusal: HttpRefusal, language: Language): Problem {
  const { title, detail, advice } = isEdgeRefusal(refusal)
    ? describeEdgeRefusal(refusal, language)
    : describeRefusal(refusal, language);
  const members = safeMembers.flatMap((name) => {
    const value: unknown = Object.hasOwn(refusal, name)
      ? (refusal as Readonly<Record<string, unknown>>)[name]
      : undefined; // sound: a plain object
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    type: `urn:joos:refusal:${refusal.kind}`,
    title,
    status: statusOf(refusal),
    detail,
    advice,
    kind: refusal.kind,
    ...Object.fromEntries(members),
    ...(refusal.kind === 'SecondProofNeeded' ? secondProofJson(refusal) : {}),
    ...(isForAWhile(refusal) ? { until: time(refusal.until) } : {}),
  };
}

/** Refusals that say until when they hold. */
function isForAWhile(refusal: HttpRefusal): refusal is HttpRefusal & { readonly until: Instant } {
  const { kind } = refusal;
  if (kind === 'OtherLoginsTooNew') return refusal.until !== null;
  return kind === 'ContactReserved' || kind === 'ContactChangedRecently';
}

/** The response that says it to a person with a browser. */
export function problemPage(refusal: HttpRefusal, language: Language): Response {
  const { status, title, detail, advice } = problemOf(refusal, language);
  const response = pageResponse(status, { title, lines: [detail, advice], button: null }, language);
  setHeadersOf(refusal, status, response.headers);
  return response;
}

/** The response that says it. */
export function problemResponse(refusal: HttpRefusal, language: Language): Response {
  const problem = problemOf(refusal, language);
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Content-Language': language });
  setHeadersOf(refusal, problem.status, headers);
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

function setHeadersOf(refusal: HttpRefusal, status: number, headers: Headers): void {
  const wait = waitSeconds(refusal);
  if (wait !== null) headers.set('Retry-After', String(wait));
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer');
  if (refusal.kind === 'WrongMethod') headers.set('Allow', refusal.allowed.join(', '));
}

/** How long to wait, in whole seconds; null where waiting mends nothing. */
function waitSeconds(refusal: HttpRefusal): number | null {
  if ('retryAfterMs' in refusal) return Math.ceil(refusal.retryAfterMs / 1000);
  return refusal.kind === 'PortFailure' && refusal.retryable ? pauseSeconds : null;
}
