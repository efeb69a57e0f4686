import type { PortFailure } from '../../application/ports/port-failure.ts';
import { coreFacts } from '../../application/posture/core-facts.ts';
import type { CoreFacts } from '../../domain/posture/core-facts.ts';
import { type Seen, seen, unseen } from '../../domain/posture/seen.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { JoosNotOpened } from '../../index.ts';
import { readConfiguration } from './configuration.ts';
import { adaptersFrom } from './open-from-configuration.ts';
import { settingNames } from './posture-settings.ts';
import { Exit, type Shell } from './shell.ts';

/** Opens the core, looks and closes it again. A core that is not configured, or does not open, is unseen. */
export async function lookAtCore(shell: Shell): Promise<Result<Seen<CoreFacts>, PortFailure>> {
  const configuration = readConfiguration(shell.environment);
  if (configuration.isErr()) {
    return ok(unseen(`the core is not configured: ${settingNames(configuration.error.problems)}`));
  }
  const said: string[] = [];
  const chosen = await adaptersFrom({ ...shell, err: (line) => void said.push(line) }, 'warn').catch(
    (problem: unknown) => {
      if (problem instanceof Exit) return null;
      throw problem;
    },
  );
  if (chosen === null) return ok(unseen(`the core does not open: ${said.map((line) => line.trim()).join(' ')}`));
  const { allPorts, openContainer } = await import('../inversify/index.ts');
  const opened = await openContainer(chosen.adapters);
  if (opened.isErr()) return notOpened(opened.error);
  try {
    return (await coreFacts(opened.value.get(allPorts))()).map(seen);
  } finally {
    await opened.value.unbindAllAsync();
    for (const one of chosen.toClose) one.close?.();
  }
}

function notOpened(problem: JoosNotOpened): Result<Seen<CoreFacts>, PortFailure> {
  switch (problem.kind) {
    case 'PortFailure':
      return problem.retryable
        ? err(problem)
        : ok(unseen('the core does not open with these JOOS_KEYS and JOOS_ENVIRONMENT'));
    case 'SchemaNotMigrated':
      return ok(unseen('the core does not open: joos migrate first'));
    case 'LedgerNotApplied':
    case 'VaultBehind':
      return ok(unseen('the core does not open: a backup was restored; joos restore replay first'));
    case 'InvalidResidency':
    case 'OutsideAllowedRegions':
      return ok(unseen('the core does not open: an adapter is outside JOOS_REGIONS'));
    // These were held to the rules already, and no gate was given.
    case 'InvalidEnvironment':
    case 'InvalidBusiness':
    case 'NoAuditSink':
    case 'PostureFailed':
      throw new Error(problem.kind);
  }
}
