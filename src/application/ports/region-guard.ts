import { mayAsk } from '../../domain/residency/residency.ts';

/** A request was about to leave its region; nothing was sent. */
export class OutOfRegion extends Error {
  override readonly name = 'OutOfRegion';
}

/**
 * Throws {@link OutOfRegion} where a request of an SDK goes to a host that a client of this region may not ask (POLICY.md
 * C18): SDKs take endpoints from the environment and from profiles too. A request whose host cannot be seen goes nowhere.
 */
export function demandRegion(request: unknown, region: string, endpointHost: string | null): void {
  const host = typeof request === 'object' && request !== null && 'hostname' in request ? String(request.hostname) : '';
  if (!mayAsk(host, region, endpointHost)) throw new OutOfRegion('An endpoint of another region');
}
