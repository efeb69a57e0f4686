import assert from 'node:assert/strict';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import { type Closable, type Contract, checkThat, must, refusalOf } from './contract.ts';
import { newBytes } from './samples.ts';

/** What the adapter of {@link KeyWrapper} opens for a check. */
export interface OpenedKeyWrapper extends Closable {
  readonly wrapper: KeyWrapper;
  /** A wrapper with another master key. */
  readonly stranger: KeyWrapper;
}

/** All that is asked of a {@link KeyWrapper}. */
export const keyWrapperContract: Contract<OpenedKeyWrapper> = [
  checkThat('a key that was wrapped is unwrapped under the same context', async ({ wrapper }) => {
    for (const length of [16, 32, 64]) {
      const key = newBytes(length);
      const wrapped = await must(wrapper.wrap(key, 'epoch-key/test/1'));
      assert.deepEqual(Buffer.from(await must(wrapper.unwrap(wrapped, 'epoch-key/test/1'))), Buffer.from(key));
    }
  }),

  checkThat('a wrapped key does not show the key', async ({ wrapper }) => {
    const key = newBytes(32);
    const wrapped = Buffer.from(await must(wrapper.wrap(key, 'epoch-key/test/1')));
    assert.equal(wrapped.includes(Buffer.from(key)), false);
  }),

  checkThat('the same key wrapped twice looks different', async ({ wrapper }) => {
    const key = newBytes(32);
    const first = await must(wrapper.wrap(key, 'epoch-key/test/1'));
    const second = await must(wrapper.wrap(key, 'epoch-key/test/1'));
    assert.notDeepEqual(Buffer.from(first), Buffer.from(second));
  }),

  checkThat(
    'a wrapped key does not open under another context or another master key',
    async ({ wrapper, stranger }) => {
      const wrapped = await must(wrapper.wrap(newBytes(32), 'epoch-key/test/1'));
      for (const [opener, context] of [
        [wrapper, 'epoch-key/test/2'],
        [wrapper, ''],
        [stranger, 'epoch-key/test/1'],
      ] as const) {
        const failure = await refusalOf(opener.unwrap(wrapped, context));
        assert.equal(failure.kind, 'PortFailure');
        assert.equal(failure.port, 'KeyWrapper');
        assert.equal(failure.retryable, false, 'trying again does not mend it');
      }
    },
  ),

  checkThat('a wrapped key that was changed or cut short does not open', async ({ wrapper }) => {
    const context = 'index-key/test/users.phone_index/1';
    const wrapped = await must(wrapper.wrap(newBytes(32), context));
    for (let place = 0; place < wrapped.length; place++) {
      const changed = wrapped.slice();
      changed[place] = (changed[place] ?? 0) ^ 1;
      assert.equal((await refusalOf(wrapper.unwrap(changed, context))).kind, 'PortFailure');
    }
    for (const length of [0, 1, wrapped.length - 1]) {
      assert.equal((await refusalOf(wrapper.unwrap(wrapped.slice(0, length), context))).kind, 'PortFailure');
    }
  }),
];
