import { ChallengeId, type SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import {
  type Challenge,
  type ChallengeTarget,
  type CodeHolder,
  type CodePurpose,
  decideVerification,
  type NotOpen,
  whyNotOpen,
} from '../../domain/verification/challenge.ts';
import { isLengthening } from '../../domain/verification/code-budget.ts';
import type { NetworkAddress } from '../../domain/verification/network-address.ts';
import { type InvalidOneTimeCode, OneTimeCode } from '../../domain/verification/one-time-code.ts';
import type { BucketCharge } from '../ports/bucket-charge.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import { noteRisk, type RiskPorts } from '../risk/note-risk.ts';
import {
  type BudgetPorts,
  backFor,
  chargeGuess,
  guessRefusalOf,
  isOverdrawn,
  type LongerCodeNeeded,
  type Overdrawn,
  type TooManyGuesses,
} from './code-budgets.ts';

/** Why a well-formed code does not count. */
export type CodeRefusal = GuessRefusal | TooManyGuesses | LongerCodeNeeded;

/** Why a guess is none that counts. */
export type GuessRefusal =
  | { readonly kind: 'WrongCode'; readonly triesLeft: number }
  /** That was the last try: the right code does not count any more either. */
  | { readonly kind: 'CodeSpent' }
  | { readonly kind: 'CodeExpired' }
  /** No code is open under this challenge for this target, purpose and device: never was, was used, or was replaced. */
  | { readonly kind: 'UnknownCode' };

/** Why a code is not looked at, whatever it is. */
export type ClosedRefusal = Extract<GuessRefusal, { readonly kind: 'UnknownCode' | 'CodeExpired' | 'CodeSpent' }>;

/** A text that has not the form of a code. It uses up no try, since it cannot be a guess. */
export type MalformedCode = InvalidOneTimeCode | { readonly kind: 'UnknownCode' };

/** A code as somebody typed it, with the challenge that it belongs to. */
export interface TypedCode {
  readonly challenge: ChallengeId;
  readonly code: OneTimeCode;
}

/** Reads a challenge's id and a code as a client sent them. */
export function parseTypedCode(typed: {
  readonly challenge: string;
  readonly code: string;
}): Result<TypedCode, MalformedCode> {
  return parseChallenge(typed.challenge).andThen((challenge) =>
    OneTimeCode.parse(typed.code).map((code) => ({ challenge, code })),
  );
}

/** Reads a challenge's id as a client sent it. */
export function parseChallenge(text: string): Result<ChallengeId, { readonly kind: 'UnknownCode' }> {
  return ChallengeId.parse(text).mapErr(() => ({ kind: 'UnknownCode' as const }));
}

/** What a code must be for, to count. */
export interface CodeDemand {
  readonly purpose: CodePurpose;
  /** Where the code may have gone to. */
  readonly targets: readonly ChallengeTarget[];
  /** Who alone may show it. */
  readonly holder: CodeHolder;
  /** Whose code it must be; null while nobody is logged in. */
  readonly subject: SubjectId | null;
  /** From where it is shown, so that what was charged there is given back; null where nobody says. */
  readonly network?: NetworkAddress | null;
  readonly at: Instant;
}

/** A guess that was right, and was counted before anybody knew. The code counts once it is used up: see {@link useUp}. */
export interface RightGuess {
  readonly challenge: ChallengeId;
  readonly target: ChallengeTarget;
  readonly demand: CodeDemand;
  /** What the guess was charged with; given back where the code is used up, and where what it opens is refused. */
  readonly charged: readonly BucketCharge[];
}

/** A code that counted, and is used up. */
export interface CheckedCode {
  readonly target: ChallengeTarget;
  /**
   * Gives back to the budgets what a code that reached its person gives back, and what the guess cost. The last thing of the
   * transaction: it locks what a whole country is counted by.
   */
  readonly giveBack: () => ResultAsync<void, PortFailure>;
}

/**
 * Checks a code and uses it up, for who has a session: nothing that it is charged to is shared with others that wait.
 *
 * The answer is a result inside of a result. The outer error undoes the transaction; the inner one is a refusal that must
 * leave a trace: answer it as an ok value of the work, and unfold it after the commit with `.andThen((checked) => checked)`.
 */
export function checkCode(
  ports: BudgetPorts,
  tx: Transaction,
  typed: TypedCode,
  demand: CodeDemand,
): ResultAsync<Result<CheckedCode, GuessRefusal>, Overdrawn | PortFailure> {
  return guess(ports, tx, typed, demand).andThen((guessed) =>
    guessed.match(
      (right) => useUp(ports, tx, right),
      (refusal) => okAsync(err<CheckedCode, GuessRefusal>(refusal)),
    ),
  );
}

/**
 * Guesses at a code at the door, in a transaction of its own: everybody's guesses are counted in one bucket, which must not
 * stay locked while an account is made. Use the code up in the transaction of what it opens. Where `before` refuses, the code
 * is not looked at.
 */
export function guessAtDoor(
  ports: BudgetPorts & Pick<Ports, 'store'>,
  typed: TypedCode,
  demand: CodeDemand,
  before: (tx: Transaction) => ResultAsync<Result<unknown, ClosedRefusal>, PortFailure> = () => okAsync(ok(null)),
): ResultAsync<RightGuess, GuessRefusal | Overdrawn | PortFailure> {
  return ports.store
    .transact((tx) =>
      before(tx).andThen((may) =>
        may.match(
          () => guess(ports, tx, typed, demand),
          (refusal) => okAsync(err<RightGuess, GuessRefusal>(refusal)),
        ),
      ),
    )
    .andThen((guessed) => guessed);
}

/**
 * Spends a try and charges the budgets, and only then compares: whatever fails before that fails for right and wrong codes
 * alike, and nothing is written after it. So no answer, and no failure either, tells of a guess that was not counted.
 */
function guess(
  ports: BudgetPorts,
  tx: Transaction,
  typed: TypedCode,
  demand: CodeDemand,
): ResultAsync<Result<RightGuess, GuessRefusal>, Overdrawn | PortFailure> {
  return safeTry(async function* () {
    const { purpose, holder, at, subject } = demand;
    const refused = (refusal: GuessRefusal) => ok(err<RightGuess, GuessRefusal>(refusal));
    const found = yield* openChallenge(tx, typed.challenge, demand);
    if (found === null) return refused({ kind: 'UnknownCode' });
    const { open, target } = found;
    const { challenge } = typed;
    const closed = whyNotOpen(open, demand);
    if (closed?.kind === 'expired') yield* tx.challenges.remove(challenge);
    if (closed !== null) return refused(closedRefusal(closed));

    const codeHash = yield* ports.hashing.code(typed.code, { challenge, purpose, target, holder }, open.codeHash);
    // Without a try it is kept until it expires, so that who comes too late is told why.
    yield* tx.challenges.save({ ...open, triesLeft: open.triesLeft - 1 });
    const { digits } = open;
    const charged = yield* chargeGuess(ports, tx, { purpose, target, digits, account: subject }, at);
    const verification = decideVerification(open, codeHash);
    switch (verification.kind) {
      case 'verified':
        return ok(ok<RightGuess, GuessRefusal>({ challenge, target, demand, charged }));
      case 'wrong':
        return refused({ kind: 'WrongCode', triesLeft: verification.challenge.triesLeft });
      case 'spent':
        return refused({ kind: 'CodeSpent' });
      default:
        return unreachable(verification satisfies never);
    }
  });
}

/** Uses up a code that was guessed right: of several who have it one may go on. */
export function useUp(
  ports: BudgetPorts,
  tx: Transaction,
  { challenge, target, demand, charged }: RightGuess,
): ResultAsync<Result<CheckedCode, ClosedRefusal>, PortFailure> {
  return safeTry(async function* () {
    if (!(yield* tx.challenges.remove(challenge))) {
      yield* tx.budgets.giveBack(charged); // it was no guess: somebody tapped twice
      return ok(err<CheckedCode, ClosedRefusal>({ kind: 'UnknownCode' }));
    }
    const { network = null, subject } = demand;
    const back = yield* backFor(ports, target, { network, account: subject });
    return ok(ok<CheckedCode, ClosedRefusal>({ target, giveBack: () => tx.budgets.giveBack([...back, ...charged]) }));
  });
}

/**
 * Does what a right code opens. Where that is refused or fails, the code is as good as before and was no guess: who is told to
 * come back later must not be locked out for having tried.
 */
export function opening<Value, Refusal extends { readonly kind: string }>(
  ports: Pick<Ports, 'store'>,
  right: RightGuess,
  opened: ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> {
  const { challenge, target, charged } = right;
  const takeBack = () =>
    ports.store.transact((tx) =>
      safeTry(async function* () {
        const open = yield* tx.challenges.lock(challenge, target);
        if (open === null) return ok(undefined); // it is used up, and was given back with that
        yield* tx.challenges.save({ ...open, triesLeft: open.triesLeft + 1 });
        yield* tx.budgets.giveBack(charged);
        return ok(undefined);
      }),
    );
  return opened.orElse((refusal) =>
    takeBack()
      .orElse(() => okAsync(undefined)) // the refusal is what the person has to hear of
      .andThen(() => err<Value, Refusal>(refusal)),
  );
}

/**
 * Tells whoever watches over the door of codes that were guessed at, and by which rule; what the person is told names none.
 */
export function notingGuesses<Value, Refusal extends { readonly kind: string }>(
  ports: RiskPorts,
  checked: ResultAsync<Value, Refusal | Overdrawn>,
): ResultAsync<Value, Refusal | TooManyGuesses | LongerCodeNeeded> {
  type Told = Refusal | TooManyGuesses | LongerCodeNeeded;
  return checked.orElse((refusal): ResultAsync<Value, Told> => {
    if (isOverdrawn(refusal)) {
      const { rule } = refusal.overflow;
      const kind = isLengthening(rule) ? 'codes-lengthened' : 'guess-limit-hit';
      return noteRisk(ports, { kind, rule }).andThen(() => err<Value, Told>(guessRefusalOf(refusal.overflow)));
    }
    switch (refusal.kind) {
      case 'WrongCode':
      case 'CodeExpired':
      case 'UnknownCode':
        ports.log.write('info', 'code-refused');
        return errAsync(refusal);
      case 'CodeSpent':
        return noteRisk(ports, { kind: 'code-spent' }).andThen(() => err<Value, Told>(refusal));
      default:
        return errAsync(refusal);
    }
  });
}

/** What is said of a challenge that is not open to who asks. */
export function closedRefusal({ kind }: NotOpen): ClosedRefusal {
  switch (kind) {
    case 'unknown':
      return { kind: 'UnknownCode' };
    case 'expired':
      return { kind: 'CodeExpired' };
    case 'spent':
      return { kind: 'CodeSpent' };
    default:
      return unreachable(kind satisfies never);
  }
}

/** Finds the challenge by its id and target, so that a guess counts for the number that the code went to. */
function openChallenge(
  tx: Transaction,
  challenge: ChallengeId,
  demand: CodeDemand,
): ResultAsync<{ readonly open: Challenge; readonly target: ChallengeTarget } | null, PortFailure> {
  return safeTry(async function* () {
    for (const target of demand.targets) {
      const open = yield* tx.challenges.lock(challenge, target);
      if (open !== null) return ok({ open, target });
    }
    return ok(null);
  });
}
