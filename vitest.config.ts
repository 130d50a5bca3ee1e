import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const apart = [
  // Needs the official suite, which is installed only where it is asked for: npm run test:conformance.
  'test/conformance/conformance.test.ts',
  // The matrix of mutants takes minutes: npm run mutants.
  'test/mutants/matrix-*.test.ts',
  'test/mutants/unusual.test.ts',
  // Hundreds of hostile servers, minutes as well: npm run hostile.
  'test/hostile/hostile.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    pool: 'forks',
    // One fewer than processors is the default; with two of them, one worker mostly waits for what it started.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'all but checks',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...apart, 'test/checks/**'],
        },
      },
      {
        extends: true,
        // A file each, and what they import is most of the program: a worker loads it once for all of them.
        test: { name: 'checks', include: ['test/checks/**/*.test.ts'], isolate: false },
      },
    ],
  },
});
