import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { AccountHost } from '../../../src/domain/database-account/account-host.ts';

const judged = (text: string): string => AccountHost.parse(text).match(String, ({ reason }) => `refused: ${reason}`);

test.each([
  ['10.0.3.7', '10.0.3.7'],
  ['10.0.0.0/255.255.0.0', '10.0.0.0/255.255.0.0'],
  ['10.0.0.0/16', '10.0.0.0/255.255.0.0'],
  ['172.16.0.0/12', '172.16.0.0/255.240.0.0'],
  ['192.168.4.0/24', '192.168.4.0/255.255.255.0'],
  ['10.0.3.7/32', '10.0.3.7/255.255.255.255'],
  ['10.0.%', '10.0.%'],
  ['10.%', '10.%'],
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', 'localhost'],
  ['::1', '::1'],
  ['fd00:1:2::7', 'fd00:1:2::7'],
  ['FD00:1:2::A7', 'fd00:1:2::a7'],
  ['LocalHost', 'localhost'],
  ['%', 'refused: open'],
  ['', 'refused: open'],
  ['%.%', 'refused: open'],
  ['0.0.0.0/0', 'refused: open'],
  ['0.0.0.0', 'refused: open'],
  ['::/0', 'refused: open'],
  ['8.8.8.8', 'refused: public'],
  ['47.91.64.0/20', 'refused: public'],
  ['172.0.0.0/8', 'refused: public'],
  ['172.%', 'refused: public'],
  ['8.0.0.0/5', 'refused: public'],
  ['192.%', 'refused: public'],
  ['2001:db8::1', 'refused: public'],
  ['10.0.0.1/16', 'refused: unreadable'],
  ['10.0.0.0/255.0.255.0', 'refused: unreadable'],
  ['10.0.0.0/33', 'refused: unreadable'],
  ['10.0.0.256', 'refused: unreadable'],
  ['010.0.0.1', 'refused: unreadable'],
  ['1%', 'refused: unreadable'],
  ['10.0.1%', 'refused: unreadable'],
  ['app.example.com', 'refused: unreadable'],
  ["10.0.%' OR '1", 'refused: unreadable'],
  ['10.0.0.0/16/16', 'refused: unreadable'],
])('%s: %s', (text, judgement) => {
  expect(judged(text)).toBe(judgement);
});

describe('What is accepted', () => {
  const part = fc.nat(255);
  const hosts = fc.oneof(
    fc.tuple(part, part, part, part).map((parts) => parts.join('.')),
    fc.tuple(part, part, fc.integer({ min: 0, max: 32 })).map(([one, two, bits]) => `${one}.${two}.0.0/${bits}`),
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('.')}.%`),
    fc.string(),
  );

  it('never lets anybody in from outside of a private network', () => {
    fc.assert(
      fc.property(hosts, (text) => {
        const host = AccountHost.parse(text);
        if (host.isOk() && /^\d/.test(host.value))
          expect(host.value).toMatch(/^(?:10|127|172\.(?:1[6-9]|2\d|3[01])|192\.168)\./);
      }),
      { numRuns: 2000 },
    );
  });

  it('is accepted again as it is written, and can stand in a statement', () => {
    fc.assert(
      fc.property(hosts, (text) => {
        const host = AccountHost.parse(text);
        if (host.isErr()) {
          expect(Object.keys(host.error)).toEqual(['kind', 'reason']);
          return;
        }
        expect(judged(host.value)).toBe(host.value);
        expect(host.value).toMatch(/^[\da-z.:%/]+$/i);
      }),
    );
  });
});
