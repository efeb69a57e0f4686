import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propagationId } from '../../../src/domain/deletion/propagation-id.ts';
import type { ErasureId } from '../../../src/domain/ids.ts';

const erasures = fc.uuid({ version: 4 }).map((text) => text as ErasureId);
const names = fc.stringMatching(/^[a-z0-9-]{2,40}$/);

test('the same erasure and processor always have the same request, which is a UUID of version 4', () => {
  fc.assert(
    fc.property(erasures, names, (erasure, name) => {
      const id = propagationId(erasure, name);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(propagationId(erasure, name)).toBe(id);
    }),
  );
});

test('two processors, or two erasures, never share a request', () => {
  fc.assert(
    fc.property(erasures, erasures, names, names, (one, other, name, another) => {
      fc.pre(one !== other && name !== another);
      const ids = [propagationId(one, name), propagationId(one, another), propagationId(other, name)];
      expect(new Set(ids).size).toBe(3);
    }),
  );
});
