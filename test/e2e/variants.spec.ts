/** What each precision keeps of a model, made in the real app by a real process. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/app.ts';

const cardOf = (page: Page): Locator => page.getByRole('region', { name: 'What each precision keeps' });
const rowsOf = (page: Page): Locator =>
  cardOf(page)
    .locator('tbody tr')
    .filter({ has: page.locator('button') });
const makeIn = (page: Page): Locator => cardOf(page).getByRole('button', { name: 'Make and compare' });

async function openModels(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await expect(makeIn(page)).toBeEnabled({ timeout: 60_000 });
}

/** Leaves all out but what is named. */
async function keepOnly(page: Page, menu: RegExp, kept: string): Promise<void> {
  await cardOf(page).getByRole('button', { name: menu }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: kept, exact: true })).toBeChecked();
  const checked = await page.getByRole('menuitemcheckbox', { checked: true }).allInnerTexts();
  for (const name of checked.map((text) => text.replace('✓', '').trim())) {
    if (name !== kept) await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
  }
  await page.keyboard.press('Escape');
}

test('makes a variant, shows what it keeps, exports it, and finds it again after a reload', async ({
  app,
}) => {
  const { page } = app;
  await openModels(page);
  await keepOnly(page, /^Models:/, 'Silero VAD v6');
  await keepOnly(page, /^Precisions:/, 'int8-dynamic');
  await expect(cardOf(page)).toContainText('1 pair to make and run.');
  await makeIn(page).click();
  const row = rowsOf(page);
  await expect(row).toHaveCount(1, { timeout: 120_000 });
  await expect(row.getByRole('rowheader')).toHaveText('int8-dynamic');
  const [size, nodes, sqnr, cosine, answers] = await row.locator('td').allInnerTexts();
  expect(size).toMatch(/^\d\.\d\d\s+0\.\d\d×$/);
  expect(nodes).toMatch(/^\d+ \/ \d+$/);
  expect(Number(sqnr)).toBeGreaterThan(10);
  expect(Number(cosine)).toBeGreaterThan(0.9);
  expect(answers).toBe('passes');
  await expect(row.getByRole('button', { name: /holds/ })).toBeVisible();
  // Neither of these nor of the look at the machine that each start takes.
  await expect.poll(() => app.pids('measuring')).toEqual([]);

  const file = join(app.dataDir, 'variants.csv');
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await cardOf(page).getByRole('button', { name: 'Export the table' }).click();
  await page.getByRole('menuitem', { name: 'CSV…' }).click();
  await expect(cardOf(page)).toContainText(`Saved as ${file}`);
  expect(await readFile(file, 'utf8')).toMatch(
    /^model,kind,.*\r\nsilero-vad,trained,int8-dynamic,[0-9a-f]{64},/,
  );

  await page.reload();
  await expect(rowsOf(page)).toHaveCount(1, { timeout: 60_000 });
});

test('keeps the rows when it is stopped and when its process dies, and keeps a benchmark waiting', async ({
  app,
}) => {
  const { page } = app;
  await openModels(page);
  await makeIn(page).click();
  await expect(rowsOf(page).first()).toBeVisible({ timeout: 120_000 });
  await page.getByRole('link', { name: 'Run', exact: true }).click();
  await expect(app.runButton).toBeDisabled();
  await page.getByRole('link', { name: /^Models\s*, working/ }).click();
  await cardOf(page).getByRole('button', { name: 'Stop' }).click();
  await expect(cardOf(page)).toContainText('The rows that were done are kept below.', { timeout: 30_000 });
  expect(await rowsOf(page).count()).toBeGreaterThan(0);
  await expect.poll(() => app.pids('measuring')).toEqual([]);

  await makeIn(page).click();
  await expect(rowsOf(page).first()).toBeVisible({ timeout: 120_000 });
  const [pid] = await app.pids('measuring');
  process.kill(pid ?? NaN, 'SIGKILL');
  const alert = cardOf(page).getByRole('alert');
  await expect(alert).toContainText('killed by SIGKILL', { timeout: 30_000 });
  await expect(alert).toContainText('What was done is kept.');
  expect(await rowsOf(page).count()).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Run', exact: true }).click();
  await expect(app.runButton).toBeEnabled();
});
