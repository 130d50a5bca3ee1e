import { defineConfig } from 'vitest/config';

/** The matrix of mutants and unusual servers: `npm run mutants`. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/mutants/matrix-*.test.ts', 'test/mutants/unusual.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    unstubEnvs: true,
  },
});
