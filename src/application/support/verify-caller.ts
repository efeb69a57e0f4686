import type { Instant } from '../../domain/instant.ts';
import { Instant as Instants } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { freshProof } from '../../domain/session/fresh-proof.ts';
import { decideCase, evolveCase } from '../../domain/support-case/decide-case.ts';
import { callerVerifiedMs } from '../../domain/support-case/support-case.ts';
import { openChanges } from '../../domain/user/contact-change.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import {
  type CodeRefusal,
  checkCode,
  type GuessRefusal,
  type MalformedCode,
  notingGuesses,
  parseTypedCode,
} from '../accounts/check-code.ts';
import type { BudgetPorts } from '../accounts/code-budgets.ts';
import { type CodeNotSent, deliverCode } from '../accounts/deliver-code.ts';
import { type CodeNotIssued, draftCode, issueCode, notingBudgets } from '../accounts/issue-code.ts';
import { phoneOpens } from '../accounts/phone-opens.ts';
import { type CodeSent, codeSent, type RequestPorts } from '../accounts/request-code.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';
import { type CaseInput, type CasePorts, type CaseRefusal, type DoneInCase, inCase } from './case-deed.ts';
import type { NoWayToReach } from './contact-person.ts';

/**
 * Who calls may be anybody. A code goes to the person's own phone or email, who reads it out reads the person's messages; it
 * counts for the member of the staff who sent it, in this case, and for nobody and nothing else.
 */
export interface VerifyCallerInput extends CaseInput {
  /** To which of the person's own contacts; the phone where it is left out. */
  readonly to?: 'phone' | 'email' | undefined;
}

/** Why no code is on its way. */
export type VerifyCallerRefusal = CaseRefusal | CodeNotIssued | CodeNotSent | NoWayToReach;

/** Sends the code, and answers by which channel; the address is shown to nobody (POLICY.md C09, C23). */
export type VerifyCaller = (input: VerifyCallerInput) => ResultAsync<CodeSent, VerifyCallerRefusal>;

/** Makes the use case. */
export function verifyCaller(ports: CasePorts & RequestPorts): VerifyCaller {
  return (input) =>
    safeTry(async function* () {
      const draft = draftCode(ports);
      const { issued, target, language } = yield* notingBudgets(
        ports,
        inCase(
          ports,
          input,
          { action: 'verify-caller', opens: 'data-subject-rights' },
          ({ tx, held, supportCase, staff, at }) =>
            safeTry(async function* () {
              const targets = yield* provingContacts(ports, tx, held, at);
              const to = input.to ?? targets[0]?.kind;
              const target = targets.find(({ kind }) => kind === to);
              if (target === undefined) return err({ kind: 'NoWayToReach' as const });
              const { caseNumber, subject, language } = supportCase;
              const holder = { kind: 'case', caseNumber, staff } as const;
              const order = { purpose: 'verify-caller', target, holder, subject, network: null } as const;
              const issued = yield* issueCode(ports, tx, draft, order);
              return ok({ value: { issued, target, language }, about: 'code-sent' });
            }),
        ),
      );
      const delivery = yield* deliverCode(ports, issued, target, language);
      return ok(codeSent(issued, target, delivery));
    });
}

/** The caller reads the code out, and staff types it. */
export interface ConfirmCallerInput extends CaseInput {
  readonly challenge: string;
  readonly code: string;
}

/** Until when the caller counts as the person. */
export interface CallerConfirmed {
  readonly verifiedUntil: Instant;
}

/** Why nobody is verified. */
export type ConfirmCallerRefusal = CaseRefusal | MalformedCode | CodeRefusal;

/** Marks the caller of a case as its person: for who typed the code, for one deed within 15 minutes (POLICY.md C23). */
export type ConfirmCaller = (input: ConfirmCallerInput) => ResultAsync<CallerConfirmed, ConfirmCallerRefusal>;

/** Makes the use case. A wrong code is on record as well. */
export function confirmCaller(ports: CasePorts & BudgetPorts): ConfirmCaller {
  return (input) =>
    notingGuesses(
      ports,
      safeTry(async function* () {
        const typed = yield* parseTypedCode(input);
        const checked = yield* inCase(
          ports,
          input,
          { action: 'verify-caller', opens: 'data-subject-rights' },
          ({ tx, held, supportCase, staff, at }) =>
            safeTry(async function* () {
              const targets = yield* provingContacts(ports, tx, held, at);
              const { caseNumber, subject } = supportCase;
              const holder = { kind: 'case', caseNumber, staff } as const;
              const demand = { purpose: 'verify-caller', targets, holder, subject, at } as const;
              const shown = yield* checkCode(ports, tx, typed, demand);
              // The try is used up, and stays so: the refusal must not undo it.
              if (shown.isErr()) return ok(judged(err(shown.error), 'code-refused'));
              const events = yield* decideCase({ kind: 'VerifyCaller', by: staff, at }, supportCase).mapErr(() => ({
                kind: 'NoSuchCase' as const,
              }));
              yield* tx.supportCases.save(held.proof, events.reduce(evolveCase, supportCase));
              yield* shown.value.giveBack();
              const verifiedUntil = Instants.plusMs(at, callerVerifiedMs);
              return ok(judged(ok({ verifiedUntil }), 'caller-verified'));
            }),
        );
        return checked;
      }),
    );
}

type Judged = Result<CallerConfirmed, GuessRefusal>;

function judged(value: Judged, about: 'code-refused' | 'caller-verified'): DoneInCase<Judged> {
  return { value, about };
}

/**
 * The contacts by which somebody shows to be the person: as in the app, and none that came within the days in which the change
 * can be undone. Whoever took an account over put their own there, and calls support next.
 */
function provingContacts(
  ports: Pick<Ports, 'business'>,
  tx: Transaction,
  { proof, user }: HeldUser<ActiveUser>,
  at: Instant,
): ResultAsync<readonly ChallengeTarget[], PortFailure> {
  return tx.contactChanges.of(proof).map((changes) => {
    const given = freshProof(user, phoneOpens(ports, proof, at));
    const recent = openChanges(changes, at).map(({ what }) => what);
    return given.kind === 'code' ? given.targets.filter(({ kind }) => !recent.includes(kind)) : [];
  });
}
