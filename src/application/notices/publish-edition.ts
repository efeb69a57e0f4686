import { ContactPurpose, type InvalidContactPurpose, termsOf } from '../../domain/consent/contact-purpose.ts';
import type { EditionId } from '../../domain/ids.ts';
import { EditionTexts, type InvalidEdition } from '../../domain/notice/edition.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { newEditionId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** An issue of the news or of the newsletter, for everybody who agreed to it. */
export interface PublishEditionInput {
  /** `news` or `newsletter`. */
  readonly purpose: string;
  /** What it says, with a text for each language, as `EditionTexts` has it; anything, such as parsed JSON. */
  readonly texts: unknown;
}

/** Why nothing is published. */
export type PublishEditionRefusal =
  | InvalidContactPurpose
  | InvalidEdition
  /** The purpose rests on the contract: it is for messages about the account, not for news. */
  | { readonly kind: 'NotForNews' }
  /** The configuration has no address by which people unsubscribe: nothing may be sent without one. */
  | { readonly kind: 'NoUnsubscribeUrl' }
  | PortFailure;

/**
 * Publishes an edition (POLICY.md C04, C08). The worker queues it for who agreed to the purpose, and each notice is held against
 * the consent once more right before it is sent.
 */
export type PublishEdition = (
  input: PublishEditionInput,
) => ResultAsync<{ readonly edition: EditionId }, PublishEditionRefusal>;

/** Makes the use case. */
export function publishEdition(ports: Pick<Ports, 'store' | 'clock' | 'ids' | 'business'>): PublishEdition {
  const { store, clock, ids, business } = ports;
  return (input) =>
    safeTry(async function* () {
      const purpose = yield* ContactPurpose.parse(input.purpose);
      const terms = termsOf(purpose);
      if (terms.basis !== 'consent') return err({ kind: 'NotForNews' as const });
      const texts = yield* EditionTexts.parse(input.texts);
      if ((business.unsubscribeUrl ?? null) === null) return err({ kind: 'NoUnsubscribeUrl' as const });
      const edition = { edition: newEditionId(ids), purpose: terms.purpose, texts, publishedAt: clock.now() };
      yield* store.transact((tx) => tx.editions.add(edition));
      return ok({ edition: edition.edition });
    });
}
