import { Day, type Instant } from '../../domain/instant.ts';
import type { PhoneOpens } from '../../domain/user/contact-change.ts';
import { isDormant } from '../../domain/user/phone-dormancy.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { Ports } from '../ports/ports.ts';
import { signInPolicy } from './code-budgets.ts';

/** Whether the phone alone opens the account still: where nobody knows when it was proved, it does not. */
export function phoneOpens(
  ports: Pick<Ports, 'business'>,
  { phoneProvedOn = null }: Pick<ActiveSubject, 'phoneProvedOn'>,
  at: Instant,
): boolean {
  return phonesOpenAt(ports, at)(phoneProvedOn);
}

/** As {@link phoneOpens}, of any phone by the day of its last proof. */
export function phonesOpenAt(ports: Pick<Ports, 'business'>, at: Instant): PhoneOpens {
  const { phoneDormancy } = signInPolicy(ports);
  const today = Day.ofInstant(at);
  return (phoneProvedOn) => phoneProvedOn !== null && !isDormant(phoneDormancy, phoneProvedOn, today);
}
