import { describe, expect, test } from 'vitest';
import { joos } from './installation.ts';

const phone = '+4915228895456';
const named = ['--case', 'CASE-1042'];

/** What was typed, and the words that come back. */
const wrong: readonly (readonly [what: string, argv: readonly string[], words: RegExp])[] = [
  ['an unknown command', [phone], /no such command\n {2}See `joos --help`/],
  ['an unknown command of user', ['user', phone], /no such command\n {2}See `joos user --help`/],
  ['an unknown option', [`--${phone}`], /no such option/],
  ['an unknown option with a value', ['worker', `--phone=${phone}`], /no such option\n {2}See `joos worker --help`/],
  ['a phone where none belongs', ['user', 'find', phone, ...named], /too many arguments; a phone .* standard input/],
  [
    'a phone as subject id',
    ['user', 'export', phone, ...named, '--out', 'x'],
    /no subject id; a phone .* standard input/,
  ],
  ['a missing argument', ['scan'], /missing required argument 'path'/],
  [
    'a missing option',
    ['user', 'find', '--purpose', 'resolve-problem'],
    /required option '--case <number>' not specified/,
  ],
  ['an option without its value', ['user', 'find', '--case'], /option '--case <number>' argument missing/],
  ['a number that is none', ['worker', '--every', phone], /--every takes a whole number from 1 to 3600/],
  ['a number out of bounds', ['serve', '--port', '65536'], /--port takes a whole number from 0 to 65535/],
  ['a header that is none', ['serve', '--client-ip-header', `${phone}: x`], /--client-ip-header takes the name of a/],
  [
    'an origin with a path',
    ['serve', '--public-origin', `https://${phone}/`],
    /--public-origin takes an origin such as/,
  ],
  ['a phone to be logged out', ['user', 'end-sessions', phone, ...named], /no subject id; a phone .* standard input/],
  ['too many risks', ['risks', '--limit', '10001'], /--limit takes a whole number from 1 to 10000/],
  ['a fraction', ['worker', '--limit', '1e3'], /--limit takes a whole number from 1 to 10000/],
  ['a purpose of nobody', ['user', 'find', ...named, '--purpose', phone], /--purpose takes one of: resolve-problem, /],
  [
    'a reason of nobody',
    ['user', 'erase', ...named, '--yes', '--reason', phone],
    /--reason takes one of: asked-by-phone, /,
  ],
  ['a server of another kind', ['demo', '--database-url', `postgres://${phone}@host/`], /--database-url takes/],
  ['a folder that is none', ['demo', '--keep', 'package.json'], /--keep takes a folder that is new or empty/],
  ['a folder that holds something', ['demo', '--keep', 'src'], /--keep takes a folder that is new or empty/],
];

describe('a wrong command line', () => {
  test.each(wrong)('with %s is refused with code 2, and nothing of it is echoed', async (_, argv, words) => {
    const { code, out, err } = await joos(argv, { input: phone });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(words);
    expect(err).not.toContain(phone.slice(1));
  });

  test('is answered with what it may have meant, which is a name of ours', async () => {
    expect((await joos(['user', 'fnd'])).err).toContain('did you mean find?');
    expect((await joos(['migrate', '--dry-rum'])).err).toContain('did you mean --dry-run?');
    expect((await joos([`x\n(Did you mean ${phone}?)`])).err).not.toContain(phone);
    expect((await joos(['worker', `--x\n(Did you mean a?)`])).err).not.toContain('did you mean');
  });
});
