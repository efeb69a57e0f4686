import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/mysql/global-setup.ts'],
    setupFiles: ['test/setup/replay-properties.ts', 'test/setup/drop-schemas.ts'],
    // CI has two cores, and the MySQL server wants a part of them.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    // The first hook that asks for MySQL may wait for the server to be fetched, once on a machine.
    hookTimeout: 300_000,
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'html'] },
  },
});

export default config;
