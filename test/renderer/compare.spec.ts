/** Runs side by side. */
import { expect, test } from './support/fake-page.ts';

const [LATEST, OLDER, STOPPED, OTHER] = ['b1', 'c1', 'a1', 'd1'].map((end) => `00000000000000${end}`);

test('compares the runs that are chosen, the first as the baseline, and keeps them in the address', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/compare');
  const boxes = page.getByRole('group', { name: 'Runs' }).getByRole('checkbox');
  await expect(boxes).toHaveCount(4);
  await boxes.nth(1).check();
  await expect(page.getByText('baseline', { exact: true })).toBeVisible();
  await boxes.nth(0).check();
  await expect(page).toHaveURL(new RegExp(`#/compare/${OLDER},${LATEST}$`));
  const rows = page.getByRole('table', { name: 'Net energy by configuration and run' });
  await expect(rows).toContainText('1.30× fewer joules');
  await expect(page.getByRole('table', { name: 'Facts of the runs that differ' })).toContainText('1.29.0');
});

test('says "not comparable", and names the key that differs', async ({ fakePage, page }) => {
  await fakePage.open('counter', `/compare/${LATEST},${OTHER}`);
  await expect(page.getByText('not comparable').first()).toBeVisible();
  await expect(page.getByText('tier: estimate in place of counter').first()).toBeVisible();
  await expect(page.getByRole('row', { name: /processor/ })).toContainText('AMD Ryzen 7 7840U');
});

test('gives no ratio for a run that was stopped after one round', async ({ fakePage, page }) => {
  await fakePage.open('counter', `/compare/${LATEST},${STOPPED}`);
  await expect(page.getByText('fewer than two rounds').first()).toBeVisible();
});

test('a run that is gone says so, and others can still be chosen', async ({ fakePage, page }) => {
  await fakePage.open('counter', `/compare/${LATEST},00000000000000ff`);
  await expect(page.getByRole('alert')).toContainText('there is no record');
  await page.getByRole('group', { name: 'Runs' }).getByRole('checkbox').nth(1).check();
  await expect(page).toHaveURL(/00000000000000c1$/);
});

test('without two runs it says what is needed', async ({ fakePage, page }) => {
  await fakePage.open('nothing-ran', '/compare');
  await expect(page.getByText('Two runs are needed; there is none.')).toBeVisible();
});
