import type { DataProcessor } from '../../application/ports/data-processor.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { errAsync, ResultAsync } from '../../domain/result.ts';

/**
 * A processor that a host brought, with whatever it throws turned into a failure: an erasure of one person must not keep
 * every other erasure waiting behind a bug in one adapter.
 */
export function guardedProcessor(processor: DataProcessor): DataProcessor {
  return {
    name: processor.name,
    knowsBy: processor.knowsBy,
    residency: processor.residency,
    requestErasure: (request) => guarded(() => processor.requestErasure(request)),
    statusOf: (requestId) => guarded(() => processor.statusOf(requestId)),
  };
}

function guarded<Value>(call: () => ResultAsync<Value, PortFailure>): ResultAsync<Value, PortFailure> {
  try {
    return ResultAsync.fromPromise(Promise.resolve(call()), failed).andThen((answer) => answer);
  } catch (cause) {
    return errAsync(failed(cause));
  }
}

function failed(cause: unknown): PortFailure {
  return portFailure('DataProcessor', false, cause);
}
