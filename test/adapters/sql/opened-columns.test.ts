import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../../src/adapters/system/index.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import type { Keyring, Sealing } from '../../../src/application/ports/sealing.ts';
import type { Vault } from '../../../src/application/ports/vault.ts';
import { sealedColumns } from '../../../src/domain/data-map/columns.ts';
import { tableNames } from '../../../src/domain/data-map/tables.ts';
import { mayOpen, type UnsealingPurpose, unsealingPurposes } from '../../../src/domain/data-map/unsealing.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { addCard, giveBack, inOne, type Person, rent, settle, signUp } from '../../../src/testing/contracts/person.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';
import { ids, sealingOn } from './opened-stores.ts';
import { type SqliteFiles, sqliteFiles } from './sqlite-files.ts';

/** What was really decrypted: `users.phone_sealed`, with the purpose that was named for it. */
const decrypted: { readonly column: string; readonly purpose: UnsealingPurpose }[] = [];

/** A sealing that writes down what it opens. */
function watched(sealing: Sealing): Sealing {
  const ring = (keyring: Keyring): Keyring => ({
    subject: keyring.subject,
    purpose: keyring.purpose,
    reaches: (table, column) => keyring.reaches(table, column),
    seal: (cell, clear) => keyring.seal(cell, clear),
    open: (cell, sealed) =>
      keyring.open(cell, sealed).map((text) => {
        decrypted.push({ column: `${cell.table}.${cell.column}`, purpose: keyring.purpose });
        return text;
      }),
  });
  return {
    sealer: (subject, including) => sealing.sealer(subject, including),
    blindIndexes: () => sealing.blindIndexes(),
    keyring: (subject, purpose, including) => sealing.keyring(subject, purpose, including).map(ring),
    keyrings: (subjects, purpose) =>
      sealing.keyrings(subjects, purpose).map((rings) => new Map([...rings].map(([whose, one]) => [whose, ring(one)]))),
  };
}

let files: SqliteFiles;
let store: DataStore;
let vault: Vault;
let person: Person;
let held: { readonly card: Awaited<ReturnType<typeof addCard>>; readonly given: Awaited<ReturnType<typeof giveBack>> };

beforeAll(async () => {
  files = await sqliteFiles();
  const opened = await sealingOn(files.stores);
  vault = opened.vault;
  store = files.stores.openDataStore({ sealing: watched(opened.sealing), ids, log: silentLog });
  person = await signUp({ store, vault });
  const card = await addCard(store, person);
  const given = await giveBack(store, await rent(store, person, card));
  await settle(store, given.payment.payment, 'succeeded');
  held = { card, given };
});

afterAll(async () => {
  await must(store.close());
  await must(vault.close());
  files.remove();
});

/** The columns that a look decrypts, each once; every one of them under the purpose that was named. */
async function columnsOpenedBy(purpose: UnsealingPurpose, look: () => Promise<unknown>): Promise<readonly string[]> {
  decrypted.length = 0;
  await look();
  expect(new Set(decrypted.map((one) => one.purpose))).toEqual(new Set(decrypted.length === 0 ? [] : [purpose]));
  return [...new Set(decrypted.map(({ column }) => column))].sort();
}

const fieldOfColumn = new Map(
  tableNames.flatMap((table) => sealedColumns(table).map(({ column, field }) => [`${table}.${column}`, field])),
);

test.each(unsealingPurposes)('of a user no more is decrypted than serves %s', async (purpose) => {
  const { subject } = person.user;
  const expected = [...fieldOfColumn]
    .filter(([column, field]) => /^(?:users|identities)\./.test(column) && mayOpen(field, purpose))
    .map(([column]) => column)
    .sort();
  expect(await columnsOpenedBy(purpose, () => must(store.reads.user(subject, purpose)))).toEqual(expected);
  const throughDoor = () => inOne(store, (tx) => must(tx.doors.bySessionAlone(person.token, instant(), purpose)));
  expect(await columnsOpenedBy(purpose, throughDoor)).toEqual(expected);
});

test('nothing is decrypted to find a person by a contact', async () => {
  const { email } = person.user;
  const find = () => must(store.reads.subjectByContact({ kind: 'email', email: email! }));
  expect(await columnsOpenedBy('customer-service', find)).toEqual([]);
});

const order = ['ended_at', 'power_bank', 'rented_from', 'returned_to', 'started_at'].map(
  (name) => `orders.${name}_sealed`,
);
const masked = ['cards.last4_sealed', 'cards.network_sealed'];
const card = ['cards.last4_sealed', 'cards.network_sealed', 'cards.payment_method_sealed'];

test('for a receipt nothing is decrypted that only the card processor needs', async () => {
  const { subject } = person.user;
  for (const purpose of ['receipts', 'data-subject-rights'] as const) {
    expect(await columnsOpenedBy(purpose, () => must(store.reads.ordersOf(subject, purpose)))).toEqual([
      ...masked,
      ...order,
    ]);
    const one = () => must(store.reads.orderOf(subject, held.given.order.order, purpose));
    expect(await columnsOpenedBy(purpose, one)).toEqual([...masked, ...order]);
  }
});

test('for a rental the order alone is decrypted, and for a payment the card and the reference', async () => {
  const { payment } = held.given.payment;
  const rental = () => inOne(store, (tx) => must(tx.doors.byOrder(held.given.order.order, 'rental')));
  expect(await columnsOpenedBy('rental', rental)).toEqual(order);
  const paid = [...card, 'payments.processor_reference_sealed'];
  expect(await columnsOpenedBy('payment', () => must(store.reads.payment(payment, 'payment')))).toEqual(paid);
  expect(await columnsOpenedBy('payment', () => must(store.reads.cardsOf(person.user.subject, 'payment')))).toEqual(
    card,
  );
});

test('a use that names a wrong purpose decrypts nothing', async () => {
  const { subject } = person.user;
  decrypted.length = 0;
  for (const planted of [
    () => must(store.reads.cardsOf(subject, 'news')),
    () => must(store.reads.ordersOf(subject, 'rental')),
    () => must(store.reads.ordersOf(subject, 'payment')),
    () => must(store.reads.payment(held.given.payment.payment, 'receipts')),
    () => inOne(store, (tx) => must(tx.doors.byOrder(held.given.order.order, 'payment'))),
    () => inOne(store, (tx) => must(tx.doors.byPayment(held.given.payment.payment, 'customer-service'))),
  ]) {
    await expect(planted()).rejects.toThrow(/^The purpose [a-z-]+ does not reach a whole [a-z-]+$/);
  }
  expect(decrypted).toEqual([]);
});
