/** Takes a picture of every page of the window, on the fake backend, in both themes. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import type { FakeBackend } from '#renderer/backend/fake/backend.ts';
import { BROWSER } from '#test/renderer/support/browser.ts';
import { serveFakePage } from '#test/renderer/support/server.ts';

declare global {
  interface Window {
    fake: FakeBackend;
  }
}

interface Picture {
  readonly name: string;
  readonly scene: string;
  /** As after the #. */
  readonly address: string;
  /** What is done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const startRun = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor();
};
const play = (page: Page, kind: 'round-finished' | 'finished') =>
  page.evaluate((which) => window.fake.run.playTo(which), kind);

const RUNS = ['b1', 'c1', 'd1'].map((end) => `00000000000000${end}`).join(',');

const PICTURES: readonly Picture[] = [
  { name: 'welcome', scene: 'first-start', address: '' },
  { name: 'run', scene: 'precisions', address: '/run' },
  {
    name: 'running',
    scene: 'precisions',
    address: '/run',
    prepare: async (page) => {
      await startRun(page);
      await play(page, 'round-finished');
    },
  },
  {
    name: 'results',
    scene: 'precisions',
    address: '/run',
    prepare: async (page) => {
      await startRun(page);
      await play(page, 'finished');
      await page.getByRole('img', { name: /configurations by median latency/ }).waitFor();
      await page.getByRole('heading', { name: 'Ranking' }).evaluate((heading) => heading.scrollIntoView());
    },
  },
  {
    name: 'row',
    scene: 'precisions',
    address: '/run',
    prepare: async (page) => {
      await startRun(page);
      await play(page, 'finished');
      const verdict = page.getByRole('button', { name: /trusted/ }).first();
      await verdict.click();
      await verdict.evaluate((button) => button.scrollIntoView());
    },
  },
  { name: 'history', scene: 'counter', address: '/history' },
  { name: 'compare', scene: 'counter', address: `/compare/${RUNS}` },
  {
    name: 'leaderboard',
    scene: 'counter',
    address: '/method',
    prepare: async (page) => {
      await page.evaluate(() => {
        window.fake.boards.knowAll();
        location.hash = '#/leaderboard';
      });
      await page.getByRole('table', { name: /^Submissions by net energy/ }).waitFor();
    },
  },
  { name: 'models', scene: 'precisions', address: '/models' },
  { name: 'cost', scene: 'precisions', address: '/cost' },
  { name: 'machine', scene: 'windows', address: '/machine' },
  { name: 'settings', scene: 'counter', address: '/settings' },
  { name: 'method', scene: 'counter', address: '/method' },
];

const folder = process.argv[2];
if (folder === undefined) throw new Error('name the folder for the pictures');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const server = await serveFakePage();
const browser = await chromium.launch(BROWSER);
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { name, scene, address, prepare } of PICTURES) {
      // Small, since they lie in the repository: 768 × 480 pixels of a window of 1280 × 800.
      const page = await browser.newPage({
        colorScheme,
        viewport: { width: 1280, height: 800 },
        deviceScaleFactor: 0.6,
        locale: 'en-GB',
        timezoneId: 'UTC',
      });
      await page.goto(`${server.url}fake.html?scene=${scene}${address === '' ? '' : `#${address}`}`);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await prepare?.(page);
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
      await page.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
process.stdout.write(`${PICTURES.length * 2} pictures in ${folder}\n`);
