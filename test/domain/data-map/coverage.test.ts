import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  declaredColumns,
  migrationTables,
  missingColumns,
  type SchemaColumn,
  undeclaredColumns,
} from '../../../src/domain/data-map/coverage.ts';

const schema = declaredColumns();
const planted: SchemaColumn = { store: 'data', table: 'users', column: 'nickname' };

describe('The coverage gate', () => {
  it('passes a schema that is as the map says', () => {
    expect(undeclaredColumns(schema)).toEqual([]);
    expect(missingColumns(schema)).toEqual([]);
    expect(schema).toContainEqual({ store: 'data', table: 'users', column: 'phone_sealed' });
    expect(schema).toContainEqual({ store: 'vault', table: 'subject_keys', column: 'epoch_id' });
  });

  it('finds a column that nobody declared', () => {
    expect(undeclaredColumns([...schema, planted])).toEqual([planted]);
    expect(missingColumns([...schema, planted])).toEqual([]);
  });

  it('finds a table that nobody declared', () => {
    const notes = { store: 'data', table: 'notes', column: 'text' } as const;
    expect(undeclaredColumns([notes, ...schema])).toEqual([notes]);
  });

  it('finds a table in the wrong store', () => {
    const astray = { store: 'vault', table: 'users', column: 'phone_sealed' } as const;
    expect(undeclaredColumns([...schema, astray])).toEqual([astray]);
  });

  it('is not fooled by names that join to the same text', () => {
    const joined = { store: 'data', table: 'users_phone', column: 'sealed' } as const;
    expect(undeclaredColumns([joined])).toEqual([joined]);
  });

  it('lets the book-keeping of migrations be, by name', () => {
    expect(migrationTables).toEqual(['kysely_migration', 'kysely_migration_lock']);
    const own = migrationTables.flatMap((table) => [
      { store: 'data', table, column: 'name' } as const,
      { store: 'vault', table, column: 'timestamp' } as const,
    ]);
    expect(undeclaredColumns([...schema, ...own])).toEqual([]);
    const alike = { store: 'data', table: 'kysely_migration_notes', column: 'name' } as const;
    expect(undeclaredColumns([alike])).toEqual([alike]);
  });

  it('finds every column that is missing, and only those', () => {
    fc.assert(
      fc.property(fc.subarray([...schema]), (present) => {
        expect(undeclaredColumns(present)).toEqual([]);
        expect([...missingColumns(present), ...present].map((column) => JSON.stringify(column)).toSorted()).toEqual(
          schema.map((column) => JSON.stringify(column)).toSorted(),
        );
      }),
    );
  });
});
