import { createSecretKey, type KeyObject } from 'node:crypto';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { WrappedIndexKey } from '../../application/ports/vault-rows.ts';
import { columnsByForm } from '../../domain/data-map/columns.ts';
import { tableNames } from '../../domain/data-map/tables.ts';
import { errAsync, okAsync, ResultAsync } from '../../domain/result.ts';
import type { KeyBasis } from './epoch-keys.ts';
import { hmacSha256 } from './hmac-sha-256.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import { keyBytes } from './sealed-bytes.ts';

const version = 1;
const blindIndexBytes = 16;

/** The name of the key that hashes one-time codes. */
const oneTimeCodes = 'one-time-codes';

/** The names of all keys: one for each blind index of the data map, one for one-time codes. */
export const indexKeyNames: readonly string[] = [
  ...tableNames.flatMap((table) => columnsByForm(table, 'blind-index').map((column) => `${table}.${column}`)),
  oneTimeCodes,
];

/** The keys of the blind indexes and of the one-time codes, by name. They live as long as the process. */
export class IndexKeys {
  readonly #byName: ReadonlyMap<string, KeyObject>;

  constructor(byName: ReadonlyMap<string, KeyObject>) {
    this.#byName = byName;
  }

  /**
   * The first 16 bytes of HMAC-SHA-256 (RFC 2104) over table, column and value, under the column's own key.
   *
   * @throws if the data map has no such blind index: that is a bug of the caller.
   */
  blindIndex(table: string, column: string, normalised: string): Uint8Array {
    const mac = this.#mac(`${table}.${column}`, lengthPrefixed('blind-index', table, column, normalised));
    return new Uint8Array(mac.subarray(0, blindIndexBytes));
  }

  /** HMAC-SHA-256 over the parts, under the key of the one-time codes: 32 bytes. */
  ofCode(...parts: readonly string[]): Uint8Array {
    return new Uint8Array(this.#mac(oneTimeCodes, lengthPrefixed('one-time-code', ...parts)));
  }

  #mac(name: string, text: string): Buffer {
    const key = this.#byName.get(name);
    if (key === undefined) throw new Error(`The data map has no blind index ${name}`);
    return hmacSha256(key, text);
  }
}

/**
 * Loads the keys and makes those that are missing. Of processes that do so at once, one adds its keys and all go on with
 * those, since every one of them reads back what the vault holds.
 */
export function openIndexKeys(basis: KeyBasis): ResultAsync<IndexKeys, PortFailure> {
  return basis.rows.indexKeys().andThen((rows) => {
    const missing = missingIn(rows);
    if (missing.length === 0) return unwrapAll(basis, rows);
    return ResultAsync.combine(missing.map((name) => newKey(basis, name)))
      .andThen((keys) => basis.rows.addIndexKeys(keys))
      .andThen(() => basis.rows.indexKeys())
      .andThen((added) => unwrapAll(basis, added));
  });
}

function missingIn(rows: readonly WrappedIndexKey[]): readonly string[] {
  const there = new Set(rows.filter((row) => row.version === version).map((row) => row.name));
  return indexKeyNames.filter((name) => !there.has(name));
}

function newKey(basis: KeyBasis, name: string): ResultAsync<WrappedIndexKey, PortFailure> {
  const key = basis.randomness.bytes(keyBytes);
  return basis.wrapper.wrap(key, contextOf(basis, name)).map((wrappedKey) => {
    key.fill(0);
    return { name, version, wrappedKey, createdAt: basis.clock.now() };
  });
}

function unwrapAll(basis: KeyBasis, rows: readonly WrappedIndexKey[]): ResultAsync<IndexKeys, PortFailure> {
  if (missingIn(rows).length > 0) return errAsync(portFailure('Vault', false));
  const ours = rows.filter((row) => row.version === version && indexKeyNames.includes(row.name));
  return ResultAsync.combine(ours.map((row) => unwrap(basis, row))).andThen((keys) =>
    okAsync(new IndexKeys(new Map(keys))),
  );
}

function unwrap(basis: KeyBasis, row: WrappedIndexKey): ResultAsync<readonly [string, KeyObject], PortFailure> {
  return basis.wrapper.unwrap(row.wrappedKey, contextOf(basis, row.name)).map((bytes) => {
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return [row.name, key] as const;
  });
}

function contextOf({ environment }: KeyBasis, name: string): string {
  return lengthPrefixed('index-key', environment, name, String(version));
}
