import type { Transaction } from '../../application/ports/transaction.ts';
import { auditLogRows } from './audit-log.ts';
import { cardRows } from './cards.ts';
import { challengeRows } from './challenges.ts';
import { budgetRows } from './code-budgets.ts';
import { consentRows } from './consents.ts';
import { contactChangeRows } from './contact-changes.ts';
import { doors } from './doors.ts';
import { editionRows } from './editions.ts';
import { erasureRows } from './erasures.ts';
import { legalHoldRows } from './legal-holds.ts';
import { attemptRows } from './login-attempts.ts';
import { noticeRows } from './notices.ts';
import { orderRows } from './orders.ts';
import { paymentRows } from './payments.ts';
import { privacyRequestRows } from './privacy-requests.ts';
import { riskEventRows } from './risk-events.ts';
import { staffRows } from './staff.ts';
import { supportCaseRows } from './support-cases.ts';
import { sessionRows } from './user-sessions.ts';
import { userRows } from './users.ts';
import type { Work } from './work.ts';

/** The rooms of one transaction. */
export function transactionOn(work: Work): Transaction {
  return {
    doors: doors(work),
    users: userRows(work),
    challenges: challengeRows(work),
    budgets: budgetRows(work),
    sessions: sessionRows(work),
    attempts: attemptRows(work),
    contactChanges: contactChangeRows(work),
    riskEvents: riskEventRows(work),
    consents: consentRows(work),
    cards: cardRows(work),
    orders: orderRows(work),
    payments: paymentRows(work),
    notices: noticeRows(work),
    editions: editionRows(work),
    auditLog: auditLogRows(work),
    staff: staffRows(work),
    erasures: erasureRows(work),
    legalHolds: legalHoldRows(work),
    privacyRequests: privacyRequestRows(work),
    supportCases: supportCaseRows(work),
  };
}
