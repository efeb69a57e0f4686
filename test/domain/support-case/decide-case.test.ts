import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteMs } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import {
  type CaseCommand,
  decideCase,
  evolveCase,
  openedCase,
  serveCaller,
} from '../../../src/domain/support-case/decide-case.ts';
import {
  CaseOutcome,
  CaseTopic,
  caseOutcomes,
  caseTopics,
  isCallerVerified,
  type OpenCase,
  type SupportCase,
} from '../../../src/domain/support-case/support-case.ts';
import { agent, newCaseNumber, newMessage, newNote, newOpening } from '../../../src/testing/contracts/case-samples.ts';
import { instant, newSubject } from '../../../src/testing/contracts/samples.ts';

const colleague = StaffId.parse('ben.support')._unsafeUnwrap();
const open = openedCase({ ...newOpening(newSubject()), caseNumber: newCaseNumber() });
const commands: readonly CaseCommand[] = [
  { kind: 'AddNote', note: newNote(open) },
  { kind: 'WriteToPerson', message: newMessage(open) },
  { kind: 'VerifyCaller', by: agent, at: instant(5) },
  { kind: 'CloseCase', outcome: 'solved', by: agent, at: instant(9) },
];

function taken(state: SupportCase, command: CaseCommand): SupportCase {
  return decideCase(command, state).match(
    (events) => events.reduce(evolveCase, state),
    () => state,
  );
}

describe('A support case', () => {
  it('is opened with nobody verified', () => {
    expect(open).toMatchObject({ state: 'open', verified: null });
  });

  it.each(commands.map((command) => [command.kind, command] as const))(
    'takes %s while it is open, and none once it is closed',
    (_, command) => {
      expect(decideCase(command, open).isOk()).toBe(true);
      const closed = taken(open, commands[3]!);
      expect(decideCase(command, closed)._unsafeUnwrapErr()).toEqual({ kind: 'CaseIsClosed' });
    },
  );

  it('says who closed it, when and how', () => {
    expect(taken(open, commands[3]!)).toEqual({
      ...open,
      state: 'closed',
      closedBy: agent,
      closedAt: instant(9),
      outcome: 'solved',
    });
  });

  it('once closed never changes, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands)), fc.array(fc.constantFrom(...commands)), (before, later) => {
        const closed = taken(before.reduce(taken, open), commands[3]!);
        expect(later.reduce(taken, closed)).toEqual(closed);
      }),
    );
  });

  it('stays that of the same person under the same number, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands)), (some) => {
        const { caseNumber, subject, openedAt, openedBy } = some.reduce(taken, open);
        expect({ caseNumber, subject, openedAt, openedBy }).toEqual({
          caseNumber: open.caseNumber,
          subject: open.subject,
          openedAt: open.openedAt,
          openedBy: open.openedBy,
        });
      }),
    );
  });
});

describe('Who called', () => {
  it.each([
    [null, 0, false],
    [0, 0, true],
    [0, 15 * minuteMs - 1, true],
    [0, 15 * minuteMs, false],
    [10, 9, false],
  ])('verified at %s counts at %s: %s', (verified, now, counts) => {
    const supportCase = { verified: verified === null ? null : { by: agent, at: instant(verified) } };
    expect(isCallerVerified(supportCase, agent, instant(now))).toBe(counts);
    expect(isCallerVerified(supportCase, colleague, instant(now)), 'for nobody else').toBe(false);
  });

  it('counts for one deed of who verified, whatever else is done in the case', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...commands.slice(0, 2))), (some) => {
        const verified = some.reduce(taken, taken(open, commands[2]!)) as OpenCase; // sound: none of these closes it
        expect(serveCaller(verified, colleague, instant(6)).isErr()).toBe(true);
        const served = serveCaller(verified, agent, instant(6))._unsafeUnwrap().reduce(evolveCase, verified);
        const after = some.reduce(taken, served) as OpenCase; // sound: as above
        expect(serveCaller(after, agent, instant(7))._unsafeUnwrapErr()).toEqual({ kind: 'CallerNotVerified' });
      }),
    );
  });
});

describe('The closed lists of a case', () => {
  it('are these, and take no free text', () => {
    expect(caseTopics.join(' ')).toBe('rental payment receipt log-in account privacy other');
    expect(caseOutcomes.join(' ')).toBe('solved not-solved account-cancelled caller-not-verified withdrawn');
    expect(CaseTopic.parse('my card 4242')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidCaseTopic' });
    expect(CaseOutcome.parse('')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidCaseOutcome' });
  });
});
