import { expect } from 'vitest';
import type { Result, ResultAsync } from '../../src/domain/result.ts';
import type { Account, Who } from './attacker-books.ts';
import { heldBack, mayBeHeldBack } from './attacker-judgements.ts';
import { deliver } from './attacker-letters.ts';
import type { Stage } from './attacker-stage.ts';

/** How an answer of the core is heard: as the books expect it, or not at all. */

interface Refusal {
  readonly kind: string;
}

/** Hears an answer: it is the one that the books expect, or one of them. */
export async function hear<Value, Refused extends Refusal>(
  stage: Stage,
  who: Who,
  door: string,
  answer: ResultAsync<Value, Refused>,
  expected: string | readonly string[],
): Promise<Result<Value, Refused>> {
  const result = await answer;
  const told = toldOf(result);
  deliver(stage);
  stage.said.push(`${door}: ${told}`);
  const kinds = typeof expected === 'string' ? [expected] : expected;
  // An expired code may have been swept away.
  const allowed = kinds.includes('CodeExpired') ? [...kinds, 'UnknownCode'] : kinds;
  if (!allowed.includes(told)) expect(`${who}, ${door}: ${told}`).toBe(`${who}, ${door}: ${allowed.join(' or ')}`);
  stage.done.add(`${who} ${door}${told === 'ok' ? '' : ` ${told}`}`);
  return result;
}

export const toldOf = (result: Result<unknown, Refusal>): string =>
  result.match(
    () => 'ok',
    ({ kind }) => kind,
  );

/** The attacker is in an account of somebody else: there must be a power by which it got there, now or before. */
export function reaches(stage: Stage, who: Who, account: Account, byPower: boolean, how: string): void {
  if (who !== 'attacker' || account.owner === 'attacker') return;
  if (!byPower && !account.isReached)
    throw new Error(`The attacker got into an account of the ${account.owner}: ${how}`);
  account.isReached = true;
  stage.done.add(`attacker reaches by ${how}`);
}

/** What may be told of a code: what the books say, or, where it is looked at and somebody guessed lately, that it is not. */
export function guessable({ books }: Stage, id: string, expected: string): readonly string[] {
  const isLookedAt = !['UnknownCode', 'CodeExpired', 'NotLoggedIn', 'StepUpNeeded'].includes(expected);
  const isCode = books.codes.some((code) => code.id === id && code.letter !== null);
  return isCode && isLookedAt && mayBeHeldBack(books) ? [expected, ...heldBack] : [expected];
}

/** What a code that was shown came to: nothing where it was not looked at. */
export const verdictOf = (answer: Result<unknown, { readonly kind: string }>, judged: string): string =>
  heldBack.includes(toldOf(answer)) ? 'held back' : judged;
