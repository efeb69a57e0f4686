import { accountChecks } from './account-checks.ts';
import { backupChecks } from './backup-checks.ts';
import { coreChecks } from './core-checks.ts';
import { encryptionChecks } from './encryption-checks.ts';
import { networkChecks } from './network-checks.ts';
import type { CheckResult, FactSource, PostureCheck, PostureFacts } from './posture-check.ts';
import { rdsChecks } from './rds-checks.ts';
import { regionChecks } from './region-checks.ts';
import { type Unseen, unseen } from './seen.ts';
import { serverChecks } from './server-checks.ts';
import { storeChecks } from './store-checks.ts';

/** Every check there is, in the order in which the runbook goes. */
export const postureChecks: readonly PostureCheck[] = [
  ...storeChecks,
  ...networkChecks,
  ...accountChecks,
  ...serverChecks,
  ...encryptionChecks,
  ...backupChecks,
  ...coreChecks,
  ...regionChecks,
  ...rdsChecks,
];

/** A check, and what it came to. */
export interface PostureLine {
  readonly check: PostureCheck;
  readonly result: CheckResult;
}

/** Nothing of an installation, each source for the same reason; what was looked at takes its place. */
export function nothingSeen(why: string): Readonly<Record<FactSource, Unseen>> {
  const nothing = unseen(why);
  return { database: nothing, core: nothing, provider: nothing, backups: nothing, configuration: nothing };
}

const worstFirst: readonly CheckResult['kind'][] = ['failed', 'not-checked', 'ok'];

/** Judges an installation by these checks, by all where none are named: what failed first, then what nobody looked at. */
export function judgePosture(
  facts: PostureFacts,
  checks: readonly PostureCheck[] = postureChecks,
): readonly PostureLine[] {
  return checks
    .map((check) => ({ check, result: check.judge(facts) }))
    .toSorted((one, other) => worstFirst.indexOf(one.result.kind) - worstFirst.indexOf(other.result.kind));
}

/** The check of a name; null if there is none. */
export function postureCheck(id: string): PostureCheck | null {
  return postureChecks.find((check) => check.id === id) ?? null;
}
