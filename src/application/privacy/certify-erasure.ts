import { subjectTables } from '../../domain/data-map/columns.ts';
import {
  certificateOf,
  type LedgerPlace,
  type ToldProcessor,
  type TouchedStore,
} from '../../domain/deletion/certificate-of.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { Holdings } from '../../domain/deletion/holdings.ts';
import { keptWithoutName } from '../../domain/deletion/kept-without-name.ts';
import { dayMs, Instant } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Propagation } from '../ports/erasure-journal.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { RecordedLedgerEntry } from '../ports/vault.ts';
import { done, type ErasurePorts, nextTryAt, type Step, type StepOutcome } from './erasure-step.ts';
import { recorded, stateOf } from './propagate.ts';

/** A processor that takes longer than the law gives us (GDPR art. 12(3): a month) is a matter for somebody who looks. */
const processorTimeMs: number = 30 * dayMs;
/** With the longest extension (two months more) nobody is waited for any longer: the certificate says so. */
const longestWaitMs: number = 90 * dayMs;

/**
 * Waits until every processor is done, then signs what the stores and the ledger say, and keeps it. There is one
 * certificate an erasure, whoever makes it and however often: the vault keeps the first (POLICY.md C25; GDPR art. 5(2)).
 */
export function certifyErasure(ports: ErasurePorts): Step {
  const { store, vault, certificates, clock } = ports;
  return (erasure) =>
    safeTry(async function* () {
      if ((yield* vault.certificateOf(erasure.erasure)) !== null) return ok(done());
      for (const propagation of yield* store.erasures.propagationsOf(erasure.erasure)) {
        yield* lookedAfter(ports, erasure, propagation);
      }
      const asked = yield* store.erasures.propagationsOf(erasure.erasure); // as it was settled, by whomever
      if (asked.some(({ settledAt }) => settledAt === null)) return ok(stillWaiting(clock.now(), erasure));
      const { places, steps, scannedAt } = yield* placesOf(erasure, yield* vault.ledgerOf(erasure.erasure));
      const at = clock.now();
      const keys = yield* vault.destroyedKeysOf(erasure.subject);
      const holdings = yield* store.reads.holdingsOf(erasure.subject, at);
      const retained = retainedNow(erasure, holdings);
      const document = yield* certificates.seal(
        certificateOf({
          erasure: erasure.erasure,
          installation: certificates.installation,
          requestedBy: erasure.request.kind,
          requestedAt: erasure.requestedAt,
          fencedAt: steps.fenced ?? erasure.requestedAt,
          completedAt: at,
          ledger: places,
          stores: storesTouched((yield* store.reads.erasure(erasure.erasure)) ?? erasure, holdings, keys.length),
          keys,
          retained,
          processors: asked.map(toldProcessor),
          verification: { scannedAt, tables: subjectTables('data').length, found: 0 },
        }),
      );
      yield* store.erasures.saveKept(erasure.erasure, retained);
      yield* vault.keepCertificate(erasure.erasure, document, at);
      return ok(done());
    });
}

/**
 * Asks a processor that has acknowledged how far it is. One that this worker has not registered is another's to ask. Nobody
 * is waited for for ever; one that has forgotten our request cannot be asked any more.
 */
function lookedAfter(ports: ErasurePorts, erasure: Erasure, propagation: Propagation): ResultAsync<void, PortFailure> {
  const { processors, clock } = ports;
  return safeTry(async function* () {
    if (propagation.settledAt !== null) return ok(undefined);
    const processor = processors.find(({ name }) => name === propagation.processor);
    const answer = await processor?.statusOf(propagation.requestId);
    if (answer?.isOk() === true) {
      const said = stateOf(answer.value);
      yield* recorded(ports, erasure, propagation, said === 'asked' ? 'unreachable' : said);
    } else if (clock.now() >= Instant.plusMs(propagation.askedAt, longestWaitMs)) {
      yield* recorded(ports, erasure, propagation, 'unreachable');
    }
    return ok(undefined);
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
  readonly scannedAt: Instant;
}

/**
 * The certificate counts on the ledger, and not on what the data store says of itself: a vault that does not know the erasure,
 * has it of somebody else or has no line of the scan that found nothing, signs nothing.
 */
function placesOf({ subject }: Erasure, lines: readonly RecordedLedgerEntry[]): Result<Places, PortFailure> {
  const [first, ...others] = lines.map(({ step, position, recordedAt }) => ({ step, position, recordedAt }));
  if (first === undefined || lines.some((line) => line.subject !== subject)) return err(portFailure('Vault', false));
  const places = [first, ...others] as const;
  const steps: Places['steps'] = Object.fromEntries(places.map(({ step, recordedAt }) => [step, recordedAt]));
  const scannedAt = steps.verified;
  if (scannedAt === undefined) return err(portFailure('Vault', false));
  return ok({ places, steps, scannedAt });
}

/**
 * What is kept now, by the rules as they stand now: since the plan was made orders may have settled, and holds come and
 * gone. Receipts are all kept, those too that no row leads to any more.
 */
function retainedNow({ kept, requestedAt }: Erasure, holdings: Holdings): Erasure['kept'] {
  const receipts = kept.filter(({ category }) => category === 'bookkeeping');
  return [
    ...keptWithoutName(withoutThis(holdings), requestedAt).filter(({ category }) => category !== 'bookkeeping'),
    ...receipts,
  ];
}

/** A plan is made before its erasure has a record; here it is counted already. */
function withoutThis(holdings: Holdings): Holdings {
  const { counts } = holdings;
  return { ...holdings, counts: { ...counts, 'privacy-request': (counts['privacy-request'] ?? 1) - 1 } };
}

/** The user's row stays as a tombstone with less in it; receipts stay, and those that no order leads to are nobody's. */
function storesTouched(
  { deleted: { users = 0, ...deleted }, kept }: Erasure,
  { counts }: Holdings,
  keys: number,
): readonly TouchedStore[] {
  const receipts = kept
    .filter(({ category }) => category === 'bookkeeping')
    .reduce((sum, { records }) => sum + records, -(counts.bookkeeping ?? 0));
  return [
    { store: 'data', deleted, pseudonymised: { receipts: Math.max(0, receipts) }, coarsened: { users } },
    { store: 'vault', deleted: { subject_keys: keys }, pseudonymised: {}, coarsened: {} },
  ];
}

function toldProcessor({ processor, state, settledAt, askedAt }: Propagation): ToldProcessor {
  const status = state === 'completed' || state === 'refused' ? state : 'unreachable';
  return { name: processor, status, at: settledAt ?? askedAt };
}
