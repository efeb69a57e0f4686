import type { SecondProofNeeded } from '../../../src/application/accounts/sign-in.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { dayMs } from '../../../src/domain/instant.ts';
import { askedFor, type TypedCode } from '../people.ts';
import { refusal, type World } from '../world.ts';

/** Longer than a phone stands for a person here. */
export const dormantMs: number = 190 * dayMs;

/** A phone that a device has proved, and whose account wants more. */
export interface ProvedPhone extends Pick<TypedCode, 'phone' | 'device'> {
  readonly pending: string;
  readonly by: SecondProofNeeded['by'];
}

/** Proves a phone with its code, and is told that it does not open its account any more. */
export async function provedPhone(world: World, phone: string): Promise<ProvedPhone> {
  const typed = await askedFor(world, phone);
  const refused = refusal(await verifyCode(world.ports)(typed));
  if (refused.kind !== 'SecondProofNeeded') throw new Error(`This should have asked for more, not ${refused.kind}`);
  const { pending, by } = refused;
  return { phone, device: typed.device, pending, by };
}
