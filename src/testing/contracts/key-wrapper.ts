import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { type Closable, type Contract, checkThat, must, refusalOf } from './contract.ts';
import { newBytes } from './samples.ts';

/** What the adapter of {@link KeyWrapper} opens for a check. */
export interface OpenedKeyWrapper extends Closable {
  readonly wrapper: KeyWrapper;
  /** A wrapper with another master key. */
  readonly stranger: KeyWrapper;
}

/** A context as the core uses one. */
const home = 'epoch-key/test/1';

/** Contexts that a careless encoding would take for {@link home}, and one that says nothing. */
const otherContexts: readonly string[] = [
  '',
  'epoch-key/test/2',
  'epoch-key/test/',
  'epoch-key/test/1 ',
  'epoch-key/test/1\n',
  'epoch-key/test/1\0',
  ' epoch-key/test/1',
  'epoch-key/test/11',
  'Epoch-Key/test/1',
  'epoch-key%2Ftest%2F1',
  'joos=epoch-key/test/1',
];

/** Contexts that break whoever joins, quotes or escapes by hand. The last two look the same and are not. */
const strangeContexts: readonly string[] = [
  '"',
  '\\',
  '{"joos":"x"}',
  "a' b",
  'a&b=c+d%20e',
  'a*b(c)!~',
  'line\r\nline\ttab',
  'zero\0byte',
  '__proto__',
  ' on both sides ',
  'long '.repeat(100),
  'Straße 中文 🔋',
  'e\u0301',
  '\u00e9',
];

