import { z } from 'zod';
import { isPeriod } from '../../domain/calendar.ts';
import type { Result } from '../../domain/result.ts';
import { hasNumbers } from '../../domain/user/numbering-plan.ts';
import { type BudgetRuleName, budgetRules } from '../../domain/verification/code-budget.ts';
import { isLimited, type SignInPolicy } from '../../domain/verification/sign-in-policy.ts';
import { type FileProblems, misfit, readJsonFile } from './json-file.ts';

/** A policy as it stands in a file, for `joos serve --help`. A test reads it. */
export const signInExample = `  {"countries": {"DE": 800, "AT": 850}, "spendPerCountry": 500000,
   "spendPerDay": 2000000, "phoneDormancy": "P6M",
   "limits": {"network-hour": 40}}`;

/** The rules whose limits a file may set: what may be spent stands in fields of its own. */
export const limitNames: readonly BudgetRuleName[] = Object.keys(budgetRules).filter(isLimited);

const amount = z.custom<number>(
  (value) => Number.isSafeInteger(value) && Number(value) > 0,
  misfit('is no whole number above 0'),
);

const policy = z
  .strictObject(
    {
      countries: z.record(
        z.string().refine(hasNumbers),
        amount,
        misfit(
          'are no object such as {"DE": 800}',
          'have a name that is no country with phone numbers, such as DE or GB',
        ),
      ),
      spendPerCountry: amount,
      spendPerDay: amount,
      phoneDormancy: z.custom<SignInPolicy['phoneDormancy']>(
        (value) => typeof value === 'string' && isPeriod(value),
        misfit('is no period such as P6M'),
      ),
      limits: z
        .partialRecord(
          z.enum(limitNames),
          amount,
          misfit('are no object such as {"network-hour": 40}', 'have a name that `joos serve --help` does not list'),
        )
        .exactOptional(),
    },
    misfit('is no object of countries, spendPerCountry, spendPerDay, phoneDormancy and, if need be, limits'),
  )
  .check(({ value: { countries, spendPerCountry, spendPerDay }, issues }) => {
    // A price above a ceiling closes the country for good, and says so nowhere else.
    for (const [country, price] of Object.entries(countries)) {
      if (price > Math.min(spendPerCountry, spendPerDay)) {
        const message = 'costs more than may be spent in a day, so no message would ever go there';
        issues.push({ code: 'custom', input: price, path: ['countries', country], message });
      }
    }
  });

/** Reads whom codes are sent to, and how many: a JSON file such as {@link signInExample}, written out whole but for limits. */
export function readSignInFile(path: string): Result<SignInPolicy, FileProblems> {
  return readJsonFile(path, policy);
}
