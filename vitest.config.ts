import { defineConfig } from 'vitest/config';

const INTEGRATION = 'test/integration/**/*.test.ts';
// Real sessions are loaded here and there, on two cores that all of them share.
const limits = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // All cores: nobody works at this machine meanwhile. Integration tests passed beside busy loops, too.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [INTEGRATION], ...limits } },
      { test: { name: 'integration', include: [INTEGRATION], ...limits } },
    ],
  },
});
