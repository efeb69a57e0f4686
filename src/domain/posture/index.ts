/**
 * How a live installation is held against the policy: every check as a value, and the judges, which are pure. An entry of its
 * own, since who serves people has no use for it.
 *
 * @module
 */
export { accountChecks, passwordDays, passwordNoticeDays } from './account-checks.ts';
export { backupChecks, vaultBackupDropMs, vaultBackupEveryMs } from './backup-checks.ts';
export type { BackupFacts, ConfiguredFacts } from './configured-facts.ts';
export { coreChecks, epochDestroyedMs, noticeLateMs } from './core-checks.ts';
export type { CoreFacts, UnfinishedErasure } from './core-facts.ts';
export { encryptionChecks } from './encryption-checks.ts';
export { instanceOf } from './instance-of.ts';
export { networkChecks } from './network-checks.ts';
export { judgePosture, nothingSeen, type PostureLine, postureCheck, postureChecks } from './posture.ts';
export {
  type AroundServer,
  type CheckResult,
  type Clause,
  type FactSource,
  failed,
  fine,
  inBothStores,
  notChecked,
  onBothServers,
  type PostureCheck,
  type PostureFacts,
  some,
  whereSeen,
} from './posture-check.ts';
export { isEveryAddress, isPrivateNetwork } from './private-network.ts';
export type { BackupPolicyFacts, EndpointFacts, InstanceFacts, ProviderFacts } from './provider-facts.ts';
export { databaseRegion, rdsChecks } from './rds-checks.ts';
export { regionChecks } from './region-checks.ts';
export { type Seen, seen, type Unseen, unseen } from './seen.ts';
export { binaryLogDays, clockSkewMs, serverChecks } from './server-checks.ts';
export type {
  AccountFacts,
  ConnectionTls,
  DatabaseFacts,
  SchemaFacts,
  ServerFacts,
  TableFacts,
} from './server-facts.ts';
export { storeChecks } from './store-checks.ts';
