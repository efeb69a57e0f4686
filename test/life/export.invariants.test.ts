import * as fc from 'fast-check';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportDocument } from '../../src/application/privacy/export-content.ts';
import { fieldOf } from '../../src/domain/data-map/personal-field.ts';
import { type MappedColumn, type TableName, tableNames, tableOf } from '../../src/domain/data-map/tables.ts';
import { phoneOf } from '../../src/domain/user/user.ts';
import { orThrow } from '../../src/index.ts';
import {
  type Command,
  histories,
  type Life,
  newLife,
  nobodyYet,
  signsUpByPhone,
  signsUpByThirdParty,
} from './history.ts';
import { engines, type OpenCore, openCore, type Row } from './open-core.ts';
import { giveEmail, giveUsername, type Person, signUp, stepUp } from './person.ts';
import { runs } from './runs.ts';

type Cell = string | number | null;
type Rows = readonly Readonly<Record<string, Cell>>[];

interface Export {
  readonly document: ExportDocument;
  /** Every file of the archive as text. */
  readonly text: string;
}

async function exportOf(core: OpenCore, person: Person): Promise<Export> {
  const { archive } = await orThrow(core.joos.privacy.exportMyData({ session: person.session }));
  const files = Object.values(unzipSync(archive)).map((bytes) => Buffer.from(bytes).toString('utf8'));
  const document = JSON.parse(files.find((text) => text.startsWith('{')) ?? '{}') as ExportDocument; // it has one JSON file
  return { document, text: files.join('\n') };
}

/** What of a column a person gets: its value, that there is one (it stands sealed), or nothing. */
function shownAs(column: MappedColumn): 'value' | 'set' | 'nothing' {
  if (!('holds' in column) || fieldOf(column.holds).inExport !== true) return 'nothing';
  if (column.form.kind === 'sealed') return 'set';
  return column.form.kind === 'plain' || column.form.kind === 'pseudonym' ? 'value' : 'nothing';
}

/** A row as the database has it, as far as the person gets it, sealed values as `set`. */
function expectedRow(table: TableName, row: Row): Readonly<Record<string, Cell>> {
  return Object.fromEntries(
    Object.entries(tableOf(table).columns).flatMap(([name, column]) => {
      const shown = shownAs(column);
      const stored = row[name] ?? null;
      if (shown === 'nothing') return [];
      if (shown === 'set') return [[name.replace(/_sealed$/, ''), stored === null ? null : 'set']];
      const inWords = name.endsWith('_at') && stored !== null ? new Date(Number(stored)).toISOString() : stored;
      return [[name, inWords as Cell]];
    }),
  );
}

/** A row of an export, with `set` in place of what stands sealed in the database. */
function exportedRow(table: TableName, row: Readonly<Record<string, Cell>>): Readonly<Record<string, Cell>> {
  const { columns } = tableOf(table);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, `${name}_sealed` in columns && value !== null ? 'set' : value]),
  );
}

/** All that is held of a person, by the data map and the bare tables: no code of the export has a part in it. */
async function expectedOf(core: OpenCore, subject: string): Promise<Readonly<Record<string, Rows>>> {
  const expected: Record<string, Rows> = {};
  for (const table of tableNames) {
    const { store, subjectColumn, columns } = tableOf(table);
    if (store === 'vault' || Object.values(columns).every((column) => shownAs(column) === 'nothing')) continue;
    const whose =
      subjectColumn === null
        ? ['receipt_number', 'corrects']
            .map((column) => `${column} IN (SELECT receipt_number FROM orders WHERE subject_id = '${subject}')`)
            .join(' OR ')
        : `${subjectColumn} = '${subject}'`;
    const rows = await core.rows('data', `SELECT * FROM ${table} WHERE ${whose}`);
    expected[table] = sorted(rows.map((row) => expectedRow(table, row)));
  }
  return expected;
}

function sorted(rows: Rows): Rows {
  const inOrder = rows.map((row) => Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  return inOrder.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What the use cases show the person of what stands sealed. */
async function expectShownValues({ joos }: OpenCore, { session }: Person, { data }: ExportDocument): Promise<void> {
  const account = await orThrow(joos.accounts.myAccount({ session }));
  expect(data.users).toMatchObject([{ phone: phoneOf(account), email: account.email, username: account.username }]);
  const identities = account.logins.flatMap((login) => (login.kind === 'third-party' ? [login.identity] : []));
  expect(
    data.identities
      ?.map(({ issuer, provider_subject: providerSubject }) => ({ issuer, providerSubject }))
      .toSorted(byText),
  ).toEqual([...identities].toSorted(byText));
  for (const card of await orThrow(joos.cards.listCards({ session }))) {
    expect(data.cards).toContainEqual(
      expect.objectContaining({
        card_id: card.card,
        last4: card.last4,
        network: card.network,
        payment_method: expect.stringMatching(/^pm_/) as unknown,
      }),
    );
  }
  for (const order of await orThrow(joos.orders.myOrders({ session }))) {
    expect(data.orders).toContainEqual(
      expect.objectContaining({
        order_id: order.order,
        power_bank: order.powerBank,
        rented_from: order.rentedFrom,
        returned_to: order.returnedTo,
        started_at: new Date(order.startedAt).toISOString(),
      }),
    );
  }
}

const byText = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

describe.for(engines)(
  'on %s',
  (engine) => {
    let core: OpenCore;

    beforeAll(async () => {
      core = await openCore(engine);
    });
    afterAll(() => core.close());

    test('an export holds every declared field that is set, and nothing of anyone else who lives meanwhile', async () => {
      const arrival: fc.Arbitrary<Command> = fc.constantFrom(signsUpByPhone, signsUpByThirdParty);
      const lives = fc.array(fc.tuple(arrival, histories([])), { minLength: 2, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(lives, async (commands) => {
          const all: Life[] = commands.map(() => newLife(core));
          // One after the other, since they share a clock; all of them are there at the end.
          for (const [index, [first, rest]] of commands.entries()) {
            const setup = () => ({ model: nobodyYet(), real: all[index] ?? newLife(core) });
            await fc.asyncModelRun(setup, [first, ...rest]);
          }
          const people = all.flatMap(({ person }) => (person === null ? [] : [person]));
          for (const person of people) {
            await stepUp(core, person);
            const expected = await expectedOf(core, person.subject);
            const { document, text } = await exportOf(core, person);
            const exported = Object.entries(document.data).map(([table, rows]): [string, Rows] => [
              table,
              sorted(rows.map((row) => exportedRow(table as TableName, row))), // sound: named by the data map
            ]);
            expect(Object.fromEntries(exported)).toEqual(expected);
            await expectShownValues(core, person, document);
            for (const other of people) {
              if (other === person) continue;
              const foreign = [{ label: 'subject', value: other.subject }, ...other.typed];
              expect(foreign.filter(({ value }) => text.includes(value)).map(({ label }) => label)).toEqual([]);
            }
          }
        }),
        { numRuns: runs(engine === 'sqlite' ? 25 : 8) },
      );
    });

    test('an export of whoever just came holds what they gave', async () => {
      const person = await signUp(core);
      const email = await giveEmail(core, person);
      const username = await giveUsername(core, person);
      const { text, document } = await exportOf(core, person);
      for (const value of [person.phone, email.toLowerCase(), username]) expect(text).toContain(value);
      expect(document.fields.map(({ field }) => field)).toContain('login.phone');
    });
  },
  180_000,
);
