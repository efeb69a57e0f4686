import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivedId } from '../../src/domain/derived-id.ts';
import { HoldId } from '../../src/domain/ids.ts';

const names = fc.string({ maxLength: 40 });

test('an id that is derived is an id, of version 4 by its shape, and the same for the same id and name', () => {
  fc.assert(
    fc.property(fc.uuid(), names, (id, name) => {
      const derived = derivedId(id, name);
      expect(HoldId.parse(derived).isOk()).toBe(true);
      expect(derived).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(derivedId(id, name)).toBe(derived);
      expect(derived).not.toBe(id);
    }),
  );
});

test('under another name, or of another id, it is another one', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 4 }), fc.uuid({ version: 4 }), names, names, (id, otherId, name, otherName) => {
      fc.pre(id !== otherId && name !== otherName);
      expect(derivedId(id, otherName)).not.toBe(derivedId(id, name));
      expect(derivedId(otherId, name)).not.toBe(derivedId(id, name));
    }),
  );
});
