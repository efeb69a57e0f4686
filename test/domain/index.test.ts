import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as domain from '../../src/domain/index.ts';
import * as posture from '../../src/domain/posture/index.ts';

const root = new URL('../../src/domain/', import.meta.url);

/** What the rooms use among themselves and a host has no use for. */
const inside = new Set([
  'index.ts',
  'posture/index.ts',
  'closed-list.ts',
  'derived-id.ts',
  'unreachable.ts',
  'deletion/held-records.ts',
  'user/confusable-skeleton.ts',
  'user/numbering-plan.ts',
  'user/reserved-usernames.ts',
]);

/** What operators need and no host: who needs it loads it, so that nobody else does. */
const ofOperators = ['database-account/', 'breach/'];

const modules = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !inside.has(path) && !ofOperators.some((room) => path.startsWith(room)))
  .toSorted();

describe('The public domain', () => {
  it.each(modules)('holds all that %s exports', async (path) => {
    const module: unknown = await import(new URL(path, root).href);
    const door: Readonly<Record<string, unknown>> = path.startsWith('posture/') ? posture : domain;
    // sound: a module is a record of what it exports
    for (const [name, value] of Object.entries(module as Readonly<Record<string, unknown>>)) {
      expect(door, name).toHaveProperty(name);
      expect(Object.entries(door).find(([exported]) => exported === name)?.[1], name).toBe(value);
    }
  });

  it('has every room', () => {
    expect(modules.length).toBeGreaterThan(40);
  });
});
