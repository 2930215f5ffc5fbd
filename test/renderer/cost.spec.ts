/** What a run's figures cost in a year. */
import { expect, test } from './support/fake-page.ts';

test('shows energy alone until a price and a grid are set, and keeps them', async ({ fakePage, page }) => {
  await fakePage.open('precisions', '/cost');
  const table = page.getByRole('table', { name: /^Yearly cost of Silero VAD v6, int8-static/ });
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('not set');
  // 1.62 mJ × 365 million = 591 kJ = 164 Wh.
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('164 Wh');
  const set = () => page.evaluate(() => window.fake.preferences);
  // The figures follow what is typed, and the settings when it is done.
  await page.getByLabel('Price of electricity').fill('0,25');
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('€0.0411');
  expect(await set()).toMatchObject({ pricePerKwh: null });
  await page.getByLabel('Price of electricity').press('Tab');
  await page.getByLabel('Intensity of the grid').fill('400');
  await page.getByLabel('Intensity of the grid').press('Enter');
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('€0.0411');
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('65.7 g');
  expect(await set()).toMatchObject({ pricePerKwh: 0.25, gridGramsPerKwh: 400 });
  await expect(page.getByLabel('Price of electricity')).toHaveValue('0.25');
});

test('an edit that is given up leaves figures and settings as they were', async ({ fakePage, page }) => {
  await fakePage.open('precisions', '/cost');
  const net = page.getByRole('row', { name: /^Net/ });
  const price = page.getByLabel('Price of electricity');
  await price.fill('0.25');
  await price.press('Enter');
  await expect(net).toContainText('€0.0411');
  await price.fill('9');
  await expect(net).toContainText('€1.48');
  await price.press('Escape');
  await expect(price).toHaveValue('0.25');
  await expect(net).toContainText('€0.0411');
  await price.press('Tab');
  expect(await page.evaluate(() => window.fake.preferences)).toMatchObject({ pricePerKwh: 0.25 });
});

test('a setting that cannot be kept says so at its field', async ({ fakePage, page }) => {
  await fakePage.open('precisions', '/cost');
  await page.evaluate(() => {
    window.fake.preferencesFault = {
      code: 'file-unwritable',
      message: 'Cannot write settings.json: no space left.',
      remedy: 'Free some space.',
    };
  });
  const grid = page.getByLabel('Intensity of the grid');
  await grid.fill('400');
  await grid.press('Tab');
  await expect(grid).toHaveAccessibleDescription(/Not saved. Cannot write settings.json/);
  await expect(grid).toHaveValue('400');
});

test('counts a fleet, and says what a precision saves', async ({ fakePage, page }) => {
  await fakePage.open('precisions', '/cost');
  await page.getByLabel('Configuration').selectOption({ label: 'Llama 135M, decode, int4, cpu, 4 threads' });
  await page.getByLabel('Machines').fill('1000');
  const saved = page.getByRole('row', { name: /^Saved/ });
  // (0.655 − 0.212) J × 3.65e11 = 44.9 MWh.
  await expect(saved).toContainText('44.9 MWh');
  await expect(page.getByText('365,000,000,000 inferences a year')).toBeVisible();
});

test('says what is wrong with a number, and keeps the last one that was right', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions', '/cost');
  const machines = page.getByLabel('Machines');
  await machines.fill('0.5');
  await machines.press('Tab');
  await expect(page.getByRole('alert')).toHaveText('✕ Write a whole number from 1 to 1000000000.');
  await expect(machines).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('365,000,000 inferences a year')).toBeVisible();
  await machines.fill('2');
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByText('730,000,000 inferences a year')).toBeVisible();
});

test('an estimate stays an estimate', async ({ fakePage, page }) => {
  await fakePage.open('estimate', '/cost');
  await expect(page.getByText('An estimate from processor time, not a measurement.')).toBeVisible();
});

test('without a run it says what to do', async ({ fakePage, page }) => {
  await fakePage.open('nothing-ran', '/cost');
  await expect(page.getByText('No run with an energy yet')).toBeVisible();
  await page.getByRole('link', { name: 'Go to Run' }).click();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeVisible();
});
