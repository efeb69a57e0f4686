import { createHash, randomUUID } from 'node:crypto';
import type { DataStore } from '../src/application/ports/data-store.ts';
import type { PortFailure } from '../src/application/ports/port-failure.ts';
import type { StaffRows } from '../src/application/ports/staff-rows.ts';
import type { Stores } from '../src/application/ports/stores.ts';
import type { SupportCaseRows } from '../src/application/ports/transaction.ts';
import { plusPeriod } from '../src/domain/calendar.ts';
import { ApprovalId, GrantId } from '../src/domain/ids.ts';
import { Day, Instant } from '../src/domain/instant.ts';
import { endOf } from '../src/domain/legal-hold/decide-hold.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../src/domain/result.ts';
import { type ApprovableAction, type Approval, ApprovalObject, askApproval } from '../src/domain/staff/approval.ts';
import { isInForce } from '../src/domain/staff/staff-grant.ts';
import { CaseNumber, StaffId } from '../src/domain/staff/staff-id.ts';
import type { StaffIdentityHash, StaffTokenHash } from '../src/domain/staff/staff-member.ts';
import type { StaffRole } from '../src/domain/staff/staff-role.ts';
import { newStaffSession } from '../src/domain/staff/staff-session.ts';
import { StaffSessionToken } from '../src/domain/staff/staff-token.ts';
import { openedCase } from '../src/domain/support-case/decide-case.ts';

/**
 * The staff of tests that are about something else: colleagues whose session is known by their name. Each is a member, has the
 * roles that stand here and is signed in as soon as somebody shows the session, all of it rows that the gate finds as it finds
 * any; and somebody else agrees to whatever takes two people.
 */
export const colleagues: Readonly<Record<string, readonly StaffRole[]>> = {
  // In a small company one person has both duties.
  'anna.support': ['support', 'privacy-officer'],
  'ada.lovelace': ['support', 'privacy-officer'],
  'maria.k': ['support'],
  'ben.legal': ['privacy-officer'],
  'grace.hopper': ['privacy-officer'],
  'eva.audit': ['auditor'],
};

/** The session of a colleague. */
export function staffSessionOf(name: string): StaffSessionToken {
  return StaffSessionToken.fromBytes(createHash('sha256').update(`session of ${name}`).digest());
}

