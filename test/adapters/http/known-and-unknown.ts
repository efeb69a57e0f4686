import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import type { Stores } from '../../../src/application/ports/stores.ts';
import { budgetRules } from '../../../src/domain/verification/code-budget.ts';
import { defaultSignInPolicy, isLimited, type SignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { ask } from './client.ts';
import { type House, host, openHouse } from './house.ts';
import { codeFor, confirmedEmail, signedUp } from './sign-up.ts';

/** People with an account, and contacts of nobody; of each sort as many, and of the same length. */
export interface KnownAndUnknown {
  readonly house: House;
  readonly known: readonly Contacts[];
  readonly unknown: readonly Contacts[];
}

export interface Contacts {
  readonly phone: string;
  readonly email: string;
}

/** Budgets that nobody uses up: what is compared is how they answer while there is room. */
const endless: SignInPolicy = {
  ...defaultSignInPolicy,
  spendPerCountry: 1_000_000_000_000,
  spendPerDay: 1_000_000_000_000,
  limits: Object.fromEntries(
    Object.keys(budgetRules)
      .filter(isLimited)
      .map((rule) => [rule, 1_000_000]),
  ),
};

/** The same, but for the pause between two codes to one address. */
export const endlessWithPauses: SignInPolicy = { ...endless, limits: { ...endless.limits, 'address-pause': 1 } };

/**
 * A house that knows `count` people. A code went out to everybody's phone and email once, known or not, so that nothing tells
 * them apart but that some have an account.
 */
export async function knownAndUnknown(
  count: number,
  stores: Stores = inMemoryStores(),
  signIn: SignInPolicy = endless,
): Promise<KnownAndUnknown> {
  const house = await openHouse(stores, host, (rooms) => rooms, { signIn });
  const contacts = (from: number): readonly Contacts[] =>
    Array.from({ length: count }, (_, index) => ({
      phone: `+4915112${String(from + index).padStart(6, '0')}`,
      email: `person${String(from + index).padStart(6, '0')}@example.com`,
    }));
  const known = contacts(100_000);
  const unknown = contacts(200_000);
  const asker = await signedUp(house, '+4915199999999');
  for (const [index, { phone, email }] of known.entries()) {
    const { headers } = await signedUp(house, phone);
    await confirmedEmail(house, email, headers);
    const nobody = unknown[index];
    if (nobody === undefined) continue;
    await codeFor(house, nobody.phone);
    await ask(house.handler, 'POST', '/v1/account/email', { email: nobody.email }, asker.headers);
  }
  return { house, known, unknown };
}
