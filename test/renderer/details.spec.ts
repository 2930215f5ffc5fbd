/** What a row shows when it opens: its windows, its latencies, its conditions and how to measure it again. */
import type { Page } from '@playwright/test';
import { axeProblems } from './support/axe.ts';
import { expect, test, type FakePage } from './support/fake-page.ts';

async function openDetection(fakePage: FakePage): Promise<void> {
  await fakePage.open('precisions');
  await fakePage.runWhole();
  await fakePage.rows.filter({ hasText: 'PP-OCRv4 detection' }).first().getByRole('button').click();
}

const windows = (page: Page) => page.getByRole('img', { name: /^Power over time/ });

test('windows stand over time above the idle power; what is left out is told by shape and sign', async ({
  fakePage,
  page,
}) => {
  await openDetection(fakePage);
  await expect(windows(page)).toHaveAccessibleName(
    /^Power over time: 4 windows, of which 3 count; power 18.1 W to 21.7 W; idle 3.05 W to 3.14 W/,
  );
  await expect(windows(page).locator('g.used')).toHaveCount(3);
  const out = windows(page).locator('g:not(.used)');
  await expect(out.locator('.flag')).toHaveText('!');
  await expect(out.locator('title')).toHaveText(/^Round 3, at 65 s: 21.7 W, .*; disturbed, left out$/);
  await expect(page.getByText('! disturbed: other programs used the processor')).toBeVisible();
  await expect(windows(page).locator('.idle-mark')).toHaveCount(4);
});

test('each window stands in a table, too', async ({ fakePage, page }) => {
  await openDetection(fakePage);
  await page.getByText('Windows as a table').click();
  const table = page.getByRole('table', { name: /^Each window of this row/ });
  await expect(table.getByRole('row')).toHaveCount(9);
  await expect(table.getByRole('row', { name: /disturbed, left out/ })).toContainText('Round 3');
  await expect(table.getByRole('row', { name: /^Idle 0\.0/ })).toContainText('3.10 W');
});

test('latencies are a histogram with median, p90 and p99 on it, and a table', async ({ fakePage, page }) => {
  await openDetection(fakePage);
  const chart = page.getByRole('img', { name: /^Histogram of latencies/ });
  await expect(chart).toHaveAccessibleName(/median 109 ms, p90 116 ms, p99 143 ms/);
  await expect(chart.locator('.mark-text')).toHaveText(['median 109 ms', 'p90 116 ms', 'p99 143 ms']);
  await page.getByText('Latencies as a table').click();
  const counts = await page
    .getByRole('table', { name: 'Inferences by their latency' })
    .locator('tbody td:nth-child(2)')
    .allTextContents();
  expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(1000);
});

test('the conditions and the exact configuration are there', async ({ fakePage, page }) => {
  await openDetection(fakePage);
  for (const text of [
    '58 to 62 °C',
    'did not change in any window',
    'back to back, one inference after the other',
    'version 2, seed 7',
    'Joulemark 0.1.0, ONNX Runtime 1.30.0, Electron 33.2.1',
  ]) {
    await expect(page.getByText(text, { exact: true })).toBeVisible();
  }
});

test('the command that measures a row again is copied from its button', async ({ fakePage, page }) => {
  await openDetection(fakePage);
  const command =
    'npx joulemark bench --models ppocr-det --precisions int8-static --providers cpu --threads 4 --quick --seed 7';
  await expect(page.getByText(command)).toBeVisible();
  await page.getByRole('button', { name: 'Copy the command' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  await page.context().grantPermissions(['clipboard-read']);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(command);
});

test('a row without a metered window says so, and draws nothing that was not read', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('windows');
  await fakePage.runWhole();
  await fakePage.rows.filter({ hasText: 'webnn' }).getByRole('button').click();
  await expect(windows(page)).toHaveAccessibleName(/no energy was read; idle power not known/);
  await expect(windows(page).locator('g.read')).toHaveCount(0);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in an open row and an open menu in the ${scheme} theme`, async ({
    fakePage,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openDetection(fakePage);
    for (const name of ['Windows as a table', 'Latencies as a table']) await page.getByText(name).click();
    expect(await axeProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('menu', { name: 'Export' })).toBeVisible();
    expect(await axeProblems(page)).toEqual([]);
  });
}

for (const [width, height] of [
  [1280, 800],
  [900, 600],
  [640, 480],
] as const) {
  test(`nothing of an open row is cut off at ${width} × ${height}`, async ({ fakePage, page }) => {
    await page.setViewportSize({ width, height });
    await openDetection(fakePage);
    for (const name of ['Windows as a table', 'Latencies as a table']) await page.getByText(name).click();
    const region = page.getByRole('region', { name: 'Ranking' });
    const right = await region.evaluate((element) => element.getBoundingClientRect().right);
    for (const box of await page.locator('figure, figure svg, details .wide, code').all()) {
      const edge = await box.evaluate((element) => element.getBoundingClientRect().right);
      expect(edge).toBeLessThanOrEqual(right);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
