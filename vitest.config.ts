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
    restoreMocks: true,
    unstubEnvs: true,
  },
});
