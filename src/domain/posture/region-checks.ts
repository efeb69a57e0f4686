import type { Residencies, Residency } from '../residency/residency.ts';
import { outsideRegions, type ResidencyPolicy } from '../residency/residency-policy.ts';
import type { ConfiguredFacts } from './configured-facts.ts';
import { type CheckResult, failed, fine, notChecked, type PostureCheck, whereSeen } from './posture-check.ts';
import type { Seen } from './seen.ts';

/** That the services by which messages and keys go are where the policy allows: by the rule by which adapters are wired. */
export const regionChecks: readonly PostureCheck[] = [
  regionCheck(
    'mail-region',
    'mailer',
    'mail',
    'JOOS_MAIL, or where the server is in JOOS_MAIL_REGION',
    ({ mail }) => mail,
  ),
  regionCheck('sms-region', 'sms', 'text messages', 'JOOS_SMS and JOOS_SMS_FALLBACK', ({ sms }) => sms),
  regionCheck('keys-region', 'keys', 'the master key', 'JOOS_KEYS', ({ keys }) => keys),
];

function regionCheck(
  id: string,
  adapter: string,
  what: string,
  setting: string,
  placesIn: (facts: ConfiguredFacts) => Seen<Residencies>,
): PostureCheck {
  return {
    id,
    clauses: ['C18'],
    needs: 'configuration',
    expected: `${what}: in an allowed region, or by an exception`,
    mend: `name an allowed region in ${setting}, or the exception and its reason in JOOS_REGION_EXCEPTIONS`,
    judge: ({ configuration }) =>
      whereSeen(configuration, (facts) =>
        whereSeen(placesIn(facts), (residency) => judged(facts.residency, { adapter, residency })),
      ),
  };
}

function judged(policy: ResidencyPolicy, placed: Parameters<typeof outsideRegions>[1][number]): CheckResult {
  const outside = outsideRegions(policy, [placed]).map(({ found }) => found);
  const known = outside.filter(({ kind }) => kind !== 'unstated');
  if (known.length > 0) return failed(known.map(inWords).join(', '));
  if (outside.length > 0) return notChecked('nothing tells where that server is');
  return fine([...new Set(placed.residency.map(inWords))].join(', '));
}

function inWords(place: Residency): string {
  switch (place.kind) {
    case 'here':
      return 'on this machine';
    case 'region':
    case 'stated':
      return place.region;
    case 'outside':
      return place.provider;
    case 'unstated':
      return 'nobody said where';
    case 'contradicted':
      return `said to be in ${place.stated}, and the name of the host tells ${place.told}`;
  }
}
