import { pino } from 'pino';
import type { Log } from '../../application/ports/log.ts';
import { closedFields } from './closed-fields.ts';

/** Where the lines go: a file, which is appended to, or standard error. */
export type LogDestination = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'stderr' };

/** Where the log goes and from which level on; what a line may hold is fixed by the port and is no option. */
export interface PinoLogOptions {
  readonly destination: LogDestination;
  /** The least level that is written; `info` if left out. */
  readonly level?: Parameters<Log['write']>[0];
}

const stderrFd = 2;

/**
 * A {@link Log} that writes one JSON line an event: time, level, event and the fields of the port's closed list. Anything else
 * that a caller without types hands in is dropped. Lines are written at once, so that the last ones before a crash are there.
 */
export function pinoLog({ destination, level = 'info' }: PinoLogOptions): Log {
  const stream = pino.destination({ dest: destination.kind === 'file' ? destination.path : stderrFd, sync: true });
  stream.on('error', () => {}); // a full disk must not end the process: to log is to try
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return {
    write: (lineLevel, event, fields = {}) => {
      try {
        logger[lineLevel](closedFields(event, fields));
      } catch {
        // as above
      }
    },
  };
}
