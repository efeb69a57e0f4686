import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';

/** Codes that say: later. The package appends `Error` to each; they come with more after a dot, such as `Throttling.User`. */
const passing = /^(?:Throttling|Rejected\.Throttling|ServiceUnavailable|InternalFailure|InternalError|RequestTimeout)/;

/**
 * The failure that a problem of the package comes to. Its cause is words of ours: the package's own errors quote the request
 * with its signature and the answer, and the answer to Decrypt is a key.
 */
export function kmsFailure(problem: unknown): PortFailure {
  const { code, status } = answerIn(problem);
  const name = code ?? (problem instanceof Error ? problem.name : '');
  return portFailure('KeyWrapper', isRetryable(problem, code, status), new Error(inWords(name, status)));
}

/** The failure of an answer that came in time and is of no use: another key's, or without what was asked for. */
export function unusableAnswer(): PortFailure {
  return portFailure(
    'KeyWrapper',
    false,
    new Error('Alibaba Cloud KMS answered without what was asked, or for another key'),
  );
}

/** The failure of bytes that this wrapper did not make, or that were changed since. */
export function notOurs(): PortFailure {
  return portFailure('KeyWrapper', false, new Error('Not what Alibaba Cloud KMS wrapped'));
}

function isRetryable(problem: unknown, code: string | null, status: number | null): boolean {
  if (code !== null && passing.test(code)) return true;
  if (status !== null) return status >= 500 || status === 429 || status === 408;
  // Without a status nothing came back, or what came back was no JSON object.
  return !(problem instanceof SyntaxError || (problem instanceof Error && problem.message === notAnObject));
}

/** What the package throws over JSON that is no object. */
const notAnObject = 'The value is not a object';

/** The code and the status of an answer that refuses. The package keeps the status in the message alone. */
function answerIn(problem: unknown): { readonly code: string | null; readonly status: number | null } {
  if (!(problem instanceof Error && 'data' in problem && problem.data !== undefined))
    return { code: null, status: null };
  const code = 'code' in problem && typeof problem.code === 'string' ? problem.code.replace(/Error$/, '') : null;
  const status = /: code: (\d{3}),/.exec(problem.message)?.[1];
  return { code, status: status === undefined ? null : Number(status) };
}

/** The code comes from the other side of the wire: only what looks like a code is repeated. */
function inWords(code: string, status: number | null): string {
  return `Alibaba Cloud KMS: ${/^[A-Za-z.]{1,40}$/.test(code) ? code : 'no code'}, ${status ?? 'no status'}`;
}
