import { describe, expect, test } from 'vitest';
import { setUsername } from '../../../src/application/accounts/set-username.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { type ExportDocument, exportContent } from '../../../src/application/privacy/export-content.ts';
import { exportMyData } from '../../../src/application/privacy/export-my-data.ts';
import { exportOnBehalf } from '../../../src/application/privacy/export-on-behalf.ts';
import { attributeOf, exportColumns } from '../../../src/domain/data-map/columns.ts';
import { fieldIds, fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { tableNames, tableOf } from '../../../src/domain/data-map/tables.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { askedInside, givenEmail, steppedUp } from '../people.ts';
import { givenRider, openRentalWorld, type RentalWorld, rentAndReturn, rentOne } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

async function givenFullLife(world: RentalWorld, email: string, username: string) {
  const person = await givenRider(world);
  const { session } = person;
  await givenEmail(world, person, email);
  value(await setUsername(world.ports)({ session, username }));
  const { payment } = await rentAndReturn(world, person);
  value(await charge(world.ports)({ payment }));
  await rentOne(world, person);
  const now = await steppedUp(world, person);
  await askedInside(world, now, { purpose: 'cancel-account' });
  return { ...now, email, username, payment };
}

const documentOf = (world: RentalWorld) => world.exports.at(-1)!.document as ExportDocument;

describe('an export', () => {
  test('holds every declared field that the person may have, with what it is for, and says what it does not hold and why', async () => {
    const world = openRentalWorld();
    const person = await givenFullLife(world, 'ada@example.org', 'ada_l');
    const { fileName } = value(await exportMyData(world.ports)({ session: person.session }));
    expect(fileName).toBe('joos-data-2026-11-23.zip');

    const { fields, notInThisExport } = documentOf(world);
    expect([...fields, ...notInThisExport].map(({ field }) => field).toSorted()).toEqual([...fieldIds].toSorted());
    for (const one of fields) {
      expect([one.meaning, one.kept, ...one.purposes, one.lawfulBasis, ...one.readers]).not.toContain('');
    }
    expect(notInThisExport.map(({ field }) => field)).toEqual(
      fieldIds.filter((field) => fieldOf(field).inExport !== true),
    );
    for (const { notBecause } of notInThisExport) expect(notBecause).not.toBe('');
  });

  test('has every table and every column that the data map lets out, in JSON and for spreadsheets', async () => {
    const world = openRentalWorld();
    const person = await givenFullLife(world, 'ada@example.org', 'ada_l');
    value(await exportMyData(world.ports)({ session: person.session }));
    const { data } = documentOf(world);
    for (const table of tableNames.filter((name) => tableOf(name).store === 'data' && exportColumns(name).length > 0)) {
      const columns = exportColumns(table).map(({ column }) => attributeOf(column));
      expect(world.exports.at(-1)!.tables.find(({ name }) => name === table)?.columns).toEqual(columns);
      for (const row of data[table]!) expect(Object.keys(row).toSorted()).toEqual([...columns].toSorted());
    }
    expect(data.users).toMatchObject([{ phone: person.phone, email: 'ada@example.org', username: 'ada_l' }]);
    expect(data.orders).toHaveLength(2);
    expect(data.payments).toMatchObject([{ amount_minor: 200 }]);
    expect(data.receipts).toMatchObject([{ receipt_number: 'JOOS-2026-000001' }]);
    expect(data.cards).toMatchObject([{ last4: '4242', network: 'visa' }]);
    expect(data.sessions).toMatchObject([{ started_at: '2026-11-23T09:00:00.000Z' }]);
    expect(JSON.stringify(data)).not.toMatch(/code_hash|token_hash|_index|_sealed/);
  });

  test('holds nothing of anybody else', async () => {
    const world = openRentalWorld();
    const ada = await givenFullLife(world, 'ada@example.org', 'ada_l');
    const bob = await givenFullLife(world, 'bob@example.org', 'bob_b');
    value(await exportMyData(world.ports)(await steppedUp(world, ada)));
    const text = JSON.stringify(world.exports.at(-1));
    const bobs = [bob.subject, bob.phone, bob.email, bob.username, bob.payment, 'JOOS-2026-000002'];
    expect(bobs.filter((value) => text.includes(value))).toEqual([]);
    expect(text).toContain(ada.subject);
  });

  test('lets nothing out that the data map keeps in, whatever a store answers', () => {
    const values = [{ column: 'code_hash', field: 'verification.code', value: 'secret' }] as const;
    const content = exportContent([{ table: 'challenges', values }], openRentalWorld().ports.clock.now());
    expect(JSON.stringify(content)).not.toContain('secret');
  });

  test('needs a session, and for staff a name, a purpose and a case, which the person then finds in it', async () => {
    const world = openRentalWorld();
    const ada = await givenFullLife(world, 'ada@example.org', 'ada_l');
    const look = {
      staffSession: staffSessionOf('grace.hopper'),
      purpose: 'privacy-request',
      caseNumber: 'CASE-1009',
      person: { email: ada.email },
    };
    value(await exportOnBehalf(world.ports)(look));
    expect(documentOf(world).data.audit_entries).toMatchObject([
      { staff: 'grace.hopper', purpose: 'privacy-request', case_number: 'CASE-1009' },
    ]);
    expect(refusal(await exportOnBehalf(world.ports)({ ...look, purpose: 'curiosity' })).kind).toBe(
      'InvalidAccessPurpose',
    );
    expect(refusal(await exportOnBehalf(world.ports)({ ...look, person: { email: 'x@example.org' } })).kind).toBe(
      'NoSuchPerson',
    );
    expect(world.exports).toHaveLength(1);
  });
});
