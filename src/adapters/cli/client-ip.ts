import { NetworkAddress } from '../../domain/verification/network-address.ts';
import type { HttpOptions } from '../http/index.ts';

/** A name of an HTTP header (RFC 9110, section 5.6.2). */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text);
}

/**
 * From which address a request comes, by a header that a proxy of ours writes. Of a list the last address counts, which is the
 * one that our proxy added: those before it are what the client said. A port behind it is dropped: some proxies write one (`192.0.2.1:80`,
 * `[2001:db8::1]:80`). Where the header holds none, somebody came past the
 * proxy, or it does not write it: then the address of the socket counts, so that nobody is without a limit.
 */
export function clientIpBy(header: string): NonNullable<HttpOptions['clientIp']> {
  return (request, socketIp) => {
    const last = request.headers.get(header)?.split(',').at(-1)?.trim() ?? '';
    const address = withoutPort(last);
    return NetworkAddress.parse(address).isOk() ? address : socketIp;
  };
}

/** The address of a host and a port (RFC 3986, section 3.2.2); any other text as it is. */
function withoutPort(text: string): string {
  const [, ipv6, ipv4] = /^(?:\[([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)\](?::\d{1,5})?|(\d[\d.]*):\d{1,5})$/.exec(text) ?? [];
  return ipv6 ?? ipv4 ?? text;
}
