/** Two projects: the page in a browser on the fake backend, and the app in a real Electron. */
import { defineConfig } from '@playwright/test';
import { BROWSER } from './test/renderer/support/browser.ts';

export default defineConfig({
  testDir: 'test',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/artifacts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'renderer',
      testDir: 'test/renderer',
      timeout: 90_000,
      // What is waited for comes; how soon depends on what else the machine does.
      expect: { timeout: 20_000 },
      use: { viewport: { width: 1280, height: 800 }, launchOptions: BROWSER },
    },
    { name: 'e2e', testDir: 'test/e2e', timeout: 300_000, expect: { timeout: 60_000 } },
  ],
});
