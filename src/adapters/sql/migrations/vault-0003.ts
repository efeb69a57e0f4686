import type { SchemaChange } from '../migrating.ts';
import { addColumns } from './add-columns.ts';

/** Keys of blind indexes in more than one version at a time. */
export const vault0003: SchemaChange = async (db, engine) => {
  await addColumns(db, engine, 'index_keys', { columns: { phase: ['word', 'current'], phase_at: ['integer', 0] } });
};
