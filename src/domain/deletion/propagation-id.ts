import { derivedId } from '../derived-id.ts';
import type { ErasureId } from '../ids.ts';

/**
 * The name of the request by which a processor is asked to carry an erasure out, always the same for the same erasure and
 * processor. Whoever asks again, after a crash or in a restored store, asks for the same thing (GDPR art. 19); two processors
 * see two numbers.
 */
export function propagationId(erasure: ErasureId, processor: string): string {
  return derivedId(erasure, processor);
}
