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
  await page.getByRole('link', { name: 'Meters and devices of this machine' }).click();
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

test('the page of the machine lists what was found, and says what result it can give', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('windows');
  await fakePage.goTo('/machine');
  await expect(page.getByText('This machine gives measured results, of tier counter.')).toBeVisible();
  const facts = page.getByRole('region', { name: 'This machine' });
  for (const text of [
    'Intel Core Ultra 7 155H, 16 cores, 22 threads, x64',
    'NVIDIA GeForce RTX 4060',
    'mains',
  ]) {
    await expect(facts).toContainText(text);
  }
  await expect(page.getByRole('region', { name: 'Meters' })).toContainText('Energy Meter Interface');
});

test('says which device no meter sees', async ({ fakePage, page }) => {
  await fakePage.open('estimate');
  await fakePage.goTo('/machine');
  await expect(page.getByText('This machine gives estimated results, of tier estimate.')).toBeVisible();
  await expect(page.getByText('commands beside rapl-powercap below would let it measure')).toBeVisible();
});

test('copies the commands that mend something, and says so', async ({ fakePage, page }) => {
  await fakePage.open('estimate');
  await fakePage.goTo('/machine');
  await page.getByRole('button', { name: 'Copy the commands for rapl-powercap' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('textarea'), { id: 'target' })),
  );
  await page.locator('#target').focus();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(page.locator('#target')).toHaveValue(/^sudo groupadd --force energy\nsudo chgrp/);
});

test('a first start opens on the machine, and goes on to Run for good', async ({ fakePage, page }) => {
  await fakePage.open('first-start');
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  await page.getByRole('button', { name: 'Go to the first run' }).click();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeVisible();
  expect(await page.evaluate(() => window.fake.preferences.welcomed)).toBe(true);
  await fakePage.goTo('/machine');
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeHidden();
});

test('an address that names a page wins over the welcome', async ({ fakePage, page }) => {
  await fakePage.open('first-start', '/method');
  await expect(page.getByRole('heading', { name: 'How the numbers are made' })).toBeVisible();
});
