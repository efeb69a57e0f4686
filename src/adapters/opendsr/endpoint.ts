import { isLoopback } from '../../domain/residency/region.ts';

/** Where a processor takes OpenDSR requests. */
export interface Endpoint {
  /** The resource of requests; one request is one step below. */
  readonly requestsUrl: string;
  /** The domain that answers and extensions name (OpenDSR 2.0, sections 7.1.2 and 8.3). */
  readonly domain: string;
}

/**
 * Reads an endpoint such as `https://opendsr.processor.example/v2`. Identifiers of people go there, so it has to be https;
 * plain http reaches the loopback alone. Throws on anything else, without quoting it: a URL may hold a password.
 */
export function endpointAt(text: string): Endpoint {
  const url = URL.parse(text);
  if (url === null) throw new TypeError('The endpoint of a processor is no URL');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new TypeError('The endpoint of a processor has to be an https URL');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('The endpoint of a processor is a URL without user, query and fragment');
  }
  return { requestsUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}/requests`, domain: url.hostname };
}
