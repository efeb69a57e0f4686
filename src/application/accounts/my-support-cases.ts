import type { ResultAsync } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { CaseRecord } from '../ports/reads.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { authenticate } from './authenticate.ts';

/** What support has on record of the person (GDPR art. 15). */
export interface MySupportCasesInput {
  readonly session: SessionToken;
}

/** Answers every case of the person's with all that was written in it, the newest first, notes of the staff included. */
export type MySupportCases = (
  input: MySupportCasesInput,
) => ResultAsync<readonly CaseRecord[], NotLoggedIn | PortFailure>;

/** Makes the use case. */
export function mySupportCases(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): MySupportCases {
  const whoIs = authenticate(ports);
  return (input) => whoIs(input).andThen(({ subject }) => ports.store.reads.casesOf(subject, 'data-subject-rights'));
}
