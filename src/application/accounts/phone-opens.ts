import { Day, type Instant } from '../../domain/instant.ts';
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
  return phoneProvedOn !== null && !isDormant(signInPolicy(ports).phoneDormancy, phoneProvedOn, Day.ofInstant(at));
}
