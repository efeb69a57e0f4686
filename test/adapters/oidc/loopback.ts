/**
 * A `fetch` by which `https://HOST/…` is answered by a server on the loopback, as behind a proxy that ends TLS; everything
 * else fails as a name does that nobody knows. So the adapter stays as strict as it is.
 */
export function fetchBehind(hosts: Readonly<Record<string, string>>): typeof globalThis.fetch {
  const { fetch } = globalThis; // a test may put what comes of this in its place
  return (input, init) => {
    const url = new URL(addressIn(input));
    const origin = hosts[url.host];
    if (origin === undefined || url.protocol !== 'https:') {
      const cause = Object.assign(new Error(`getaddrinfo ENOTFOUND ${url.host}`), {
        code: 'ENOTFOUND',
        syscall: 'getaddrinfo',
      });
      return Promise.reject(new TypeError('fetch failed', { cause }));
    }
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-proto', 'https');
    headers.set('x-forwarded-host', url.host);
    return fetch(`${origin}${url.pathname}${url.search}`, { ...init, headers });
  };
}

/** What a `fetch` was asked for. */
export function addressIn(input: Parameters<typeof globalThis.fetch>[0]): string {
  if (typeof input === 'string') return input;
  return input instanceof URL ? input.href : input.url;
}
