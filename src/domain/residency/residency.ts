import { isLoopback, Region, regionToldBy, tellsUnknownRegion } from './region.ts';

/** The clouds whose regions are places that a policy can name. */
export type Cloud = 'aws' | 'alibaba';

/** A place to which an adapter brings personal data, or the keys to it (POLICY.md C18). */
export type Residency =
  /** This machine: its memory, its disk, its loopback. */
  | { readonly kind: 'here' }
  /** A region of a cloud, to which the adapter itself sends every request. */
  | { readonly kind: 'region'; readonly provider: Cloud; readonly region: Region }
  /** A region by the operator's word. `of` says what of the adapter is meant, such as `vault`; it is never an address. */
  | { readonly kind: 'stated'; readonly of: string; readonly region: Region }
  /** Only the operator can know, and said nothing, or no region; or the host tells one in a word that nobody knows here. */
  | { readonly kind: 'unstated'; readonly of: string }
  /** The operator said one region, and the name of the host tells another. */
  | { readonly kind: 'contradicted'; readonly of: string; readonly stated: Region; readonly told: Region }
  /** A company that works in many places, or in none of those clouds: `stripe`, `twilio:ie1` or `login.example.com`. */
  | { readonly kind: 'outside'; readonly provider: string };

/** All places of one adapter: a sender with a fallback has two, and two databases may be apart. */
export type Residencies = readonly [Residency, ...Residency[]];

/** An adapter that keeps personal data or hands it on, and tells where. */
export interface Placed {
  /** Every place to which this adapter brings personal data; it tells of itself, and is believed. */
  readonly residency: Residencies;
}

/** What stays on this machine. */
export const onThisMachine: Residencies = [{ kind: 'here' }];

/** A service of a cloud in a region that its client was told, at an endpoint of the caller's if there is one. */
export function inRegionOf(provider: Cloud, region: string, endpointHost: string | null = null): Residency {
  const named = Region.parse(region);
  if (named.isErr()) return { kind: 'unstated', of: provider };
  if (endpointHost === null) return { kind: 'region', provider, region: named.value };
  if (isLoopback(endpointHost)) return { kind: 'here' };
  return regionToldBy(endpointHost) === named.value
    ? { kind: 'region', provider, region: named.value }
    : statedAt(provider, region, endpointHost);
}

/** A company that works in many places; it is here where it is played at an endpoint on the loopback. */
export function worldwide(provider: string, endpointHost: string | null = null): Residency {
  return endpointHost !== null && isLoopback(endpointHost) ? { kind: 'here' } : { kind: 'outside', provider };
}

/**
 * A server whose place only the operator knows: what was stated, held against what the name of the host tells. `null` says
 * that it works in no one place, and is known by its host then; undefined that nothing was said, which will do for this
 * machine alone.
 */
export function statedAt(of: string, region: string | null | undefined, host: string): Residency {
  if (region === null) return { kind: 'outside', provider: host };
  if (region === undefined) return isLoopback(host) ? { kind: 'here' } : { kind: 'unstated', of };
  const stated = Region.parse(region);
  if (stated.isErr() || tellsUnknownRegion(host)) return { kind: 'unstated', of };
  const told = regionToldBy(host);
  return told === null || told === stated.value
    ? { kind: 'stated', of, region: stated.value }
    : { kind: 'contradicted', of, stated: stated.value, told };
}

/**
 * Whether a client of a region may send a request to a host: one that tells this region, the one that it was given as its
 * endpoint, or this machine. SDKs take endpoints from the environment too, where nobody asks which region they are of.
 */
export function mayAsk(host: string, region: string, endpointHost: string | null): boolean {
  return host === endpointHost || isLoopback(host) || regionToldBy(host) === region;
}
