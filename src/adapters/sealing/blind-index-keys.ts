import { type KeyObject, timingSafeEqual } from 'node:crypto';
import type { BlindIndex, BlindIndexes } from '../../application/ports/sealing.ts';
import { blindIndexesOf } from '../../domain/data-map/columns.ts';
import { tableNames } from '../../domain/data-map/tables.ts';
import { columnOfVersion, messageLinksKey } from '../../domain/keys/index-key.ts';
import { hmacSha256 } from './hmac-sha-256.ts';
import { lengthPrefixed } from './length-prefixed.ts';

const blindIndexBytes = 16;

/** The name of the key that hashes one-time codes. */
const oneTimeCodes = 'one-time-codes';

/** The name of the key that names the buckets of budgets. */
const budgetBuckets = 'budget-buckets';

/** The names of all keys: one for each blind index of the data map, and one each for codes, budgets and addresses in messages. */
export const indexKeyNames: readonly string[] = [
  ...tableNames.flatMap((table) => blindIndexesOf(table).map((index) => `${table}.${index}`)),
  oneTimeCodes,
  budgetBuckets,
  messageLinksKey,
];

/** A key in one of its versions. */
interface VersionedKey {
  readonly version: number;
  readonly key: KeyObject;
}

/** The keys of one name that values are written under. */
export interface NamedKeys {
  /** The one that look-ups go by. */
  readonly current: VersionedKey;
  /** The one before or after it, while the key is rotated. */
  readonly other: VersionedKey | null;
}

/** The keys of the blind indexes and of the one-time codes, as one look into the vault found them. */
export class BlindIndexKeys implements BlindIndexes {
  readonly #byName: ReadonlyMap<string, NamedKeys>;
  readonly #mayCommit: () => boolean;

  constructor(byName: ReadonlyMap<string, NamedKeys>, mayCommit: () => boolean) {
    this.#byName = byName;
    this.#mayCommit = mayCommit;
  }

  /** The first 16 bytes of HMAC-SHA-256 (RFC 2104) over table, index and value, under each of the index's own keys. */
  of(table: string, index: string, normalised: string): BlindIndex {
    const { current, other } = this.#keysOf(`${table}.${index}`);
    const text = lengthPrefixed('blind-index', table, index, normalised);
    const by = columnOfVersion(current.version);
    const value = shortMac(current.key, text);
    const otherValue = other && shortMac(other.key, text);
    return by === 'a' ? { by, value, a: value, b: otherValue } : { by, value, a: otherValue, b: value };
  }

  mayCommit(): boolean {
    return this.#mayCommit();
  }

  /**
   * HMAC-SHA-256 over the parts, under the key of the one-time codes: 32 bytes. While that is rotated it is under the other
   * key where that made what is stored.
   */
  ofCode(parts: readonly string[], stored?: Uint8Array): Uint8Array {
    const { current, other } = this.#keysOf(oneTimeCodes);
    const text = lengthPrefixed('one-time-code', ...parts);
    const hash = new Uint8Array(hmacSha256(current.key, text));
    if (other === null || stored === undefined) return hash;
    const otherHash = new Uint8Array(hmacSha256(other.key, text));
    return stored.length === otherHash.length && timingSafeEqual(stored, otherHash) ? otherHash : hash;
  }

  /** The first 16 bytes of HMAC-SHA-256 over rule and owner. A rotated key begins every budget anew. */
  ofBucket(rule: string, owner: string): Uint8Array {
    return shortMac(this.#keysOf(budgetBuckets).current.key, lengthPrefixed('budget', rule, owner));
  }

  /** The first 16 bytes of HMAC-SHA-256 over what an address does and the record that it names, in base64url. */
  ofLink(does: string, record: string): string {
    return linkMac(this.#keysOf(messageLinksKey).current, does, record);
  }

  /** Whether it is such a MAC, under the current key or the other one. */
  madeLink(does: string, record: string, mac: string): boolean {
    const { current, other } = this.#keysOf(messageLinksKey);
    const given = Buffer.from(mac);
    const isOf = (key: VersionedKey): boolean => {
      const made = Buffer.from(linkMac(key, does, record));
      return given.length === made.length && timingSafeEqual(given, made);
    };
    return isOf(current) || (other !== null && isOf(other));
  }

  #keysOf(name: string): NamedKeys {
    const keys = this.#byName.get(name);
    if (keys === undefined) throw new Error(`The data map has no blind index ${name}`);
    return keys;
  }
}

function linkMac({ key }: VersionedKey, does: string, record: string): string {
  return Buffer.from(shortMac(key, lengthPrefixed('message-link', does, record))).toString('base64url');
}

function shortMac(key: KeyObject, text: string): Uint8Array {
  return new Uint8Array(hmacSha256(key, text).subarray(0, blindIndexBytes));
}
