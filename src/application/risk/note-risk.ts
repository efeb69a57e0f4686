import type { SealedLink } from '../../domain/audit/chain.ts';
import { anchorOf } from '../../domain/audit/checkpoint.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type RiskEvent, type RiskKind, riskText } from '../../domain/risk/risk-event.ts';
import { type BudgetRuleName, chargeOf, overflowOf } from '../../domain/verification/code-budget.ts';
import { limitOf } from '../../domain/verification/sign-in-policy.ts';
import { signInPolicy } from '../accounts/code-budgets.ts';
import { type ChainPorts, chaining } from '../audit/chaining.ts';
import { newLastingEntryId } from '../new-ids.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** What noting a risk needs of the outside. */
export type RiskPorts = ChainPorts & Pick<Ports, 'business' | 'log' | 'risk' | 'audit'>;

/** What is noted; who and which rule, where there is one. */
export interface NotedRisk {
  readonly kind: RiskKind;
  readonly rule?: BudgetRuleName;
  readonly subject?: SubjectId | null;
}

/** No more lines of this kind are written for now. */
interface RecordFull {
  readonly kind: 'RecordFull';
}

/**
 * Tells the listener and the log, and appends a line to the record of risks. Whoever attacks must not be able to fill the
 * record: of one kind and rule, or of one account, so many lines an hour are written and no more. It never fails: what was
 * refused stays refused.
 */
export function noteRisk(ports: RiskPorts, noted: NotedRisk): ResultAsync<void, never> {
  const { kind, rule = null, subject = null } = noted;
  const at = ports.clock.now();
  const event: RiskEvent = { event: newLastingEntryId(ports.ids), kind, rule, subject, at };
  ports.risk.told(event);
  ports.log.write('warn', 'risk', { risk: kind, ...(rule === null ? {} : { rule }) });
  const limit = limitOf(signInPolicy(ports), 'risk-records');
  return ports.hashing
    .buckets([chargeOf('risk-records', [kind, rule ?? '', subject ?? ''].join('/'), limit)])
    .andThen((bucket) =>
      ports.store.transact<readonly SealedLink[], RecordFull | PortFailure>((tx) =>
        safeTry(async function* () {
          const proof = subject === null ? null : yield* tx.doors.bySubject(subject);
          if (subject !== null && proof === null) return ok([]); // of an account that left nothing is added
          if (overflowOf(yield* tx.budgets.charge(bucket, at)) !== null) return err({ kind: 'RecordFull' as const });
          const chain = chaining(ports, tx);
          const place = yield* chain.append('risk', riskText(event), at);
          yield* tx.riskEvents.append(proof, event, place);
          return ok(chain.links);
        }),
      ),
    )
    .map((links) => witnessed(ports, links))
    .orElse((failure) => {
      if (failure.kind === 'PortFailure') logFailure(ports, failure);
      return okAsync(undefined);
    });
}

/** Tells the sink, and waits for nobody: whoever is at the door must not stand there while a disk hangs. */
function witnessed(ports: Pick<Ports, 'audit' | 'log'>, links: readonly SealedLink[]): void {
  if (links.length === 0) return;
  // A host's own sink may throw or reject, and nobody is here to hear it.
  void Promise.resolve()
    .then(() => ports.audit.append(links.map(anchorOf)))
    .then(
      (told) => void told.mapErr((failure) => logFailure(ports, failure)),
      () => logFailure(ports, portFailure('AuditSink', false)),
    );
}

function logFailure({ log }: Pick<Ports, 'log'>, { port, retryable }: PortFailure): void {
  log.write('error', 'risk-not-recorded', { port, retryable });
}
