import type { IndexKeyRotation } from '../../application/ports/index-rotation.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { IndexKeyMove } from '../../application/ports/vault-rows.ts';
import { type IndexRotation, rotationOf } from '../../domain/keys/index-key.ts';
import { okAsync, ResultAsync } from '../../domain/result.ts';
import { indexKeyNames } from './blind-index-keys.ts';
import type { KeyBasis } from './epoch-keys.ts';
import { type IndexKeys, rowsOf } from './index-keys.ts';

/** The versions of the index keys, from one stage to the next. This process knows of each at once, the others later. */
export function indexKeyRotation({ rows, clock }: KeyBasis, indexes: IndexKeys): IndexKeyRotation {
  const known = (): ResultAsync<void, PortFailure> => indexes.load().map(() => undefined);

  const move = ({ name }: IndexRotation, ...moves: readonly Omit<IndexKeyMove, 'name'>[]) =>
    rows
      .moveIndexKeys(
        moves.map((one) => ({ name, ...one })),
        clock.now(),
      )
      .andThen(known);

  return {
    indexKeys: () =>
      indexes
        .rows()
        .map((keys) => indexKeyNames.map((name) => rotationOf(rowsOf(keys, name))).filter((one) => one !== null)),

    begin: (steady) =>
      ResultAsync.combine(
        steady
          .filter(({ stage }) => stage === 'steady')
          .map(({ name, current }) => indexes.newKey(name, current + 1, 'written')),
      )
        .andThen((keys) => (keys.length === 0 ? okAsync(undefined) : rows.addIndexKeys(keys)))
        .andThen(known),

    switchOver: (written) =>
      written.stage === 'written' && written.other !== null
        ? move(
            written,
            { version: written.current, from: 'current', to: 'retiring' },
            { version: written.other, from: 'written', to: 'current' },
          )
        : okAsync(undefined),

    drop: (switched) =>
      switched.stage === 'switched' && switched.other !== null
        ? move(switched, { version: switched.other, from: 'retiring', to: 'retired' })
        : okAsync(undefined),

    destroy: (dropping) =>
      dropping.stage === 'dropping' && dropping.other !== null
        ? rows.destroyIndexKey(dropping.name, dropping.other, clock.now()).andThen(known)
        : okAsync(undefined),
  };
}
