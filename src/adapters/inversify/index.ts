/**
 * The wiring by inversify, for hosts that keep a container of their own. Everybody else calls `openJoos`.
 *
 * @module
 */

export type { InvalidResidency } from '../../domain/residency/residency-policy.ts';
export type { JoosAdapters } from './adapters.ts';
export {
  type DatabasesNotOpened,
  type InvalidBusiness,
  type InvalidEnvironment,
  type Joos,
  type JoosNotOpened,
  type LedgerNotApplied,
  type NoAuditSink,
  openContainer,
  openWithInversify,
  type PostureFailed,
  type SchemaNotMigrated,
} from './open.ts';
export { type JoosForReplay, openForReplayWithInversify } from './open-for-replay.ts';
export type { OutsideAllowedRegions } from './placed-adapters.ts';
export { allPorts, portTokens, roomTokens } from './tokens.ts';
