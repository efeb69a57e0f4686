import type { SubjectId } from '../../domain/ids.ts';
import { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import { elevated, type StepUpNeeded } from '../accounts/elevated.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { exportContent } from './export-content.ts';

/** Whose data: that of the person whose session it is, and of nobody else. */
export interface ExportMyDataInput {
  readonly session: SessionToken;
}

/** A zip with `data.json` and one CSV a table. */
export interface DataExport {
  /** Says nothing of the person: file names end up in histories and logs. */
  readonly fileName: string;
  readonly archive: Uint8Array;
}

/** Why there is no archive; it is made whole or not at all. */
export type ExportMyDataRefusal = NotLoggedIn | StepUpNeeded | PortFailure;

/** Hands a person everything that we hold of them, with what it is for (POLICY.md C08; GDPR art. 15 and 20). */
export type ExportMyData = (input: ExportMyDataInput) => ResultAsync<DataExport, ExportMyDataRefusal>;

type ExportPorts = Pick<Ports, 'store' | 'clock' | 'archive'>;

/** Makes the use case. A session that is older than 10 minutes takes nothing out: step up first. */
export function exportMyData(ports: ExportPorts & Pick<Ports, 'hashing'>): ExportMyData {
  const whoIs = authenticate(ports);
  return (input) =>
    whoIs(input)
      .andThen((found) => elevated(found, ports.clock.now()).map(() => found.subject))
      .andThen(exportOfSubject(ports));
}

/** The export of one subject, for whoever established that it may be made. */
export function exportOfSubject(ports: ExportPorts): (subject: SubjectId) => ResultAsync<DataExport, PortFailure> {
  const { store, clock, archive } = ports;
  return (subject) =>
    safeTry(async function* () {
      const held = yield* store.reads.everythingOf(subject, 'data-subject-rights');
      const at = clock.now();
      const packed = yield* archive.pack(exportContent(held, at));
      return ok({ fileName: `joos-data-${Instant.toISOString(at).slice(0, 10)}.zip`, archive: packed });
    });
}
