import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealedColumns } from '../../../src/domain/data-map/columns.ts';
import { fieldIds, fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { tableNames } from '../../../src/domain/data-map/tables.ts';
import {
  demandPurpose,
  fieldsOpenedFor,
  mayOpen,
  mayOpenColumn,
  type OpenedWhole,
  openedWhole,
  type UnsealingPurpose,
  unsealingPurposes,
} from '../../../src/domain/data-map/unsealing.ts';

const purposes = fc.constantFrom(...unsealingPurposes);
const sealed = tableNames.flatMap((table) => sealedColumns(table).map((column) => ({ table, ...column })));
const wholes = Object.keys(openedWhole) as OpenedWhole[]; // sound: the record is closed by its type

describe('A sealed field', () => {
  it('is opened for the purposes that the map names and for the person’s own rights, and for nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fieldIds), purposes, (field, purpose) => {
        const named: readonly string[] = fieldOf(field).purposes;
        expect(mayOpen(field, purpose)).toBe(purpose === 'data-subject-rights' || named.includes(purpose));
        expect(fieldsOpenedFor(purpose).includes(field)).toBe(mayOpen(field, purpose));
      }),
    );
  });

  it('is opened in each of its columns alike', () => {
    for (const { table, column, field } of sealed) {
      for (const purpose of unsealingPurposes) {
        expect(mayOpenColumn(table, column, purpose), `${table}.${column} for ${purpose}`).toBe(
          mayOpen(field, purpose),
        );
      }
    }
  });

  it('is opened for some purpose of its own, or it would be held for nothing', () => {
    for (const { field } of sealed) {
      expect(unsealingPurposes.filter((purpose) => mayOpen(field, purpose)).length).toBeGreaterThan(1);
    }
  });
});

describe('A column that the map does not know sealed', () => {
  it('is opened for the person’s own rights alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), purposes, (table, column, purpose) => {
        fc.pre(!sealed.some((known) => known.table === table && known.column === column));
        expect(mayOpenColumn(table, column, purpose)).toBe(purpose === 'data-subject-rights');
      }),
    );
    expect(mayOpenColumn('users', 'phone_index', 'account-verification')).toBe(false);
    expect(mayOpenColumn('users', 'last4_sealed', 'payment')).toBe(false);
  });
});

/** What is opened for a purpose, of what stands sealed. Whoever changes the map sees here what he opens up. */
const opened: Readonly<Record<UnsealingPurpose, readonly string[]>> = {
  'account-verification': [
    'login.phone',
    'login.issuer',
    'login.provider-subject',
    'contact.email',
    'verification.target',
  ],
  'account-security': [
    'login.phone',
    'login.issuer',
    'login.provider-subject',
    'contact.former',
    'verification.target',
    'session.device',
  ],
  communication: ['login.phone', 'contact.email', 'contact.farewell', 'contact.former', 'profile.username'],
  'platform-identity': ['profile.username'],
  rental: ['rental.station', 'rental.times'],
  payment: ['card.last4', 'card.network', 'card.payment-method', 'payment.processor-reference'],
  receipts: ['login.phone', 'contact.email', 'card.last4', 'card.network', 'rental.station', 'rental.times'],
  'customer-service': [
    'login.phone',
    'contact.email',
    'profile.username',
    'rental.station',
    'rental.times',
    'support.note',
    'support.message',
  ],
  news: ['contact.email'],
  bookkeeping: [],
  accountability: ['contact.farewell'],
  'data-subject-rights': [
    'login.phone',
    'login.issuer',
    'login.provider-subject',
    'contact.email',
    'contact.farewell',
    'contact.former',
    'profile.username',
    'verification.target',
    'session.device',
    'card.last4',
    'card.network',
    'card.payment-method',
    'rental.station',
    'rental.times',
    'payment.processor-reference',
    'support.note',
    'support.message',
  ],
};

describe('For a purpose', () => {
  const everSealed = new Set<string>(sealed.map(({ field }) => field));

  it.each(unsealingPurposes)('%s no more is opened than what serves it', (purpose) => {
    expect(fieldsOpenedFor(purpose).filter((field) => everSealed.has(field))).toEqual(opened[purpose]);
  });

  it.each([
    ['card', ['payment', 'data-subject-rights']],
    ['order', ['rental', 'receipts', 'customer-service', 'data-subject-rights']],
    ['order-record', ['receipts', 'data-subject-rights']],
    ['payment', ['payment', 'data-subject-rights']],
    ['farewell', ['communication', 'accountability', 'data-subject-rights']],
  ] as const)('a whole %s is opened if all of it serves, and else refused as a bug', (what, reaching) => {
    for (const purpose of unsealingPurposes) {
      if (reaching.some((one) => one === purpose)) demandPurpose(what, purpose);
      else {
        expect(() => demandPurpose(what, purpose)).toThrow(`The purpose ${purpose} does not reach a whole ${what}`);
      }
    }
  });

  it('that nobody knows, as a caller without a compiler may name, nothing is opened', () => {
    for (const purpose of ['', 'toString', 'constructor', 'marketing', undefined] as unknown as UnsealingPurpose[]) {
      expect(fieldIds.filter((field) => mayOpen(field, purpose))).toEqual([]);
      expect(sealed.filter(({ table, column }) => mayOpenColumn(table, column, purpose))).toEqual([]);
      for (const what of wholes) expect(() => demandPurpose(what, purpose)).toThrow('does not reach');
    }
  });
});
