import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';

/** The failure of a look. What the server said is its cause: it quotes an account, and so stands nowhere else. */
export function lookFailure(store: StoreName, problem: unknown): PortFailure {
  const code = codeOf(problem);
  // The server itself said no, or there is no way to it that is encrypted: that stays so.
  const isFinal = code.startsWith('ER_') || code.startsWith('HANDSHAKE') || !/^[A-Z_]+$/.test(code);
  return portFailure(store === 'data' ? 'DataStore' : 'Vault', !isFinal || code === 'ER_CON_COUNT_ERROR', problem);
}

/** Whether a statement was refused because the account lacks a right. */
export function isRefused(problem: unknown): boolean {
  return [
    'ER_TABLEACCESS_DENIED_ERROR',
    'ER_SPECIFIC_ACCESS_DENIED_ERROR',
    'ER_DBACCESS_DENIED_ERROR',
    'ER_COLUMNACCESS_DENIED_ERROR',
  ].includes(codeOf(problem));
}

function codeOf(problem: unknown): string {
  return problem instanceof Error && 'code' in problem && typeof problem.code === 'string' ? problem.code : '';
}
