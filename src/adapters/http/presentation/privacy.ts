import type { AccountCancelled } from '../../../application/privacy/cancel-my-account.ts';
import type { ErasureReport } from '../../../application/privacy/erasure-status.ts';
import type { Kept, KeptUntil } from '../../../domain/deletion/erasure.ts';
import type { ErasurePlan, PlanLine } from '../../../domain/deletion/plan-erasure.ts';
import { time, timeOrNull } from './time.ts';

/** What outlives an account, why, and until when. */
export interface KeptJson {
  readonly category: string;
  readonly records: number;
  readonly rule: string;
  readonly basis: string;
  readonly until: KeptUntil;
}

function keptJson({ category, records, rule, basis, until }: Kept): KeptJson {
  return { category, records, rule, basis, until };
}

/** How far an erasure is, right after it was asked for. */
export interface AccountCancelledJson {
  readonly erasure: string;
  readonly state: string;
  readonly kept: readonly KeptJson[];
}

export function accountCancelledJson({ erasure, state, kept }: AccountCancelled): AccountCancelledJson {
  return { erasure, state, kept: kept.map(keptJson) };
}

/** How an erasure goes. */
export interface ErasureReportJson extends AccountCancelledJson {
  readonly requestedAt: string;
  readonly completedAt: string | null;
}

export function erasureReportJson({ requestedAt, completedAt, ...cancelled }: ErasureReport): ErasureReportJson {
  return {
    ...accountCancelledJson(cancelled),
    requestedAt: time(requestedAt),
    completedAt: timeOrNull(completedAt),
  };
}

/** What becomes of one kind of records when the account is cancelled. */
export interface PlanLineJson {
  readonly category: string;
  readonly records: number;
  readonly rule: string;
  readonly basis: string;
  readonly because: string;
  readonly outcome: 'erase' | 'keep';
  readonly until: KeptUntil | null;
}

/** What an erasure would do. */
export interface ErasurePlanJson {
  readonly lines: readonly PlanLineJson[];
  readonly keptOrders: readonly string[];
}

export function erasurePlanJson({ lines, keptOrders }: ErasurePlan): ErasurePlanJson {
  return { lines: lines.map(planLineJson), keptOrders };
}

function planLineJson(line: PlanLine): PlanLineJson {
  const { category, records, rule, basis, because, outcome } = line;
  return { category, records, rule, basis, because, outcome, until: line.outcome === 'keep' ? line.until : null };
}
