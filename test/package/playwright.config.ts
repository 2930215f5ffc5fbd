/** The packaged app, as `npm run package` left it in dist/. Run by `npm test`. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/package',
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 300_000,
  // A first start surveys the machine before the run can be chosen.
  expect: { timeout: 60_000 },
});
