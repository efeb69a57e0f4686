import { subjectTables } from '../../domain/data-map/columns.ts';
import {
  certificateOf,
  type LedgerPlace,
  type ToldProcessor,
  type TouchedStore,
} from '../../domain/deletion/certificate-of.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import { dayMs, Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Propagation } from '../ports/erasure-journal.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { RecordedLedgerEntry } from '../ports/vault.ts';
import { done, type ErasurePorts, nextTryAt, type Step, type StepOutcome } from './erasure-step.ts';
import { recorded, stateOf } from './propagate.ts';

/** A processor that takes longer than the law gives us (GDPR art. 12(3)) is a matter for somebody who looks. */
const processorTimeMs: number = 30 * dayMs;

/**
 * Waits until every processor is done, then signs what the stores and the ledger say, and keeps it. There is one
 * certificate an erasure, whoever makes it and however often: the vault keeps the first (POLICY.md C25; GDPR art. 5(2)).
 */
export function certifyErasure(ports: ErasurePorts): Step {
  const { store, vault, certificates, clock } = ports;
  return (erasure) =>
    safeTry(async function* () {
      if ((yield* vault.certificateOf(erasure.erasure)) !== null) return ok(done());
      const asked: Propagation[] = [];
      for (const propagation of yield* store.erasures.propagationsOf(erasure.erasure)) {
        asked.push(yield* lookedAfter(ports, erasure, propagation));
      }
      if (asked.some(({ settledAt }) => settledAt === null)) return ok(stillWaiting(clock.now(), erasure));
      const { steps, places } = yield* placesOf(yield* vault.ledgerOf(erasure.erasure));
      const keys = yield* vault.destroyedKeysOf(erasure.subject);
      const document = yield* certificates.seal(
        certificateOf({
          erasure: erasure.erasure,
          installation: certificates.installation,
          requestedBy: erasure.request.kind,
          requestedAt: erasure.requestedAt,
          fencedAt: steps.fenced ?? erasure.requestedAt,
          completedAt: steps.verified ?? erasure.requestedAt,
          ledger: places,
          stores: storesTouched((yield* store.reads.erasure(erasure.erasure)) ?? erasure, keys.length),
          keys,
          retained: erasure.kept,
          processors: asked.map(toldProcessor),
          verification: {
            scannedAt: steps.verified ?? erasure.requestedAt,
            tables: subjectTables('data').length,
            found: 0,
          },
        }),
      );
      yield* vault.keepCertificate(erasure.erasure, document, clock.now());
      return ok(done());
    });
}

/**
 * Asks a processor that has acknowledged how far it is. One that this worker has not registered is another's to ask; one
 * that nobody has for as long as the law gives us, or that has forgotten our request, cannot be asked any more.
 */
function lookedAfter(
  ports: ErasurePorts,
  erasure: Erasure,
  propagation: Propagation,
): ResultAsync<Propagation, PortFailure> {
  const { processors, clock } = ports;
  return safeTry(async function* () {
    if (propagation.settledAt !== null) return ok(propagation);
    const processor = processors.find(({ name }) => name === propagation.processor);
    const answer = await processor?.statusOf(propagation.requestId);
    const late = clock.now() >= Instant.plusMs(erasure.requestedAt, processorTimeMs);
    if (answer?.isOk() !== true && !(processor === undefined && late)) return ok(propagation);
    const said = answer?.isOk() === true ? stateOf(answer.value) : 'unreachable';
    const state = yield* recorded(ports, erasure, propagation, said === 'asked' ? 'unreachable' : said);
    return ok({ ...propagation, state, settledAt: state === 'pending' ? null : clock.now() });
  });
}

function stillWaiting(at: Instant, erasure: Erasure): StepOutcome {
  const late = at >= Instant.plusMs(erasure.requestedAt, processorTimeMs);
  const obstacle = late ? ({ kind: 'stuck', reason: 'processor-not-done' } as const) : null;
  return { kind: 'wait', until: nextTryAt(at, erasure.tries), obstacle };
}

interface Places {
  readonly places: readonly [LedgerPlace, ...LedgerPlace[]];
  readonly steps: Partial<Record<LedgerPlace['step'], Instant>>;
}

/** The certificate counts on the ledger: a vault that does not know the erasure is not the one that it was begun with. */
function placesOf(lines: readonly RecordedLedgerEntry[]) {
  const [first, ...others] = lines.map(({ step, position, recordedAt }) => ({ step, position, recordedAt }));
  if (first === undefined) return err<Places, PortFailure>(portFailure('Vault', false));
  const places = [first, ...others] as const;
  const steps = Object.fromEntries(places.map(({ step, recordedAt }) => [step, recordedAt]));
  return ok<Places, PortFailure>({ places: [...places], steps });
}

/** The user's row stays as a tombstone with less in it; receipts stay and have lost the only row that led to the person. */
function storesTouched({ deleted: { users = 0, ...deleted }, kept }: Erasure, keys: number): readonly TouchedStore[] {
  const receipts = kept
    .filter(({ category }) => category === 'bookkeeping')
    .reduce((sum, { records }) => sum + records, 0);
  return [
    { store: 'data', deleted, pseudonymised: { receipts }, coarsened: { users } },
    { store: 'vault', deleted: { subject_keys: keys }, pseudonymised: {}, coarsened: {} },
  ];
}

function toldProcessor({ processor, state, settledAt, askedAt }: Propagation): ToldProcessor {
  const status = state === 'completed' || state === 'refused' ? state : 'unreachable';
  return { name: processor, status, at: settledAt ?? askedAt };
}
