import { describe, expect, it } from 'vitest';
import { closedList } from '../../src/domain/closed-list.ts';

const Fruit = closedList(['apple', 'pear'], 'InvalidFruit');

describe('A closed list of words', () => {
  it('takes its own words', () => {
    expect(Fruit.parse('apple')._unsafeUnwrap()).toBe('apple');
    expect(Fruit.parse('pear')._unsafeUnwrap()).toBe('pear');
  });

  it.each(['', 'Apple', ' apple', 'apples', 'toString', '4111111111111111'])(
    'refuses %j without repeating it',
    (text) => {
      expect(Fruit.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidFruit' });
    },
  );
});
