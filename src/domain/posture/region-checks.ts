import type { ConfiguredFacts, ConfiguredPlace } from './configured-facts.ts';
import { type CheckResult, failed, fine, notChecked, type PostureCheck, whereSeen } from './posture-check.ts';
import { type Seen, seen } from './seen.ts';

/** That the services by which messages and keys go are in the regions that the policy allows. */
export const regionChecks: readonly PostureCheck[] = [
  regionCheck('mail-region', 'mail', 'JOOS_MAIL', ({ mail }) => asList(mail)),
  regionCheck('sms-region', 'text messages', 'JOOS_SMS and JOOS_SMS_FALLBACK', ({ sms }) => sms),
  regionCheck('keys-region', 'the master key', 'JOOS_KEYS', ({ keys }) => asList(keys)),
];

function asList(place: Seen<ConfiguredPlace>): Seen<readonly ConfiguredPlace[]> {
  return place.kind === 'seen' ? seen([place.value]) : place;
}

function regionCheck(
  id: string,
  what: string,
  setting: string,
  placesIn: (facts: ConfiguredFacts) => Seen<readonly ConfiguredPlace[]>,
): PostureCheck {
  return {
    id,
    clauses: ['C18'],
    needs: 'configuration',
    expected: `${what}: in an allowed region`,
    mend: `name an allowed region in ${setting}`,
    judge: ({ configuration }) =>
      whereSeen(configuration, (facts) => whereSeen(placesIn(facts), (places) => judged(places, facts.allowedRegions))),
  };
}

function judged(places: readonly ConfiguredPlace[], allowed: readonly string[]): CheckResult {
  const regions = places.flatMap((place) => (place.kind === 'region' ? [place.region] : []));
  const outside = regions.filter((region) => !allowed.includes(region));
  if (outside.length > 0) return failed(outside.join(', '));
  if (places.some(({ kind }) => kind === 'unknown')) return notChecked('nothing tells where that server is');
  return fine(regions.length > 0 ? regions.join(', ') : 'on this machine');
}
