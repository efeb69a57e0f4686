/**
 * What the shell is told. The numbers are part of the interface: scripts rely on them, so they only ever grow.
 */
export const exitCodes = {
  ok: 0,
  /**
   * Something was found or failed that a person must look at: a leak, a stuck erasure, a parked notice, a false
   * certificate, an installation that is not as the policy says.
   */
  found: 1,
  /** The command line, or what came by standard input, is wrong. */
  usage: 2,
  /** The configuration is wrong; every problem was printed. */
  configuration: 3,
  /** The core refused: not found, not allowed, not now. */
  refused: 4,
  /** A database or a provider did not answer or refused; what was printed says whether to try again. */
  unavailable: 5,
  /** A bug. */
  bug: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** For `joos --help`. */
export const exitCodesInWords = `Exit codes:
  0   done
  1   found something that a person must look at: a leak, a stuck erasure,
      a parked notice, a certificate that is not genuine, a failed check
  2   the command line or the standard input is wrong
  3   the configuration is wrong; every problem is listed
  4   refused: not found, not allowed, not now
  5   a database or a provider did not answer, or a file cannot be read
  70  a bug in joos`;
