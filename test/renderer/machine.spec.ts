/** What the page says of the machine before anything is measured. */
import { expect, test } from './support/fake-page.ts';

test('names the processor and what tier of result the machine can give', async ({ fakePage, page }) => {
  await fakePage.open();
  await expect(page.getByText('Intel Core i5-8250U').first()).toBeVisible();
  await expect(page.getByText('Energy is measured by a hardware counter (rapl-powercap).')).toBeVisible();
  await expect(page.getByText('No measured energy')).toBeHidden();
});

test('says clearly when energy is an estimate, why, and what mends it', async ({ fakePage, page }) => {
  await fakePage.open('estimate');
  await expect(page.getByText('No measured energy')).toBeVisible();
  await expect(page.getByText('never ranks against a measurement')).toBeVisible();
  await page.getByText('Meters of this machine').click();
  await expect(page.getByText('energy_uj may not be read by this user')).toBeVisible();
  await expect(page.getByLabel('What mends rapl-powercap')).toContainText('sudo');
});

test('says clearly when energy is synthetic', async ({ fakePage, page }) => {
  await fakePage.open('synthetic');
  await expect(page.getByText('Synthetic energy')).toBeVisible();
  await expect(page.getByText('cannot be submitted')).toBeVisible();
});

test('a machine that cannot be examined gives a reason, and can be examined again', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('no-suite');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('crashed with SIGSEGV');
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeHidden();
  await page.evaluate(() => {
    window.fake.suiteFault = null;
  });
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(alert).toBeHidden();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
});
