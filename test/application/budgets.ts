import { type BudgetRuleName, chargeOf } from '../../src/domain/verification/code-budget.ts';
import { defaultSignInPolicy, limitOf, type SignInPolicy } from '../../src/domain/verification/sign-in-policy.ts';
import { value, type World } from './world.ts';

/** The policy of a host that sets other limits, of rules or of what a day may cost. */
export function policyWith(
  limits: NonNullable<SignInPolicy['limits']>,
  more: Partial<Omit<SignInPolicy, 'limits'>> = {},
): SignInPolicy {
  return { ...defaultSignInPolicy, ...more, limits };
}

/** How much of a budget is used now, in shares of its limit: 0 is none, 1 is all. */
export async function usedOf(world: World, rule: BudgetRuleName, of: string): Promise<number> {
  const charge = chargeOf(rule, of, limitOf(world.ports.business.signIn ?? defaultSignInPolicy, rule));
  const [bucketed] = value(await world.ports.hashing.buckets([charge]));
  if (bucketed === undefined) throw new Error('A charge has a bucket');
  const at = world.ports.clock.now();
  const levels = value(await world.ports.store.transact((tx) => tx.budgets.levels([bucketed], at)));
  return (levels[0]?.levelMs ?? 0) / charge.fullMs;
}

/** How many milliseconds it takes until each budget that was touched is empty again; those that are empty left out. */
export function chargesStanding(world: World): readonly number[] {
  const now = world.ports.clock.now();
  const emptyAt = world.rows('codeBudgets') as readonly number[]; // sound: by bucket, the moment at which it is empty
  return emptyAt.map((at) => at - now).filter((leftMs) => leftMs > 0);
}

/** The rules that were named to the listener, in the order in which they were hit. */
export function rulesHit(world: World): readonly (BudgetRuleName | null)[] {
  return world.risks.filter(({ kind }) => kind === 'sending-limit-hit' || kind === 'limit-hit').map(({ rule }) => rule);
}
