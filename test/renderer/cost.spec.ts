/** What a run's figures cost in a year. */
import { expect, test } from './support/fake-page.ts';

test('shows energy alone until a price and a grid are set, and keeps them', async ({ fakePage, page }) => {
  await fakePage.open('precisions', '/cost');
  const table = page.getByRole('table', { name: /^Yearly cost of Silero VAD v6, int8-static/ });
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('not set');
  // 1.62 mJ × 365 million = 591 kJ = 164 Wh.
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('164 Wh');
  await page.getByLabel('Price of electricity').fill('0.25');
  await page.getByLabel('Intensity of the grid').fill('400');
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('€0.0411');
  await expect(table.getByRole('row', { name: /^Net/ })).toContainText('65.7 g');
  expect(await page.evaluate(() => window.fake.preferences)).toMatchObject({
    pricePerKwh: 0.25,
    gridGramsPerKwh: 400,
  });
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
  await expect(page.getByRole('alert')).toHaveText('A whole number from 1 to 1000000000.');
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
