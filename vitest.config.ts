import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Needs the official suite, which is installed only where it is asked for: npm run test:conformance.
    exclude: [...configDefaults.exclude, 'test/conformance/conformance.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    pool: 'forks',
    // One fewer than processors is the default; with two of them, one worker mostly waits for what it started.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    restoreMocks: true,
    unstubEnvs: true,
  },
});
