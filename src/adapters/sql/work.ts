import type { Ids } from '../../application/ports/ids.ts';
import type { Keyring, Sealing } from '../../application/ports/sealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { granted } from './failing.ts';
import type { Unit } from './unit-of-work.ts';

/** What the rooms of one transaction share: its statements, and the keys to seal and open with. */
export interface Work extends Unit {
  readonly sealing: Sealing;
  readonly ids: Pick<Ids, 'ordered'>;
  keyring(subject: SubjectId): Promise<Keyring>;
}

/** Remembers each keyring for as long as the transaction lasts, and no longer. */
export function workOn(unit: Unit, sealing: Sealing, ids: Pick<Ids, 'ordered'>): Work {
  const keyrings = new Map<SubjectId, Promise<Keyring>>();
  return {
    sealing,
    ids,
    run: (statement, given) => unit.run(statement, given),
    add: (statement, given) => unit.add(statement, given),
    keyring: (subject) => {
      let keyring = keyrings.get(subject);
      if (keyring === undefined) {
        keyring = granted(sealing.keyring(subject));
        keyrings.set(subject, keyring);
      }
      return keyring;
    },
  };
}
