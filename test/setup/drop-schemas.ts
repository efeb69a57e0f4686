import { afterAll } from 'vitest';
import { dropFreshSchemas } from '../mysql/fresh-schemas.ts';

afterAll(dropFreshSchemas);
