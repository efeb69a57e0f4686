import { defineConfig, type ViteUserConfig } from 'vitest/config';
import real from '../../../vitest.config.ts';

/** The project's own settings, for the properties that are planted to fail. */
const config: ViteUserConfig = defineConfig({
  ...real,
  test: { ...real.test, include: ['test/tooling/planted/*.property.ts'] },
});

export default config;
