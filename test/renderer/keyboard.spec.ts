/** All of it without a mouse. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fake-page.ts';

/** Presses Tab until the element with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const text = await focused.evaluate(
      (element) => (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent,
    );
    if (text?.trim().replaceAll(/\s+/g, ' ').startsWith(name)) return;
  }
  throw new Error(`Tab does not reach "${name}"`);
}

test('runs, looks into a row, submits and closes by keyboard', async ({ fakePage, page }) => {
  await fakePage.open();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeVisible();
  await tabTo(page, 'PP-OCRv4 detection');
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'PP-OCRv4 detection' })).not.toBeChecked();
  await tabTo(page, 'Run benchmark');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Benchmark running' })).toBeFocused();
  await tabTo(page, 'Cancel');
  await fakePage.play('finished');
  await expect(page.getByRole('heading', { name: 'Benchmark', exact: true })).toBeFocused();

  await tabTo(page, 'Submit…');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await tabTo(page, 'Choose file…');
  await page.keyboard.press('Enter');
  await expect(page.getByText('/home/ada/joulemark-leaderboard.jsonl')).toBeVisible();
  await tabTo(page, 'Write 8 lines');
  await page.keyboard.press('Enter');
  await expect(page.getByText('8 lines appended')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeFocused();
});

test('what has the focus is marked', async ({ fakePage, page }) => {
  await fakePage.open();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeVisible();
  await tabTo(page, 'Silero');
  const chip = page.locator('label', { hasText: 'Silero VAD' });
  expect(await chip.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  await tabTo(page, 'Run benchmark');
  const button = page.getByRole('button', { name: 'Run benchmark' });
  expect(await button.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
});
