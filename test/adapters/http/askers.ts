/** Headers of a request. */
export type Headers = Readonly<Record<string, string>>;

/** Who asks, as a browser tells it, and whether that is a page of our own. The requests go to `http://joos.test`. */
export const askers: readonly (readonly [who: string, isOurs: boolean, headers: Headers])[] = [
  ['a page of ours', true, { 'sec-fetch-site': 'same-origin' }],
  ['a page of ours, which says its origin too', true, { 'sec-fetch-site': 'same-origin', origin: 'http://joos.test' }],
  ['a page of ours that hides its origin', true, { 'sec-fetch-site': 'same-origin', origin: 'null' }],
  ['a page of ours, in a browser that says the origin alone', true, { origin: 'http://joos.test' }],
  ['another site', false, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another site that claims our origin', false, { 'sec-fetch-site': 'cross-site', origin: 'http://joos.test' }],
  ['another host of our site', false, { 'sec-fetch-site': 'same-site', origin: 'http://blog.joos.test' }],
  ['nobody: the address was typed', false, { 'sec-fetch-site': 'none' }],
  ['several', false, { 'sec-fetch-site': 'same-origin, cross-site' }],
  ['somebody who says nothing', false, { 'sec-fetch-site': '' }],
  ['another site, by its origin alone', false, { origin: 'https://evil.example' }],
  ['another host of our site, by its origin alone', false, { origin: 'http://blog.joos.test' }],
  ['ours by another scheme', false, { origin: 'https://joos.test' }],
  ['ours by another port', false, { origin: 'http://joos.test:8080' }],
  ['a host that begins like ours', false, { origin: 'http://joos.test.evil.example' }],
  ['a page that hides its origin', false, { origin: 'null' }],
  ['somebody who sends an empty origin', false, { origin: '' }],
  ['a program that says neither', false, {}],
];

/** A browser that is logged in, with a cookie of somebody else’s beside. */
export const byCookie: (session: string) => Headers = (session) => ({
  cookie: `theme=dark; __Host-joos-session=${session}; x=y`,
});
export const ours: Headers = { 'sec-fetch-site': 'same-origin' };
export const theirs: Headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
