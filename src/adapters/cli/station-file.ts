import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { StationId } from '../../domain/order/station-id.ts';
import { err, ok, Result } from '../../domain/result.ts';
import type { StationIdentity } from '../http/index.ts';

/** The file cannot be read, is no JSON object of station ids and tokens, or a token is short. It names no content. */
export interface InvalidStationFile {
  readonly kind: 'InvalidStationFile';
}

/** A station shows its token as `Authorization: Bearer …`. */
export type RecogniseStation = (request: Request) => Promise<StationIdentity | null>;

const shortestToken = 32;

/** Reads which station has which token: a JSON object such as `{"FRA-0042": "32 characters or more"}`. */
export function readStationFile(path: string): Result<RecogniseStation, InvalidStationFile> {
  const read = Result.fromThrowable(
    (): unknown => JSON.parse(readFileSync(path, 'utf8')),
    (): InvalidStationFile => ({ kind: 'InvalidStationFile' }),
  );
  return read().andThen((content): Result<RecogniseStation, InvalidStationFile> => {
    if (typeof content !== 'object' || content === null) return err({ kind: 'InvalidStationFile' as const });
    const entries: (readonly [string, unknown])[] = Object.entries(content);
    const sound = entries.every(
      ([station, token]) =>
        StationId.parse(station).isOk() && typeof token === 'string' && token.length >= shortestToken,
    );
    if (!sound || entries.length === 0) return err({ kind: 'InvalidStationFile' as const });
    const hashes = entries.map(([station, token]) => ({ station, hash: hashOf(String(token)) }));
    return ok(async (request: Request) => {
      const shown = hashOf(request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '');
      // Every one is compared, so that the time says nothing of which came close.
      const known = hashes.filter(({ hash }) => timingSafeEqual(hash, shown));
      return known[0] === undefined ? null : { station: known[0].station };
    });
  });
}

/** Of one length, so that it can be compared in constant time. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
