/** Makes every failing property print the one command that runs it again with the same values. */
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { replayCommand, replaySettings } from './replay-command.ts';

function report<Values>(details: fc.RunDetails<Values>): void {
  if (!details.failed) return;
  const said = fc.defaultReportMessage(details) ?? '';
  const { currentTestName = '', testPath = '' } = expect.getState();
  const command = replayCommand({
    seed: details.seed,
    path: details.counterexamplePath ?? '',
    commands: /replayPath="([^"]+)"/.exec(said)?.[1] ?? '',
    file: testPath,
    testName: currentTestName,
  });
  // The failed expectation is in the cause; fast-check leaves it to a reporter to hand it on.
  throw new Error(`${said}\n\nRun it again with:\n  ${command}\n`, { cause: details.errorInstance });
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), ...replaySettings(), reporter: report });
