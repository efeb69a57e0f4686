import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import type { CardSetup } from '../ports/card-processor.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** Whose card the processor's form is to take in. */
export interface BeginCardSetupInput {
  readonly session: SessionToken;
}

/** Why no form can begin. */
export type BeginCardSetupRefusal = NotLoggedIn | PortFailure;

/**
 * Has the card processor begin to take a card in: the app's form sends the number to the processor alone, so that not one
 * digit of it passes by here (POLICY.md C13 to C15). `completeCardSetup` adds the card.
 */
export type BeginCardSetup = (input: BeginCardSetupInput) => ResultAsync<CardSetup, BeginCardSetupRefusal>;

/** Makes the use case. The processor knows the person by the pseudonym and nothing else. */
export function beginCardSetup(
  ports: Pick<Ports, 'store' | 'hashing' | 'clock' | 'processor' | 'ids'>,
): BeginCardSetup {
  const whoIs = authenticate(ports);
  return (input) =>
    safeTry(async function* () {
      const { subject } = yield* whoIs(input);
      const setup = yield* ports.processor.beginSetup(subject, ports.ids.random());
      // Who left meanwhile gets no form: the erasure may have asked the processor what it holds before this one began.
      yield* whoIs(input);
      return ok(setup);
    });
}