/** The header by which a client shows the session of a colleague. */
export function asStaff(name: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${staffSessionOf(name).reveal()}` };
}

/** The session of nobody. */
export const nobodysSession: StaffSessionToken = staffSessionOf('nobody.at-all');

/** Stores behind which the colleagues sit. */
export function staffedStores(stores: Stores): Stores {
  return { ...stores, openDataStore: (needs) => staffed(stores.openDataStore(needs)) };
}

/** A store behind which the colleagues sit; as long as they are in the mood, somebody agrees to whatever takes two. */
export function staffed(store: DataStore, mood: { readonly agree: boolean } = { agree: true }): DataStore {
  const names = new Map(Object.keys(colleagues).map((name) => [hashOf(staffSessionOf(name)), name]));
  return {
    ...store,
    reads: {
      ...store.reads,
      staffSession: (token, at) =>
        store.reads.staffSession(token, at).andThen((found) => {
          const name = names.get(token);
          if (found !== null || name === undefined) return okAsync(found);
          return seat(store, name, colleagues[name] ?? [], at).andThen(() => store.reads.staffSession(token, at));
        }),
    },
    transact: (work) =>
      store.transact((tx) => {
        const staff = withSecond(mood.agree ? agreeing(tx.staff) : tx.staff);
        return work({ ...tx, supportCases: withCases(tx.supportCases), staff });
      }),
  };
}

/** Who agrees to everything in these tests may agree, though nobody appointed them. */
function withSecond(rows: StaffRows): StaffRows {
  return {
    ...rows,
    standing: (staff, at) => (staff === second ? okAsync(['privacy-officer']) : rows.standing(staff, at)),
  };
}

/** Makes somebody a member with these roles, signed in under {@link staffSessionOf} the name. */
export function seat(
  store: Pick<DataStore, 'transact'>,
  name: string,
  roles: readonly StaffRole[],
  at: Instant,
): ResultAsync<StaffSessionToken, PortFailure> {
  const staff = StaffId.parse(name)._unsafeUnwrap();
  const token = staffSessionOf(name);
  return store.transact(({ staff: rows }) =>
    safeTry(async function* () {
      yield* rows.holdRegister();
      if ((yield* rows.member(staff)) === null) {
        const identity = digest(`identity of ${name}`) as StaffIdentityHash; // sound: it is 64 hex digits
        yield* rows.save({ kind: 'active', staff, appointedBy: null, appointedAt: at, identity, joinedAt: at });
      }
      const grants = yield* rows.grantsOf(staff);
      for (const role of roles) {
        if (grants.some((grant) => grant.role === role && isInForce(grant, at))) continue;
        const grant = GrantId.parse(randomUUID())._unsafeUnwrap();
        const expiresAt = endOf(plusPeriod(Day.ofInstant(at), 'P1Y'));
        const rest = { grantedBy: null, reason: 'new-duty', grantedAt: at, expiresAt, revoked: null } as const;
        yield* rows.saveGrant({ grant, staff, role, ...rest });
      }
      yield* rows.endSession(hashOf(token));
      yield* rows.startSession(hashOf(token), newStaffSession(staff, at));
      return ok(token);
    }),
  );
}

/** Puts it down that a colleague asked for something and somebody else agreed. */
export function agreedBySomebodyElse(
  store: Pick<DataStore, 'transact'>,
  asked: {
    readonly action: ApprovableAction;
    readonly object: string;
    readonly caseNumber: string;
    readonly askedBy: string;
  },
  at: Instant,
): ResultAsync<void, PortFailure> {
  const object = ApprovalObject.parse(asked.action, asked.object)._unsafeUnwrap();
  const caseNumber = CaseNumber.parse(asked.caseNumber)._unsafeUnwrap();
  const askedBy = StaffId.parse(asked.askedBy)._unsafeUnwrap();
  return seat(store, second, secondRoles, at).andThen(() =>
    store.transact((tx) => tx.staff.ask(agreed({ action: asked.action, object, caseNumber, askedBy }, at))),
  );
}

/** Who agrees to everything, and may. */
const second = StaffId.parse('zoe.second')._unsafeUnwrap();
const secondRoles: readonly StaffRole[] = ['privacy-officer'];

function agreed(
  { askedBy, ...asked }: Pick<Approval, 'action' | 'object' | 'caseNumber' | 'askedBy'>,
  at: Instant,
): Approval {
  const approval = ApprovalId.parse(randomUUID())._unsafeUnwrap();
  return { ...askApproval({ ...asked, approval }, askedBy, at), approved: { by: second, at } };
}

/** The number under which every person has an open case that nobody opened, in tests that are about something else. */
const everybodysCases = /^CASE-(?:7|\d{4,5})$/;

/** A case that is not there is open, and of whoever is asked about, if its number is one of those that tests name. */
function withCases(rows: SupportCaseRows): SupportCaseRows {
  return {
    ...rows,
    find: (subject, caseNumber) =>
      rows.find(subject, caseNumber).map((found) => {
        if (found !== null || !everybodysCases.test(caseNumber)) return found;
        const openedBy = StaffId.parse('anna.support')._unsafeUnwrap();
        const openedAt = Instant.ofEpochMs(0)._unsafeUnwrap();
        const opening = {
          caseNumber,
          subject,
          topic: 'other',
          language: 'en',
          openedBy,
          openedAt,
        } as const;
        return openedCase(opening);
      }),
  };
}

/** Somebody else agrees at once, to whatever is asked. */
function agreeing(rows: StaffRows): StaffRows {
  return {
    ...rows,
    standing: (staff, at) => (staff === second ? okAsync(secondRoles) : rows.standing(staff, at)),
    lockUsable: (asked, at) =>
      rows.lockUsable(asked, at).andThen((found) => {
        if (found !== null) return okAsync(found);
        const approval = agreed(asked, at);
        return rows.ask(approval).map(() => approval);
      }),
  };
}

function hashOf(token: StaffSessionToken): StaffTokenHash {
  return digest(token.reveal()) as StaffTokenHash; // sound: it is 64 hex digits
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
