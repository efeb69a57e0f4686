import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scopeBreach } from '../../../src/application/breach/scope-breach.ts';
import { type FieldId, fieldIds, personalFields } from '../../../src/domain/data-map/personal-field.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { appendEntry, appendRisk } from '../../../src/testing/contracts/chained.ts';
import { signUp } from '../../../src/testing/contracts/person.ts';
import { newAuditEntry, newRisk, newSubject } from '../../../src/testing/contracts/samples.ts';
import { seat, staffSessionOf } from '../../staff-desk.ts';
import { openWorld, value } from '../world.ts';

const staff = ['anna.support', 'ben.support', 'cleo.support'].map((name) => StaffId.parse(name)._unsafeUnwrap());
const howManyPeople = 5;

interface Look {
  readonly kind: 'look';
  readonly by: number;
  readonly about: number | null;
  readonly minute: number;
  readonly fields: readonly FieldId[];
}
interface Risk {
  readonly kind: 'risk';
  readonly about: number | null;
  readonly minute: number;
}

const about = fc.option(fc.nat({ max: howManyPeople - 1 }), { freq: 6 });
const minute = fc.nat({ max: 100 });
const history: fc.Arbitrary<readonly (Look | Risk)[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('look' as const),
        by: fc.nat({ max: staff.length - 1 }),
        about,
        minute,
        fields: fc.subarray(
          fieldIds.filter((field) => personalFields[field].readers.includes('support')),
          { maxLength: 4 },
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('risk' as const), about, minute }) },
  ),
  { maxLength: 40 },
);

const question = fc.record({
  accounts: fc.uniqueArray(fc.nat({ max: staff.length - 1 }), { maxLength: 2 }),
  from: minute,
  length: fc.integer({ min: 1, max: 100 }),
});

describe('whatever the staff did', () => {
  test('the scope of a breach counts it as a model does that keeps everything in one list', async () => {
    await fc.assert(
      fc.asyncProperty(history, question, async (done, { accounts, from, length }) => {
        const world = openWorld();
        const { store, clock } = world.ports;
        const people: SubjectId[] = [];
        for (let n = 0; n < howManyPeople; n += 1) people.push((await signUp(world.ports)).user.subject);
        value(await seat(store, 'eva.audit', ['auditor'], clock.now()));
        const began = clock.now();
        const at = (minutes: number): Instant => Instant.plusMs(began, minutes * 1000);
        for (const one of done) {
          const subject = one.about === null ? null : (people[one.about] ?? null);
          const entry = one.kind === 'look' ? { subject, staff: staff[one.by] ?? null, fields: one.fields } : null;
          value(
            await store.transact((tx) =>
              entry === null
                ? appendRisk(tx, newRisk({ subject, at: at(one.minute) }))
                : appendEntry(tx, newAuditEntry(newSubject(), { ...entry, recordedAt: at(one.minute) })),
            ),
          );
        }
        world.pass(300_000);
        const named: SubjectId[] = [];
        const scope = value(
          await scopeBreach(world.ports)({
            staffSession: staffSessionOf('eva.audit'),
            accounts: accounts.map((index) => String(staff[index])),
            from: Instant.toISOString(at(from)),
            to: Instant.toISOString(at(from + length)),
            onPeople: (page) => named.push(...page),
          }),
        );

        const within = done.filter((one) => one.minute >= from && one.minute < from + length);
        const looks = within.filter(
          (one) => one.kind === 'look' && (accounts.length === 0 || accounts.includes(one.by)),
        ) as readonly Look[]; // sound: just filtered
        const risks = accounts.length > 0 ? [] : within.filter((one) => one.kind === 'risk' && one.about !== null);
        const touched = new Set([...looks, ...risks].flatMap((one) => one.about ?? []));
        expect(scope.people).toBe(touched.size);
        expect(scope.records).toBe(looks.filter((look) => look.about !== null).length + risks.length);
        expect(new Set(named)).toEqual(new Set([...touched].map((index) => people[index])));
        expect(named).toHaveLength(touched.size);
        expect(scope.looks).toMatchObject({ entries: looks.length });
        for (const { category, fields, entries, people: whom } of scope.looks?.inClear ?? []) {
          const seen = looks.filter((look) => look.fields.some((field) => personalFields[field].category === category));
          expect([category, entries, whom]).toEqual([
            category,
            seen.length,
            new Set(seen.flatMap((look) => look.about ?? [])).size,
          ]);
          const shown = new Set(seen.flatMap((look) => look.fields));
          expect(fields).toEqual(fieldIds.filter((id) => shown.has(id) && personalFields[id].category === category));
        }
        const clear = new Set(scope.categories.flatMap((one) => one.clear));
        for (const look of looks) for (const field of look.fields) expect(clear).toContain(field);
        for (const { people: bounds } of scope.categories) {
          expect(bounds.atLeast).toBeLessThanOrEqual(bounds.atMost);
          expect(bounds.atMost).toBeLessThanOrEqual(scope.people);
        }
        // Whom it is about stands in the pages that were asked for, and nowhere else.
        for (const subject of people) expect(JSON.stringify(scope)).not.toContain(subject);
      }),
    );
  });
});
