import { err, type ResultAsync } from '../../domain/result.ts';
import { noteRisk, type RiskPorts } from '../risk/note-risk.ts';

/**
 * Notes that somebody proved a login or an address of another account's in this one: most are people with two accounts, some
 * a trap that was laid before its victim came (ASVS 5, 6.8.1). Nothing is merged, ever.
 */
export function notingTaken<Value, Refusal extends { readonly kind: string }>(
  ports: RiskPorts,
  answer: ResultAsync<Value, Refusal>,
): ResultAsync<Value, Refusal> {
  return answer.orElse((refusal) => {
    const refused = err<Value, Refusal>(refusal);
    const isTaken = refusal.kind === 'Taken' || refusal.kind === 'ContactReserved';
    return isTaken ? noteRisk(ports, { kind: 'taken-refused' }).andThen(() => refused) : refused;
  });
}
