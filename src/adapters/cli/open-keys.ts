import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { onThisMachine } from '../../domain/residency/residency.ts';
import { errAsync } from '../../domain/result.ts';
import type { ConfigurationProblem, KeysLocation } from './configuration.ts';
import { keysPlaceIn } from './keys-place.ts';
import { settings } from './settings.ts';
import type { Shell } from './shell.ts';

/** The key file, if the master key is in one, and what is wrong with it. */
export interface OpenedKeyFile {
  readonly wrapper: KeyWrapper;
  readonly problems: readonly ConfigurationProblem[];
}

/** Opens the key file before all else: what is wrong with it is told together with what is wrong with the settings. */
export async function openedKeyFile({ environment }: Shell): Promise<OpenedKeyFile> {
  const setting = settings.keys.name;
  const place = keysPlaceIn(environment[setting] ?? '');
  // A setting that is missing or says nothing is reported as such.
  if (place?.kind !== 'file') return { wrapper: noKeys, problems: [] };
  const { openKeyFile } = await import('../key-file/index.ts');
  return (await openKeyFile(place.path)).match(
    (wrapper): OpenedKeyFile => ({ wrapper, problems: [] }),
    ({ kind }) => ({ wrapper: noKeys, problems: [{ setting, problem: keyFileProblems[kind] }] }),
  );
}

/** The master key that the configuration names; only the package of its own service is loaded. */
export async function keysAt(keys: KeysLocation, keyFile: OpenedKeyFile): Promise<KeyWrapper> {
  switch (keys.kind) {
    case 'file':
      return keyFile.wrapper;
    case 'aws': {
      const { awsKmsKeyWrapper } = await import('../kms-aws/index.ts');
      return awsKmsKeyWrapper({ region: keys.region, keyId: keys.keyId });
    }
    case 'alibaba': {
      const { alibabaKmsKeyWrapper } = await import('../kms-alibaba/index.ts');
      const { region, keyId, accessKeyId, accessKeySecret } = keys;
      return alibabaKmsKeyWrapper({ region, keyId, accessKeyId, accessKeySecret });
    }
  }
}

/** Stands in where the command ends before a key is asked for. */
const noKeys: KeyWrapper = {
  residency: onThisMachine,
  wrap: () => errAsync(portFailure('KeyWrapper', false)),
  unwrap: () => errAsync(portFailure('KeyWrapper', false)),
};

const keyFileProblems = {
  KeyFileMissing: 'names no file that is there; `joos migrate --create-key` makes one',
  KeyFileOpenToOthers: 'names a file that others may read or write; give it mode 0600',
  KeyFileMalformed: 'names a file that is not a key file of joos',
  KeyFileExists: 'names a file that is there already',
  KeyFileUnusable: 'names a file that the system refuses to read',
} as const;
