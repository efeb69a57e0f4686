import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { examinePosture } from '../../../application/posture/examine-posture.ts';
import { postureCheck, postureChecks } from '../../../domain/posture/posture.ts';
import { ResultAsync } from '../../../domain/result.ts';
import { exitCodes } from '../exit-codes.ts';
import { misconfigured, storesAt } from '../open-from-configuration.ts';
import { countOf, foundIn, postureInWords } from '../posture-in-words.ts';
import { lookAtCore } from '../posture-of-core.ts';
import { readPostureSettings } from '../posture-settings.ts';
import { postureSources } from '../posture-sources.ts';
import { answer, Exit, refuse, type Shell, stop, withProgress } from '../shell.ts';
import { wrapped } from '../wrapped.ts';

/** `joos doctor`: a live installation held against the policy. */
export function doctorCommand(shell: Shell): CommandUnknownOpts {
  return new Command('doctor')
    .description('hold this installation against the policy: what failed, what could not be checked, how to mend it')
    .option('--only <check...>', 'no other checks than these')
    .option('--strict', 'exit 1 as well if something could not be checked')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
It looks and changes nothing. JOOS_DATABASE_URL and JOOS_VAULT_URL are enough to
begin with: what it cannot look at it calls not checked, and never fine.

  JOOS_DOCTOR_DATABASE_URL, JOOS_DOCTOR_VAULT_URL   the same databases by the
      account joos_doctor (see joos db accounts): without, accounts, grants and
      tables are not checked
  JOOS_RDS_DATABASE, JOOS_RDS_VAULT, JOOS_RDS_ACCESS_KEY_ID and _SECRET   the
      instances at Alibaba Cloud, and an access key that may rds:Describe*
  JOOS_VAULT_BACKUPS   the folder where backups of the vault lie, nothing else
  JOOS_REFUSE_UNLESS   checks without which no other command opens the core

Checks:
${wrapped(postureChecks.map(({ id }) => id).join(' '), 76)
  .map((line) => `  ${line}`)
  .join('\n')}

Example:
  joos doctor --only tls-required account-host --strict`,
    )
    .action(async ({ only, strict, json }) => {
      const checks = only === undefined ? postureChecks : only.flatMap((id) => postureCheck(id) ?? []);
      if (only !== undefined && checks.length < only.length) {
        stop(shell, exitCodes.usage, '--only names something that is no check; `joos doctor --help` lists them');
      }
      const read = readPostureSettings(shell.environment);
      const from = read.isErr() ? misconfigured(shell, read.error.problems) : read.value;
      const core = { look: () => new ResultAsync(lookAtCore(shell)) };
      const sources = await postureSources(from, await storesAt(from.stores), core);
      const examined = await withProgress(shell, 'looking', () => examinePosture(sources)(checks));
      if (examined.isErr()) return refuse(shell, json, examined.error);
      const lines = examined.value;
      const [failed, notChecked] = [countOf(lines, 'failed'), countOf(lines, 'not-checked')];
      const told = {
        failed,
        notChecked,
        ok: countOf(lines, 'ok'),
        checks: lines.map(({ check: { id, clauses, expected, mend }, result }) => ({
          check: id,
          clauses,
          result: result.kind,
          [result.kind === 'not-checked' ? 'why' : 'found']: foundIn(result),
          expected,
          mend,
        })),
      };
      answer(shell, json, told, postureInWords(lines));
      if (failed > 0 || (strict === true && notChecked > 0)) throw new Exit(exitCodes.found);
    });
}
