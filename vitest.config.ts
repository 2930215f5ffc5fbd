import { defineConfig } from 'vitest/config';

const INTEGRATION = 'test/integration/**/*.test.ts';
// Real sessions are loaded here and there, on two cores that all of them share.
const limits = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [INTEGRATION], ...limits } },
      {
        test: {
          name: 'integration',
          include: [INTEGRATION],
          // One file at a time, and after the others: what measures must not be disturbed.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...limits,
        },
      },
    ],
  },
});
