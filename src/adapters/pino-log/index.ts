/**
 * The log as JSON lines, by pino.
 *
 * @module
 */
export { type LogDestination, type PinoLogOptions, pinoLog } from './pino-log.ts';
