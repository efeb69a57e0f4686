import type { PortFailure } from '../../application/ports/port-failure.ts';
import { demandPurpose, type OpenedWhole, type UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import { ok, type Result, ResultAsync } from '../../domain/result.ts';

/**
 * A look at values that other stores hold sealed. They stand in clear here, and yet the purpose is asked for first: what is
 * refused there is refused here, in the same way.
 */
export function opened<Value>(
  what: OpenedWhole,
  purpose: UnsealingPurpose,
  look: () => Value,
): ResultAsync<Value, PortFailure> {
  const looked = async (): Promise<Result<Value, PortFailure>> => {
    demandPurpose(what, purpose);
    return ok(look());
  };
  return new ResultAsync(looked());
}
