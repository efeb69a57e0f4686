import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../src/adapters/http/problem.ts';
import { type Refusal, refusalKinds } from '../../../src/application/refusals.ts';
import { languages } from '../../../src/domain/user/language.ts';

/** A refusal of a kind with what no refusal should carry, as if a use case had made a mistake. */
function withMore(kind: string): Refusal {
  const more = {
    reason: 'length',
    of: 'OrderId',
    what: 'phone',
    triesLeft: 2,
    retryAfterMs: 1,
    retryable: true,
    expiresAt: 0,
    until: 0,
  };
  return {
    kind,
    ...more,
    input: '+4915112345678',
    phone: '+4915112345678',
    cause: new Error('+49'),
  } as unknown as Refusal; // on purpose
}

describe('a refusal as a problem', () => {
  test.each(refusalKinds)('%s has a status, and words in every language', (kind) => {
    for (const language of languages) {
      const { reason, ...others } = withMore(kind) as { reason: string } & Refusal;
      // The reasons of some kinds are words of a list that 'length' is none of: those are asked without one.
      const problem = [
        'InvalidUsername',
        'InvalidEmailAddress',
        'InvalidCardNumber',
        'InvalidThirdPartyIdentity',
      ].includes(kind)
        ? problemOf({ reason, ...others } as Refusal, language)
        : problemOf(
            {
              ...others,
              ...(kind === 'InvalidPhoneNumber' ? { reason: 'voip' } : {}),
              channel: 'sms',
            } as unknown as Refusal,
            language,
          );
      expect(problem.status).toBeGreaterThanOrEqual(400);
      expect(problem.status).toBeLessThan(600);
      expect(problem.type).toBe(`urn:joos:refusal:${kind}`);
      expect(problem.title).toMatch(/\S/);
      expect(problem.detail).toMatch(/\S/);
    }
  });

  test('takes along what is on its list, and nothing else', () => {
    const problem = problemOf(withMore('CodeTooSoon'), 'en');
    expect(problem).toMatchObject({ retryAfterMs: 1, triesLeft: 2 });
    expect(problemOf(withMore('ContactReserved'), 'en')).toMatchObject({
      what: 'phone',
      until: '1970-01-01T00:00:00.000Z',
    });
    for (const name of ['input', 'phone', 'cause', 'until']) expect(problem).not.toHaveProperty(name);
    expect(JSON.stringify(problem)).not.toContain('+49');
  });
});
