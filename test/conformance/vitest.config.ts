import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { readOptions } from './options.ts';
import { SCENARIO_MS } from './run-scenario.ts';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/conformance/conformance.test.ts'],
    globalSetup: ['test/conformance/setup.ts'],
    maxConcurrency: readOptions(process.env).jobs,
    testTimeout: SCENARIO_MS + 15_000,
    pool: 'forks',
  },
});
