import { defineConfig } from 'vitest/config';

/** Hundreds of hostile servers take minutes, so they have a run of their own: `npm run hostile`. */
export default defineConfig({
  test: {
    include: ['test/hostile/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
  },
});
