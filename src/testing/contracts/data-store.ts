import { auditLogContract } from './audit-log.ts';
import { cardsContract } from './cards.ts';
import { challengesContract } from './challenges.ts';
import { consentsContract } from './consents.ts';
import type { Contract } from './contract.ts';
import { correctionsContract } from './corrections.ts';
import { disposalContract } from './disposal.ts';
import { editionsContract } from './editions.ts';
import { erasureContract } from './erasure.ts';
import { erasureJournalContract } from './erasure-journal.ts';
import { exportContract } from './export.ts';
import { fenceContract } from './fence.ts';
import { keptOrdersContract } from './kept-orders.ts';
import { ledgerProgressContract } from './ledger-progress.ts';
import { legalHoldsContract } from './legal-holds.ts';
import { noticesContract } from './notices.ts';
import { ordersContract } from './orders.ts';
import { paymentsContract } from './payments.ts';
import type { OpenedDataStore } from './person.ts';
import { personsRowsContract } from './persons-rows.ts';
import { privacyRequestsContract } from './privacy-requests.ts';
import { purposesContract } from './purposes.ts';
import { retentionContract } from './retention.ts';
import { sessionsContract } from './sessions.ts';
import { signInContract } from './sign-in.ts';
import { staffContract, staffRetentionContract } from './staff.ts';
import { supportContract } from './support.ts';
import { supportCasesContract } from './support-cases.ts';
import { transactionsContract } from './transactions.ts';
import { usersContract } from './users.ts';

/** All that is asked of a `DataStore`, room by room. */
export const dataStoreContract: Readonly<Record<string, Contract<OpenedDataStore>>> = {
  transactions: transactionsContract,
  users: usersContract,
  purposes: purposesContract,
  challenges: challengesContract,
  sessions: sessionsContract,
  signIn: signInContract,
  consents: consentsContract,
  cards: cardsContract,
  orders: ordersContract,
  corrections: correctionsContract,
  payments: paymentsContract,
  notices: noticesContract,
  editions: editionsContract,
  fence: fenceContract,
  erasure: erasureContract,
  erasureJournal: erasureJournalContract,
  keptOrders: keptOrdersContract,
  ledgerProgress: ledgerProgressContract,
  disposal: disposalContract,
  export: exportContract,
  support: supportContract,
  auditLog: auditLogContract,
  staff: staffContract,
  supportCases: supportCasesContract,
  personsRows: personsRowsContract,
  legalHolds: legalHoldsContract,
  privacyRequests: privacyRequestsContract,
  retention: retentionContract,
  staffRetention: staffRetentionContract,
};
