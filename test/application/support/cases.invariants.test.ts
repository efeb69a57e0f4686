import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { cancelOnBehalf } from '../../../src/application/privacy/cancel-on-behalf.ts';
import { addNote } from '../../../src/application/support/add-note.ts';
import { casesOf } from '../../../src/application/support/cases-of.ts';
import { closeCase } from '../../../src/application/support/close-case.ts';
import { contactPerson } from '../../../src/application/support/contact-person.ts';
import { endSessionsOf } from '../../../src/application/support/end-sessions-of.ts';
import { findPerson } from '../../../src/application/support/find-person.ts';
import { openCase } from '../../../src/application/support/open-case.ts';
import { revealContact } from '../../../src/application/support/reveal-contact.ts';
import { seeCase } from '../../../src/application/support/see-case.ts';
import { confirmCaller, verifyCaller } from '../../../src/application/support/verify-caller.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { errAsync, type ResultAsync } from '../../../src/domain/result.ts';
import type { StaffSessionToken } from '../../../src/domain/staff/staff-token.ts';
import { cardLikeDigits } from '../../arbitraries/card.ts';
import { type Person, signIn } from '../people.ts';
import { lastCode, openWorld, value, type World } from '../world.ts';
import { deskOf, staffAt } from './desk.ts';

/** What staff does, to whom, in which of the cases that there are, and whether the audit log can be written. */
interface Step {
  readonly deed: keyof typeof deeds;
  readonly who: number;
  readonly inCase: number;
  readonly purpose: string;
  readonly logWorks: boolean;
  readonly text: string;
}

interface Stage {
  readonly ports: Ports;
  readonly world: World;
  readonly staffSession: StaffSessionToken;
  readonly person: Person;
  readonly caseNumber: string;
  readonly challenge: string;
}

type Answer = ResultAsync<unknown, { readonly kind: string }>;

const deeds = {
  open: ({ ports, staffSession, person }, { text: _ }) =>
    openCase(ports)({ staffSession, person: { phone: person.phone }, topic: 'other' }),
  list: ({ ports, staffSession, person }) => casesOf(ports)({ staffSession, person: { phone: person.phone } }),
  see: ({ ports, ...desk }) => seeCase(ports)(desk),
  note: ({ ports, ...desk }, { text }) => addNote(ports)({ ...desk, text }),
  write: ({ ports, ...desk }, { text }) => contactPerson(ports)({ ...desk, channel: 'best', text }),
  verify: ({ ports, ...desk }) => verifyCaller(ports)(desk),
  confirm: ({ ports, world, ...desk }) =>
    confirmCaller(ports)({ ...desk, code: lastCode(world.texts.filter(({ about }) => about === 'code')) }),
  close: ({ ports, ...desk }) => closeCase(ports)({ ...desk, outcome: 'solved' }),
  find: ({ ports, person, ...desk }, { purpose }) => findPerson(ports)({ ...desk, purpose, phone: person.phone }),
  reveal: ({ ports, person: { subject }, ...desk }, { purpose }) =>
    revealContact(ports)({ ...desk, purpose, subject, fields: ['login.phone', 'contact.email'] }),
  endSessions: ({ ports, person: { subject }, ...desk }, { purpose }) =>
    endSessionsOf(ports)({ ...desk, purpose, subject }),
  cancel: ({ ports, person: { subject }, ...desk }) =>
    cancelOnBehalf(ports)({ ...desk, person: { subject }, reason: 'asked-by-phone' }),
} satisfies Readonly<Record<string, (stage: Stage, step: Step) => Answer>>;

/** Reveals are drawn as often as all else together, and the log works most of the time. */
const steps: fc.Arbitrary<Step> = fc.record({
  deed: fc.oneof(
    fc.constant('reveal' as const),
    fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])), // sound: the record is closed by its type
  ),
  who: fc.nat(1),
  inCase: fc.nat(3),
  purpose: fc.constantFrom('resolve-problem', 'payment-question', 'curiosity'),
  logWorks: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  text: fc.oneof(
    fc.constant('We look into it.'),
    cardLikeDigits,
    fc.tuple(fc.string(), cardLikeDigits).map(([words, digits]) => `${words} ${digits}`),
  ),
});

function withoutLog(ports: Ports): Ports {
  const { store } = ports;
  const describe = () => errAsync(portFailure('DataStore', true));
  return {
    ...ports,
    store: {
      ...store,
      transact: (work) => store.transact((tx) => work({ ...tx, auditLog: { ...tx.auditLog, describe } })),
    },
  };
}

type Row = Readonly<Record<string, unknown>>;
const rows = (world: World, table: string): readonly Row[] => world.rows(table) as readonly Row[];

test('nothing that staff does shows a contact without a record of person, purpose and an open case, nor keeps a card number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 14 }), async (history) => {
      const world = openWorld();
      const people = [await signIn(world), await signIn(world)];
      const staffSession = await staffAt(world.ports);
      for (const person of people) await deskOf(world, person, staffSession);
      let challenge = '00000000-0000-4000-8000-000000000000';
      for (const step of history) {
        const person = people[step.who] as Person;
        const supportCase = rows(world, 'supportCases')[step.inCase];
        const caseNumber = typeof supportCase?.caseNumber === 'string' ? supportCase.caseNumber : 'CASE-77';
        const logged = rows(world, 'auditEntries').length;
        const ports = step.logWorks ? world.ports : withoutLog(world.ports);
        const done = await deeds[step.deed]({ ports, world, staffSession, person, caseNumber, challenge }, step);
        const shown = inspect(done, { depth: 12, maxStringLength: null });
        const isShown = people.some(({ phone }) => shown.includes(phone) || shown.includes(phone.slice(3)));
        const added = rows(world, 'auditEntries').slice(logged);
        if (!step.logWorks) expect(done.isOk(), `${step.deed} without the log`).toBe(false);
        if (done.isOk()) expect(added.length, step.deed).toBeGreaterThan(0);
        if (isShown) {
          expect(added).toMatchObject([
            {
              action: 'reveal-contact',
              subject: person.subject,
              purpose: step.purpose,
              caseNumber,
              fields: ['login.phone', 'contact.email'],
            },
          ]);
          expect(supportCase).toMatchObject({ subject: person.subject, state: 'open' });
        }
        if (done.isOk() && step.deed === 'verify') challenge = String((done.value as Row).challenge);
        world.pass(minuteMs);
        value(await deliverDue(world.ports)({ limit: 5 }));
      }
      const kept = inspect([rows(world, 'caseNotes'), rows(world, 'caseMessages'), world.texts], {
        depth: 9,
        maxArrayLength: null,
        maxStringLength: null,
      });
      for (const { text } of history) {
        const digits = text.replace(/\D/g, '');
        if (digits.length >= 12) expect(kept.includes(digits)).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});
