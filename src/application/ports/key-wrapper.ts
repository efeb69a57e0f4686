import type { Placed } from '../../domain/residency/residency.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** Wraps keys under a master key that never stands in either store: a key file, or a key management service. */
export interface KeyWrapper extends Placed {
  /** Encrypts a key, bound to a context: any well-formed text that names no person, since a service writes it to its log. */
  wrap(key: Uint8Array, context: string): ResultAsync<Uint8Array, PortFailure>;
  /** Decrypts what {@link KeyWrapper.wrap} made under the same context. */
  unwrap(wrapped: Uint8Array, context: string): ResultAsync<Uint8Array, PortFailure>;
}
