import { err, ok, type Result, ResultAsync } from '../../domain/result.ts';
import type { Asked } from './asked.ts';
import type { EdgeRefusal } from './edge-refusal.ts';
import type { HttpOptions, StationIdentity } from './http-options.ts';

type Given<Name extends keyof HttpOptions> = NonNullable<HttpOptions[Name]>;

/** The station that asks, as the host made sure. */
export function stationThat(station: Given<'station'>, asked: Asked): ResultAsync<StationIdentity, EdgeRefusal> {
  return unlessNull(station(asked.request()), { kind: 'NotAStation' });
}

/** A host's function that rejects is a bug: it goes through to the handler, which answers 500. */
function unlessNull<Value>(asked: Promise<Value | null>, refusal: EdgeRefusal): ResultAsync<Value, EdgeRefusal> {
  return new ResultAsync(
    asked.then((value): Result<Value, EdgeRefusal> => (value === null ? err(refusal) : ok(value))),
  );
}
