import type { Language } from '../domain/user/language.ts';
import { type AccountsRefusal, accountsWords } from './refusal-words/accounts.ts';
import { type AuditRefusal, auditWords } from './refusal-words/audit.ts';
import { type BreachRefusal, breachWords } from './refusal-words/breach.ts';
import { type CardsRefusal, cardsWords } from './refusal-words/cards.ts';
import { type ConsentsRefusal, consentsWords } from './refusal-words/consents.ts';
import { type CorrectionsRefusal, correctionsWords } from './refusal-words/corrections.ts';
import { type LegalHoldsRefusal, legalHoldsWords } from './refusal-words/legal-holds.ts';
import { type NoticesRefusal, noticesWords } from './refusal-words/notices.ts';
import { type OrdersRefusal, ordersWords } from './refusal-words/orders.ts';
import { type PaymentsRefusal, paymentsWords } from './refusal-words/payments.ts';
import { type PrivacyRefusal, privacyWords } from './refusal-words/privacy.ts';
import { type PrivacyRequestsRefusal, privacyRequestsWords } from './refusal-words/privacy-requests.ts';
import { type SharedRefusal, sharedWords } from './refusal-words/shared.ts';
import { type StaffRefusals, staffWords } from './refusal-words/staff.ts';
import { type SupportRefusal, supportWords } from './refusal-words/support.ts';
import { type SupportCasesRefusal, supportCasesWords } from './refusal-words/support-cases.ts';
import type { RefusalText, RefusalWords, WordsOf } from './refusal-words/words.ts';

/** Every refusal of every use case, room by room. What an edge makes of it (a status, an exit code) is the edge's own. */
export type Refusal =
  | SharedRefusal
  | AccountsRefusal
  | ConsentsRefusal
  | CardsRefusal
  | OrdersRefusal
  | CorrectionsRefusal
  | PaymentsRefusal
  | NoticesRefusal
  | PrivacyRefusal
  | LegalHoldsRefusal
  | PrivacyRequestsRefusal
  | SupportRefusal
  | AuditRefusal
  | SupportCasesRefusal
  | StaffRefusals
  | BreachRefusal;

const words = {
  ...sharedWords,
  ...accountsWords,
  ...consentsWords,
  ...cardsWords,
  ...ordersWords,
  ...correctionsWords,
  ...paymentsWords,
  ...noticesWords,
  ...privacyWords,
  ...legalHoldsWords,
  ...privacyRequestsWords,
  ...supportWords,
  ...auditWords,
  ...supportCasesWords,
  ...staffWords,
  ...breachWords,
} satisfies Record<Refusal['kind'], unknown> & WordsOf<Refusal>;

/** Every kind of refusal there is, so that an edge and a test can go through them. */
export const refusalKinds: readonly Refusal['kind'][] = Object.keys(words) as Refusal['kind'][]; // sound: the keys are checked above

/**
 * Says a refusal in words that a person understands. It is made of the kind and of words of closed lists, so nothing that
 * the person typed is in it.
 */
export function describeRefusal(refusal: Refusal, language: Language): RefusalText {
  // Sound: under each kind stands a function of that kind's refusal; the compiler cannot follow the pairing.
  const entry = words[refusal.kind] as RefusalWords | ((refusal: Refusal) => RefusalWords);
  return (typeof entry === 'function' ? entry(refusal) : entry)[language];
}
