import type { Erasure } from '../../domain/deletion/erasure.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { InvalidDeviceName } from '../../domain/session/device-name.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import { whyNotOpen } from '../../domain/verification/challenge.ts';
import type { DeviceToken } from '../../domain/verification/device-token.ts';
import { newErasureId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { carryOnErasure } from '../privacy/carry-on-erasure.ts';
import type { ErasurePorts } from '../privacy/erasure-step.ts';
import { fenceAccount } from '../privacy/fence-account.ts';
import { noteRisk } from '../risk/note-risk.ts';
import { changedUser, saveLess } from './changed-user.ts';
import { type ClosedRefusal, closedRefusal, parseChallenge } from './check-code.ts';
import { tellOfLogin } from './contact-changed.ts';
import type { ContactReserved } from './contact-reserved.ts';
import { phoneOpens } from './phone-opens.ts';
import { holderOn } from './request-code.ts';
import {
  draftSession,
  type FormerAccountLeaving,
  type SessionWish,
  type SignedIn,
  type SignInPorts,
  signIn,
} from './sign-in.ts';

/** The person has the number now, and nothing of whoever had it before (see `SecondProofNeeded`). */
export interface StartOverInput extends SessionWish {
  readonly phone: string;
  readonly pending: string;
  readonly device: DeviceToken;
  readonly language?: string | undefined;
}

/** Why no new account begins. */
export type StartOverRefusal =
  | InvalidPhoneNumber
  | InvalidLanguage
  | InvalidDeviceName
  | ClosedRefusal
  /** Whoever has the old account came back meanwhile and cancelled it; the number is free when it is erased. */
  | FormerAccountLeaving
  | ContactReserved
  | UserRejection
  | PortFailure;

/** Begins a new account with a phone whose old account nobody opened for long (POLICY.md C02, C22). */
export type StartOver = (input: StartOverInput) => ResultAsync<SignedIn, StartOverRefusal>;

type StartOverPorts = SignInPorts & ErasurePorts;

/**
 * Makes the use case. The old account is fenced off from the phone: where it has another way in, the phone goes and the
 * account stays with who has that; where it has none, nobody can ever come back to it, and it is erased by the protocol.
 * Nothing of it shows in the new one.
 */
export function startOver(ports: StartOverPorts): StartOver {
  return (input) =>
    safeTry(async function* () {
      const phone = yield* PhoneNumber.parse(input.phone);
      const language = yield* Language.parse(input.language ?? 'en');
      const pending = yield* parseChallenge(input.pending);
      // Before anything is undone: what the person calls the device may be refused.
      yield* draftSession(ports, input);
      const holder = holderOn(ports, input.device);
      const login = { kind: 'phone', phone } as const;
      const at = ports.clock.now();
      const order = { erasure: newErasureId(ports.ids), request: { kind: 'recycled-phone' }, at } as const;
      const fenced = yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const proved = yield* tx.challenges.lock(pending, login);
          const presenting = { purpose: 'proved-phone', holder, subject: null, at } as const;
          const closed = proved === null ? ({ kind: 'unknown' } as const) : whyNotOpen(proved, presenting);
          if (closed !== null) return err(closedRefusal(closed));
          yield* tx.challenges.remove(pending);
          const held = yield* tx.doors.byLoginAlone(login);
          if (held === null) return ok<Erasure | null>(null);
          // Whoever has the account came back meanwhile, or another device has begun a new one.
          if (phoneOpens(ports, held.proof, at)) return err({ kind: 'UnknownCode' as const });
          if (held.user.logins.length === 1) return ok<Erasure | null>(yield* fenceAccount(ports, tx, held, order));
          const left = yield* changedUser(held.user, { kind: 'RemoveLogin', login });
          yield* saveLess(tx, held, left);
          yield* tx.users.phoneProved(held.proof, null);
          yield* tellOfLogin(ports, tx, { proof: held.proof, user: left }, at);
          return ok<Erasure | null>(null);
        }),
      );
      yield* noteRisk(ports, { kind: 'phone-started-over' });
      // Whatever holds the erasure up is carried on by a worker; the number is free already.
      if (fenced !== null) yield* carryOnErasure(ports)(fenced).orElse(() => okAsync('fenced' as const));
      return signIn<never>(ports, {
        login,
        language,
        wish: input,
        prove: () => okAsync(ok({ last: () => okAsync(undefined) })), // above
      }).mapErr((refusal) => refusal as Exclude<typeof refusal, { readonly kind: 'SecondProofNeeded' }>); // asked for where `demandSecond` is given
    });
}
