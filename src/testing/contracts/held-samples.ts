import { randomUUID } from 'node:crypto';
import { HoldId, PrivacyRequestId, type SubjectId } from '../../domain/ids.ts';
import { dayMs } from '../../domain/instant.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import { dueOn } from '../../domain/privacy-request/legal-clock.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import type { Result } from '../../domain/result.ts';
import { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { day, instant } from './samples.ts';

const sound = <Value>(result: Result<Value, { readonly kind: string }>): Value => result._unsafeUnwrap();

/** Who places a hold, and who approves it. */
export const placer: StaffId = sound(StaffId.parse('anna.support'));
export const approver: StaffId = sound(StaffId.parse('ben.legal'));

/** An approved hold on everything of a person, for 30 days. */
export function newHold(subject: SubjectId, changes: Partial<LegalHold> = {}): LegalHold {
  return {
    hold: sound(HoldId.parse(randomUUID())),
    subject,
    scope: { kind: 'person' },
    basis: 'legal-claim',
    caseNumber: sound(CaseNumber.parse('CASE-1042')),
    placedBy: placer,
    placedAt: instant(),
    approved: { by: approver, at: instant(1000) },
    expiresAt: instant(30 * dayMs),
    ended: null,
    ...changes,
  };
}

/** A request for access that came by letter. */
export function newRequest(subject: SubjectId, changes: Partial<PrivacyRequest> = {}): PrivacyRequest {
  return {
    request: sound(PrivacyRequestId.parse(randomUUID())),
    subject,
    right: 'access',
    state: 'received',
    channel: 'letter',
    order: null,
    caseNumber: sound(CaseNumber.parse('CASE-1043')),
    recordedBy: placer,
    receivedOn: day,
    dueOn: dueOn(day),
    verifiedAt: null,
    extended: null,
    closed: null,
    ...changes,
  };
}
