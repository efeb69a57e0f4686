import type { PostureGate, ProviderPosture } from '../../application/ports/posture.ts';
import type { Stores } from '../../application/ports/stores.ts';
import { examinePosture, type PostureSources } from '../../application/posture/examine-posture.ts';
import { postureGate } from '../../application/posture/posture-gate.ts';
import { postureCheck } from '../../domain/posture/posture.ts';
import type { PostureCheck } from '../../domain/posture/posture-check.ts';
import { databaseRegion } from '../../domain/posture/rds-checks.ts';
import { seen, type Unseen, unseen } from '../../domain/posture/seen.ts';
import { listIn, type PostureSettings, type RdsSettings } from './posture-settings.ts';

/** Where the doctor looks; only the packages of what is configured are loaded. */
export async function postureSources(
  from: PostureSettings,
  stores: Stores,
  core: PostureSources['core'],
): Promise<PostureSources> {
  return {
    database: await databaseOf(from, stores),
    core,
    provider: await providerOf(from.rds),
    backups: await backupsOf(from.backups),
    configuration: seen(from.facts),
  };
}

/** The checks of a list by comma; null if one is none, or is one that only an open core can tell. */
export function demandedChecks(text: string): readonly PostureCheck[] | null {
  const found = listIn(text).map(postureCheck);
  const checks = found.flatMap((check) => (check === null || check.needs === 'core' ? [] : [check]));
  return checks.length === found.length ? checks : null;
}

/** What is asked before the core opens. */
export async function gateOf(
  from: PostureSettings,
  stores: Stores,
  checks: readonly PostureCheck[],
): Promise<PostureGate> {
  return postureGate(examinePosture(await postureSources(from, stores, unseen('the core is not open yet'))), checks);
}

async function databaseOf(
  { stores: location, lookUrls }: PostureSettings,
  stores: Stores,
): Promise<PostureSources['database']> {
  if (location.kind === 'sqlite') return unseen('the stores are SQLite files');
  const { mysqlPosture } = await import('../mysql-posture/index.ts');
  const { dataUrl, vaultUrl } = location;
  return mysqlPosture({ dataUrl, vaultUrl, lookUrls, stores });
}

async function providerOf(rds: RdsSettings | null): Promise<ProviderPosture | Unseen> {
  if (rds === null) return unseen('JOOS_RDS_DATABASE and JOOS_RDS_VAULT name no instances');
  const { data, vault, accessKeyId, accessKeySecret, endpoint } = rds;
  if (accessKeyId === '' || accessKeySecret === '') {
    return unseen('no access to the cloud: JOOS_RDS_ACCESS_KEY_ID and its secret are not set');
  }
  const { alibabaRdsPosture } = await import('../rds-alibaba/index.ts');
  return alibabaRdsPosture({
    region: databaseRegion,
    instances: { data, vault },
    accessKeyId,
    accessKeySecret,
    ...(endpoint === null ? {} : { endpoint }),
  });
}

async function backupsOf(folder: string | null): Promise<PostureSources['backups']> {
  if (folder === null) return unseen('nothing tells of backups: neither JOOS_VAULT_BACKUPS nor the provider');
  const { backupFolder } = await import('../backup-folder/index.ts');
  return backupFolder(folder);
}
