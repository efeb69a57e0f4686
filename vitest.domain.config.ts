import { defineConfig, type ViteUserConfig } from 'vitest/config';
import real from './vitest.config.ts';

/** The tests of the domain alone, for mutation testing: a mutant of a rule should die by a test of that rule. */
const config: ViteUserConfig = defineConfig({
  ...real,
  test: { ...real.test, include: ['test/domain/**/*.test.ts'], globalSetup: [] },
});

export default config;