/** All that is asked of a {@link KeyWrapper}. */
export const keyWrapperContract: Contract<OpenedKeyWrapper> = [
  checkThat('a key that was wrapped is unwrapped under the same context', async ({ wrapper }) => {
    for (const length of [16, 32, 64]) {
      const key = newBytes(length);
      const wrapped = await must(wrapper.wrap(key, home));
      assert.deepEqual(Buffer.from(await must(wrapper.unwrap(wrapped, home))), Buffer.from(key));
    }
  }),

  checkThat('many keys at once are each their own', async ({ wrapper }) => {
    const keys = Array.from({ length: 12 }, (_, at) => ({ key: newBytes(32), context: `epoch-key/test/${at}` }));
    const wrapped = await Promise.all(keys.map(({ key, context }) => must(wrapper.wrap(key, context))));
    const opened = await Promise.all(
      keys.map(({ context }, at) => must(wrapper.unwrap(wrapped[at] ?? new Uint8Array(), context))),
    );
    assert.deepEqual(
      opened.map((key) => Buffer.from(key).toString('hex')),
      keys.map(({ key }) => Buffer.from(key).toString('hex')),
    );
  }),

  checkThat('a wrapped key does not show the key', async ({ wrapper }) => {
    const key = newBytes(32);
    const wrapped = Buffer.from(await must(wrapper.wrap(key, home)));
    for (const shown of shapesOf(key)) assert.equal(wrapped.includes(shown), false);
    assert.equal(wrapped.includes(Buffer.from(key)), false);
  }),

  checkThat('the same key wrapped twice looks different', async ({ wrapper }) => {
    const key = newBytes(32);
    const first = await must(wrapper.wrap(key, home));
    const second = await must(wrapper.wrap(key, home));
    assert.notDeepEqual(Buffer.from(first), Buffer.from(second));
  }),

  checkThat('what the caller does to its bytes changes nothing here, and the other way round', async ({ wrapper }) => {
    // A view into a larger buffer, as a caller may well have one.
    const around = newBytes(96);
    const before = Buffer.from(around);
    const key = around.subarray(32, 64);
    const wrapped = await must(wrapper.wrap(key, home));
    assert.deepEqual(Buffer.from(around), before, 'the key of the caller is not touched');
    const opened = await must(wrapper.unwrap(wrapped, home));
    opened.fill(0);
    assert.deepEqual(
      Buffer.from(await must(wrapper.unwrap(wrapped, home))),
      before.subarray(32, 64),
      'every unwrapping has bytes of its own',
    );
  }),

  checkThat('a context may hold any characters, and each is another context', async ({ wrapper }) => {
    const key = newBytes(32);
    for (const [at, context] of strangeContexts.entries()) {
      const wrapped = await must(wrapper.wrap(key, context));
      assert.deepEqual(Buffer.from(await must(wrapper.unwrap(wrapped, context))), Buffer.from(key));
      const other = strangeContexts[(at + 1) % strangeContexts.length] ?? '';
      refuses(await refusalOf(wrapper.unwrap(wrapped, other)), key);
    }
    const [composed, decomposed] = ['\u00e9', 'e\u0301'];
    refuses(await refusalOf(wrapper.unwrap(await must(wrapper.wrap(key, composed)), decomposed)), key);
  }),

  checkThat('a wrapped key does not open under another context', async ({ wrapper }) => {
    const key = newBytes(32);
    const wrapped = await must(wrapper.wrap(key, home));
    for (const context of otherContexts) refuses(await refusalOf(wrapper.unwrap(wrapped, context)), key);
    const unbound = await must(wrapper.wrap(key, ''));
    refuses(await refusalOf(wrapper.unwrap(unbound, home)), key);
  }),

  checkThat('a wrapped key does not open under another master key', async ({ wrapper, stranger }) => {
    const key = newBytes(32);
    refuses(await refusalOf(stranger.unwrap(await must(wrapper.wrap(key, home)), home)), key);
    refuses(await refusalOf(wrapper.unwrap(await must(stranger.wrap(key, home)), home)), key);
  }),

  checkThat('a wrapped key of which a bit was changed does not open', async ({ wrapper }) => {
    const context = 'index-key/test/users.phone_index/1';
    const key = newBytes(32);
    const wrapped = await must(wrapper.wrap(key, context));
    for (let place = 0; place < wrapped.length; place++) {
      for (const bit of [1, 1 << (place % 8), 0x80]) {
        const changed = Uint8Array.from(wrapped); // the slice of a Buffer is no copy: the changes would add up
        changed[place] = (changed[place] ?? 0) ^ bit;
        refuses(await refusalOf(wrapper.unwrap(changed, context)), key);
      }
    }
    assert.deepEqual(Buffer.from(await must(wrapper.unwrap(wrapped, context))), Buffer.from(key), 'the original does');
  }),

  checkThat('a wrapped key that was cut short or grew does not open', async ({ wrapper }) => {
    const key = newBytes(32);
    const wrapped = await must(wrapper.wrap(key, home));
    for (let length = 0; length < wrapped.length; length++) {
      refuses(await refusalOf(wrapper.unwrap(wrapped.slice(0, length), home)), key);
    }
    for (const longer of [
      [wrapped, newBytes(1)],
      [newBytes(1), wrapped],
      [wrapped, wrapped],
    ]) {
      refuses(await refusalOf(wrapper.unwrap(Buffer.concat(longer), home)), key);
    }
  }),

  checkThat('bytes that nobody wrapped do not open', async ({ wrapper }) => {
    for (const length of [1, 29, 32, 61, 200, 1024]) {
      refuses(await refusalOf(wrapper.unwrap(newBytes(length), home)), newBytes(32));
    }
  }),
];

/** The refusal is one and the same whatever was wrong, trying again does not mend it, and it quotes no key anywhere. */
function refuses(failure: PortFailure, key: Uint8Array): void {
  assert.deepEqual({ ...failure }, { kind: 'PortFailure', port: 'KeyWrapper', retryable: false });
  const everything = inspect(failure, { showHidden: true, depth: 20, maxArrayLength: null, maxStringLength: null });
  for (const shape of shapesOf(key)) assert.equal(everything.includes(shape), false, 'a failure quotes a key');
}

/** How a text may show bytes. */
function shapesOf(key: Uint8Array): readonly string[] {
  const bytes = Buffer.from(key);
  const pairs = bytes.toString('hex').match(/../g) ?? [];
  return [
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(bytes.toString('base64')),
    pairs.join(' '),
    [...bytes].join(', '),
    [...bytes].join(','),
  ];
}
