import { columnOfVersion, type IndexRotation } from '../../domain/keys/index-key.ts';
import { okAsync, ResultAsync } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** How it stands with the key of a blind index, or of the one-time codes. */
export interface IndexKeyStatus extends IndexRotation {
  /** Rows that the stage still has to fill or to empty; null while nothing is under way. */
  readonly rowsLeft: number | null;
}

/** Says how it stands with the index keys. */
export type ReadIndexKeyStatus = () => ResultAsync<readonly IndexKeyStatus[], PortFailure>;

/** Makes the use case. */
export function indexKeyStatus({ store, indexRotation }: Pick<Ports, 'store' | 'indexRotation'>): ReadIndexKeyStatus {
  const rowsLeft = ({ name, stage, current, other }: IndexRotation): ResultAsync<number | null, PortFailure> => {
    if (other === null) return okAsync(null);
    switch (stage) {
      case 'steady':
        return okAsync(null);
      case 'written':
        return store.indexColumns.countMissing(name, columnOfVersion(other));
      case 'switched':
        return store.indexColumns.countMissing(name, columnOfVersion(current));
      case 'dropping':
        return store.indexColumns.countLeft(name, columnOfVersion(other));
      default:
        return unreachable(stage satisfies never);
    }
  };
  return () =>
    indexRotation
      .indexKeys()
      .andThen((keys) =>
        ResultAsync.combine(
          keys.map((rotation) => rowsLeft(rotation).map((rows) => ({ ...rotation, rowsLeft: rows }))),
        ),
      );
}
