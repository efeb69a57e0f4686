import type { HoldReport } from '../../../application/privacy/hold-report.ts';
import type { HoldPlaced } from '../../../application/privacy/place-hold.ts';
import type { RequestReport } from '../../../application/privacy/record-request.ts';
import type { LegalHold } from '../../../domain/legal-hold/legal-hold.ts';
import { time } from './time.ts';

/** Who did something to a hold, and when. */
export interface HoldDeedJson {
  readonly by: string;
  readonly at: string;
}

/** A hold; whose it is stands in none. */
export interface HoldJson extends Omit<HoldReport, 'placedAt' | 'approved' | 'ended'> {
  readonly placedAt: string;
  readonly approved: HoldDeedJson | null;
  readonly ended: HoldDeedJson | null;
}

export function holdJson({ placedAt, approved, ended, ...rest }: HoldReport): HoldJson {
  return { ...rest, placedAt: time(placedAt), approved: holdDeedJson(approved), ended: holdDeedJson(ended) };
}

/** A hold, and what it can still keep. */
export interface PlacedHoldJson extends HoldJson {
  readonly reach: string;
}

export function placedHoldJson({ reach, ...hold }: HoldPlaced): PlacedHoldJson {
  return { ...holdJson(hold), reach };
}

function holdDeedJson(deed: LegalHold['approved']): HoldDeedJson | null {
  return deed === null ? null : { by: deed.by, at: time(deed.at) };
}

/** A request of a data subject, with its legal clock in days. */
export interface RequestJson {
  readonly request: string;
  readonly state: string;
  readonly dueOn: string;
  readonly daysLeft: number;
  readonly overdue: boolean;
  readonly alarm: boolean;
}

export function requestJson({ request, state, dueOn, daysLeft, overdue, alarm }: RequestReport): RequestJson {
  return { request, state, dueOn, daysLeft, overdue, alarm };
}
