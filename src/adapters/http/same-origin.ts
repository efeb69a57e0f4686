/**
 * Whether a page of this very origin made the request, as the browser says and no page can make it say (Fetch Metadata;
 * RFC 6454). A browser that tells of neither is taken for a stranger.
 */
export function isSameOrigin({ headers, url }: Request, publicOrigin: string | null): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  return headers.get('origin') === (publicOrigin ?? new URL(url).origin);
}

/**
 * Reads the origin that a host gave.
 *
 * @throws RangeError if it is none, such as an address with a path or one without `https://`: that is a bug of the host, and
 * with the origin `null` of a text that is no http address, pages that hide theirs would pass.
 */
export function publicOriginOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^https?:/.test(text) || !URL.canParse(text) || new URL(text).origin !== text) {
    throw new RangeError('publicOrigin is no origin such as https://app.joos.example');
  }
  return text;
}
