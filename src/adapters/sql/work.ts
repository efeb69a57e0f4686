import type { Ids } from '../../application/ports/ids.ts';
import type { BlindIndexes, Keyring, Sealer, Sealing } from '../../application/ports/sealing.ts';
import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { KeyClass } from '../../domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { granted } from './failing.ts';
import type { Unit } from './unit-of-work.ts';

/** What the rooms of one transaction share: its statements, and the keys to seal and open with. */
export interface Work extends Unit {
  readonly sealing: Sealing;
  readonly ids: Pick<Ids, 'ordered'>;
  /** The blind indexes as they were when the transaction first asked. */
  indexes(): Promise<BlindIndexes>;
  /** Whether it may be committed: not when the keys of the indexes that it went by are too old by now. */
  mayCommit(): boolean;
  /** What to seal with; a key of the class `including` may have been made since the transaction began. */
  sealer(subject: SubjectId, including?: KeyClass): Promise<Sealer>;
  keyring(subject: SubjectId, purpose: UnsealingPurpose): Promise<Keyring>;
}

/** Remembers each sealer and keyring for as long as the transaction lasts, and no longer. */
export function workOn(unit: Unit, sealing: Sealing, ids: Pick<Ids, 'ordered'>): Work {
  const sealers = new Map<SubjectId, Promise<Sealer>>();
  const keyrings = new Map<string, Promise<Keyring>>();
  let indexes: BlindIndexes | null = null;
  return {
    sealing,
    ids,
    indexes: async () => {
      indexes ??= await granted(sealing.blindIndexes());
      return indexes;
    },
    mayCommit: () => indexes === null || indexes.mayCommit(),
    run: (statement, given) => unit.run(statement, given),
    add: (statement, given) => unit.add(statement, given),
    sealer: (subject, including) => {
      if (including !== undefined) return granted(sealing.sealer(subject, including));
      let sealer = sealers.get(subject);
      if (sealer === undefined) {
        sealer = granted(sealing.sealer(subject));
        sealers.set(subject, sealer);
      }
      return sealer;
    },
    keyring: (subject, purpose) => {
      const key = `${purpose}/${subject}`;
      let keyring = keyrings.get(key);
      if (keyring === undefined) {
        keyring = granted(sealing.keyring(subject, purpose));
        keyrings.set(key, keyring);
        sealers.set(subject, keyring); // a keyring seals too: what is read and then written looks into the vault once
      }
      return keyring;
    },
  };
}
