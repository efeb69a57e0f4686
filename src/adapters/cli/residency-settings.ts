import { z } from 'zod';
import {
  policyTerms,
  type ResidencyException,
  ResidencyPolicy,
  type ResidencyTerms,
} from '../../domain/residency/residency-policy.ts';
import { valueOrNone } from './business-settings.ts';
import { misfit, readJsonFile } from './json-file.ts';
import { type ReadSetting, type ReportSetting, settings } from './settings.ts';

const text = z.string(misfit('is no text')).refine((given) => given.trim() !== '', 'is empty');

/** Who may be elsewhere, and why: as it stands in the file. */
const exceptionsFile = z.array(
  z.strictObject({ adapter: text, place: text, reason: text }, misfit('is no object of adapter, place and reason')),
  misfit('is no list of exceptions'),
);

/** Reads where personal data may be. Where that is not told right, nothing is wired by it: the problems end the command. */
export function residencyIn(read: ReadSetting, report: ReportSetting): ResidencyTerms {
  const regions = wordsIn(read(settings.regions));
  const terms = { regions, exceptions: exceptionsIn(valueOrNone(read(settings.regionExceptions)), report) };
  if (ResidencyPolicy.of({ regions }).isErr()) report(settings.regions, 'is no list of regions such as eu-central-1');
  return regions.length === 0 ? { ...terms, regions: policyTerms.regions } : terms;
}

/** What the operator says of a server; undefined where nothing was said. */
export function statedRegion(
  read: ReadSetting,
  setting: 'databaseRegion' | 'mailRegion',
  report: ReportSetting,
): string | undefined {
  const region = read(settings[setting]) || undefined;
  if (region !== undefined && ResidencyPolicy.of({ regions: [region] }).isErr()) {
    report(settings[setting], 'is no region such as eu-central-1');
  }
  return region;
}

function exceptionsIn(path: string | null, report: ReportSetting): readonly ResidencyException[] {
  if (path === null) return [];
  return readJsonFile(path, exceptionsFile).match(
    (exceptions): readonly ResidencyException[] => exceptions,
    (problems) => {
      for (const problem of problems) report(settings.regionExceptions, problem);
      return [];
    },
  );
}

function wordsIn(list: string): readonly string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
