import type { Residency } from '../../domain/residency/residency.ts';
import {
  type OutsideRegions,
  outsideRegions,
  type PlacedAdapter,
  placeName,
  ResidencyPolicy,
  type ResidencyTerms,
} from '../../domain/residency/residency-policy.ts';
import { exitCodes } from './exit-codes.ts';
import { type Shell, stop } from './shell.ts';

/** Ends a command that opens less than the core, such as a migration, where what it opens is not where data may be. */
export function demandRegions(shell: Shell, terms: ResidencyTerms, adapters: readonly PlacedAdapter[]): void {
  const outside = ResidencyPolicy.of(terms).match(
    (policy) => outsideRegions(policy, adapters),
    ({ kind }) => {
      throw new Error(kind); // the configuration was held to it already
    },
  );
  if (outside.length > 0) refuseOutside(shell, outside);
}

/** Says which parts are where personal data may not be, and how that is mended, and ends the command. */
export function refuseOutside(shell: Shell, outside: readonly OutsideRegions[]): never {
  return stop(
    shell,
    exitCodes.configuration,
    [
      'personal data would be outside JOOS_REGIONS; nothing was opened:',
      ...outside.flatMap(({ adapter, found }) => [`  ${adapter}: ${inWords(found)}`, `    ${remedy(adapter, found)}`]),
    ].join('\n'),
  );
}

function inWords(found: Residency): string {
  switch (found.kind) {
    case 'here':
      return 'is on this machine';
    case 'region':
      return `is in ${found.region} of ${clouds[found.provider]}`;
    case 'stated':
      return `${found.of} is said to be in ${found.region}`;
    case 'unstated':
      return `nobody said where ${found.of} is`;
    case 'contradicted':
      return `${found.of} is said to be in ${found.stated}, and the name of its host tells ${found.told}`;
    case 'outside':
      return `${found.provider} is in no region that can be named`;
  }
}

const clouds = { aws: 'AWS', alibaba: 'Alibaba Cloud' } as const;

function remedy(adapter: string, found: Residency): string {
  const place = placeName(found);
  if (place !== null) {
    return `Where that is allowed, JOOS_REGION_EXCEPTIONS names it: {"adapter": "${adapter}", "place": "${place}", "reason": …}`;
  }
  if (adapter === 'stores') return 'JOOS_DATABASE_REGION says where both databases are.';
  if (adapter === 'mailer') return 'JOOS_MAIL_REGION says where the mail server is.';
  return 'Its own file says so as its "region", or null where it is in no one place.';
}
