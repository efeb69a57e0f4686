import type { Instant } from '../instant.ts';
import { unreachable } from '../unreachable.ts';
import type { ConsentEntry } from './consent-entry.ts';
import type { ConsentPurpose } from './contact-purpose.ts';
import type { NoticeVersion } from './notice-version.ts';

/**
 * What a person agrees to at a moment, read from the append-only ledger (POLICY.md C08).
 */

/** Nothing was ever said of the purpose: no consent (GDPR art. 4(11): silence is none). */
export interface NeverGranted {
  readonly granted: false;
  readonly since: null;
  readonly noticeVersion: null;
}

/** The purpose is granted, or withdrawn, since then without a break; the version is that of the notice last shown for it. */
export interface SaidOf {
  readonly granted: boolean;
  readonly since: Instant;
  readonly noticeVersion: NoticeVersion;
}

/** Where a person stands on one purpose: nothing was ever said, or the last word and since when it holds. */
export type ConsentState = NeverGranted | SaidOf;

/** The state of every purpose that rests on consent. */
export type Consents = Readonly<Record<ConsentPurpose, ConsentState>>;

const never: NeverGranted = { granted: false, since: null, noticeVersion: null };

/**
 * The consents as they stood at a moment, that moment included. The ledger's order is server time, then the order of the
 * lines as given; the client's clock decides nothing. Lines appended later never change the answer for an earlier moment.
 */
export function consentsAt(entries: readonly ConsentEntry[], at: Instant): Consents {
  const lines = entries
    .filter((entry) => entry.recordedAt <= at)
    .toSorted((one, other) => one.recordedAt - other.recordedAt);
  return { news: stateOf('news', lines), newsletter: stateOf('newsletter', lines) };
}

function stateOf(purpose: ConsentPurpose, lines: readonly ConsentEntry[]): ConsentState {
  return lines.filter((line) => line.purpose === purpose).reduce(evolveConsent, never);
}

/** What one more line makes of the state. Total: a ledger is read as it is, never refused. */
function evolveConsent(state: ConsentState, line: ConsentEntry): ConsentState {
  switch (line.action) {
    case 'granted':
      return { granted: true, since: state.granted ? state.since : line.recordedAt, noticeVersion: line.noticeVersion };
    case 'withdrawn':
      return {
        granted: false,
        since: state.granted ? line.recordedAt : (state.since ?? line.recordedAt),
        noticeVersion: line.noticeVersion,
      };
    case 'renewed':
      // A renewal keeps a consent alive and never brings one to life: written at the same time as a withdrawal, it loses.
      return state.granted ? { ...state, noticeVersion: line.noticeVersion } : state;
    default:
      return unreachable(line.action satisfies never);
  }
}
