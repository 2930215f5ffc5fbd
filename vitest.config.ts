import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real sessions are loaded in the integration tests; two cores are shared by all of them.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
