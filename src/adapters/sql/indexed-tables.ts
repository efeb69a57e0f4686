import type { BlindIndex, BlindIndexes, Keyring } from '../../application/ports/sealing.ts';
import { keyClassOf } from '../../domain/data-map/columns.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { Username } from '../../domain/user/username.ts';
import { blindIndex } from './blind-indexes.ts';
import { targetOf } from './challenges.ts';
import type { SqlValue } from './sessions.ts';

/** Where a blind index stands, and what it is computed from when its key is rotated. */
export interface IndexedColumn {
  readonly table: TableName;
  /** The first of its two columns. */
  readonly index: string;
  /** The column that rows go by. */
  readonly key: string;
  /** The columns of the same row that it is computed from; none where the value stands in no form that opens. */
  readonly sealed: readonly string[];
  /** Of the opened values, in the order of {@link IndexedColumn.sealed}. */
  readonly of: (indexes: BlindIndexes, values: readonly string[]) => BlindIndex | null;
}

// Sound casts below: what opens was sealed for this very cell, from a value of this type.
const indexed: readonly IndexedColumn[] = [
  {
    table: 'users',
    index: 'phone_index',
    key: 'subject_id',
    sealed: ['phone_sealed'],
    of: (indexes, [phone]) => blindIndex.phone(indexes, phone as PhoneNumber),
  },
  {
    table: 'users',
    index: 'email_index',
    key: 'subject_id',
    sealed: ['email_sealed'],
    of: (indexes, [email]) => blindIndex.email(indexes, email as EmailAddress),
  },
  {
    table: 'users',
    index: 'username_index',
    key: 'subject_id',
    sealed: ['username_sealed'],
    of: (indexes, [username]) => blindIndex.username(indexes, username as Username),
  },
  {
    table: 'identities',
    index: 'identity_index',
    key: 'identity_id',
    sealed: ['issuer_sealed', 'provider_subject_sealed'],
    of: (indexes, [issuer, providerSubject]) =>
      blindIndex.identity(indexes, { issuer, providerSubject } as ThirdPartyIdentity),
  },
  {
    table: 'contact_changes',
    index: 'former_index',
    key: 'change_id',
    sealed: ['former_sealed'],
    of: (indexes, [former]) => blindIndex.former(indexes, targetOf(former as PhoneNumber | EmailAddress)),
  },
  { table: 'challenges', index: 'target_index', key: 'challenge_id', sealed: [], of: () => null },
];

/** The columns of an index by its name, such as `users.phone_index`; null where it has none. */
export function indexedColumn(name: string): IndexedColumn | null {
  return indexed.find(({ table, index }) => name === `${table}.${index}`) ?? null;
}

/** The index of a row from what stands sealed in it; null if that does not open, since its key was destroyed. */
export function indexOfRow(
  column: IndexedColumn,
  key: string,
  row: Readonly<Record<string, SqlValue>>,
  keyring: Keyring,
  indexes: BlindIndexes,
): BlindIndex | null {
  const { table, sealed } = column;
  const values: string[] = [];
  for (const cell of sealed) {
    const bytes = row[cell];
    const keyClass = keyClassOf(table, cell);
    if (!(bytes instanceof Uint8Array) || keyClass === null) return null;
    const text = keyring.open({ table, column: cell, record: key, keyClass }, bytes);
    if (text.isErr()) return null;
    values.push(text.value);
  }
  return column.of(indexes, values);
}
