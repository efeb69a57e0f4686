/** Codes that say: later. */
const passing = /^(?:Throttling|ServiceUnavailable|InternalError|InternalFailure|RequestTimeout)/;

/**
 * Why the provider did not answer, for whoever reads the table. Of the answer only its code is repeated, and only where it
 * looks like one: its message quotes the request.
 */
export function whyRefused(problem: unknown): string {
  const code = codeIn(problem);
  if (code === null) return 'Alibaba Cloud did not answer, or not in its own words';
  return passing.test(code)
    ? `Alibaba Cloud says: later (${code}); try again`
    : `Alibaba Cloud refuses (${code}): the access key needs rds:Describe* on the instance`;
}

function codeIn(problem: unknown): string | null {
  if (!(problem instanceof Error && 'code' in problem && typeof problem.code === 'string')) return null;
  const { code } = problem;
  // What Node says of a connection is no word of the provider's.
  return /^[A-Z][A-Za-z]+(?:\.[A-Za-z]+)*$/.test(code) && code.length <= 60 && !/^[A-Z_]+$/.test(code) ? code : null;
}
