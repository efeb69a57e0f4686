import { err, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type CardAlreadyAdded, keepCard } from './add-card.ts';
import type { CardView } from './list-cards.ts';

/** The setup that the app's form went through with. */
export interface CompleteCardSetupInput {
  readonly session: SessionToken;
  /** As `beginCardSetup` answered it. */
  readonly setup: string;
}

/** Why no card is added. */
export type CompleteCardSetupRefusal =
  | NotLoggedIn
  /** The form did not go through with it, or it is another person's: nobody is told which. */
  | { readonly kind: 'NoSuchCardSetup' }
  | CardAlreadyAdded
  | PortFailure;

/** Adds the card that the processor took in; answers what is kept of it: the last 4 digits and the network (POLICY.md C13). */
export type CompleteCardSetup = (input: CompleteCardSetupInput) => ResultAsync<CardView, CompleteCardSetupRefusal>;

/** Makes the use case. */
export function completeCardSetup(
  ports: Pick<Ports, 'store' | 'hashing' | 'clock' | 'processor' | 'ids'>,
): CompleteCardSetup {
  const whoIs = authenticate(ports);
  return (input) =>
    safeTry(async function* () {
      const { subject } = yield* whoIs(input);
      // What a caller without a compiler passes goes into an address of the processor's.
      const isName = typeof input.setup === 'string' && /^[A-Za-z0-9_]{4,128}$/.test(input.setup);
      const taken = isName ? yield* ports.processor.cardTakenIn(subject, input.setup) : null;
      if (taken === null) return err({ kind: 'NoSuchCardSetup' as const });
      return keepCard(ports, input.session, taken);
    });
}
