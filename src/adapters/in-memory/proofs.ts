import type { ActiveSubject, KeptOrder } from '../../application/ports/active-subject.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import type { ActiveUser } from '../../domain/user/user.ts';

/**
 * The proofs that one transaction gave out. A proof of another transaction is worth nothing, and to show one is a bug: here
 * it throws, so that a test finds it.
 */
export class Proofs {
  readonly #given = new WeakSet<ActiveSubject | KeptOrder>();
  #over = false;

  active(
    { subject, language }: Pick<ActiveUser, 'subject' | 'language'>,
    looked: Pick<ActiveSubject, 'lastUsedOn' | 'phoneProvedOn'> = {},
  ): ActiveSubject {
    return this.#remember({ kind: 'active-subject', subject, language, ...looked } as ActiveSubject); // sound: the door just saw that it is active
  }

  kept(subject: SubjectId, order: OrderId): KeptOrder {
    return this.#remember({ kind: 'kept-order', subject, order } as KeptOrder); // sound: the door just saw that it is unsettled
  }

  /** The subject of a proof that this transaction gave out. */
  subjectOf(proof: ActiveSubject | KeptOrder): SubjectId {
    if (this.#over || !this.#given.has(proof)) throw new Error('The proof is not of this transaction');
    return proof.subject;
  }

  /** From here on no proof is worth anything. */
  end(): void {
    this.#over = true;
  }

  #remember<Proof extends ActiveSubject | KeptOrder>(proof: Proof): Proof {
    this.#given.add(proof);
    return proof;
  }
}
