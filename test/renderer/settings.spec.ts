/** The page on which a person sets things: what is saved, what is refused, and what is deleted. */
import type { Page } from '@playwright/test';
import { axeProblems } from './support/axe.ts';
import { expect, test } from './support/fake-page.ts';

const saved = (page: Page) => page.getByText('Saved', { exact: true });
const set = (page: Page) => page.evaluate(() => window.fake.preferences);

test.beforeEach(async ({ fakePage }) => {
  await fakePage.open('counter', '/settings');
});

test('saves the price and the currency, and says so once', async ({ page }) => {
  await page.getByLabel('Price of electricity').fill('0,31');
  await page.keyboard.press('Enter');
  await expect(saved(page)).toHaveCount(1);
  await expect(page.getByLabel('Price of electricity')).toHaveValue('0.31');
  await page.getByLabel('Currency').selectOption('CHF');
  await expect(page.getByText('CHF per kWh')).toBeVisible();
  await expect(saved(page)).toHaveCount(1);
  expect(await set(page)).toMatchObject({ pricePerKwh: 0.31, currency: 'CHF' });
});

test('says at the field what is wrong, and saves nothing of it', async ({ page }) => {
  const price = page.getByLabel('Price of electricity');
  await price.fill('1,234');
  await price.press('Tab');
  await expect(price).toHaveAttribute('aria-invalid', 'true');
  await expect(price).toHaveAccessibleDescription(/may mean two numbers: write 1234, or 1,2340/);
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(saved(page)).toHaveCount(0);
  expect((await set(page)).pricePerKwh).toBeNull();
  await price.fill('1.234');
  await expect(price).toHaveAttribute('aria-invalid', 'false');
  await price.press('Enter');
  expect((await set(page)).pricePerKwh).toBe(1.234);
  await price.fill('');
  await price.press('Enter');
  await expect(saved(page)).toHaveCount(1);
  expect((await set(page)).pricePerKwh).toBeNull();
});

test('Escape gives back what is set, and half a number is not called wrong while it is typed', async ({
  page,
}) => {
  const price = page.getByLabel('Price of electricity');
  await price.fill('0.31');
  await price.press('Enter');
  await expect(saved(page)).toBeVisible();
  await price.pressSequentially('x');
  await expect(price).toHaveValue('0.31x');
  await expect(price).toHaveAttribute('aria-invalid', 'false');
  await price.press('Enter');
  await expect(price).toHaveAttribute('aria-invalid', 'true');
  await price.press('Escape');
  await expect(price).toHaveValue('0.31');
  await expect(price).toHaveAttribute('aria-invalid', 'false');
  expect((await set(page)).pricePerKwh).toBe(0.31);
});

test('what is typed is kept when the page is changed by a key', async ({ fakePage, page }) => {
  await page.getByLabel('Price of electricity').fill('0.31');
  await fakePage.goTo('/method');
  await expect.poll(async () => (await set(page)).pricePerKwh).toBe(0.31);
});

test('what cannot be written says so at the field and is not lost', async ({ page }) => {
  await page.evaluate(() => {
    window.fake.preferencesFault = {
      code: 'file-unwritable',
      message: 'Cannot write settings.json: no space left.',
      remedy: 'Free some space.',
    };
  });
  const grid = page.getByLabel('Carbon intensity of the grid');
  await grid.fill('350');
  await grid.press('Enter');
  await expect(grid).toHaveAccessibleDescription(
    /Not saved. Cannot write settings.json: no space left. Free/,
  );
  await expect(grid).toHaveValue('350');
  await expect(saved(page)).toHaveCount(0);
  // The same again, when there is room.
  await page.evaluate(() => {
    window.fake.preferencesFault = null;
  });
  await grid.press('Enter');
  await expect(saved(page)).toHaveCount(1);
  await expect(grid).toHaveAttribute('aria-invalid', 'false');
});

test('the number of threads is that of the next run', async ({ fakePage, page }) => {
  const threads = page.getByLabel('Threads of an inference');
  await threads.fill('0');
  await threads.press('Enter');
  await expect(threads).toHaveAccessibleDescription(/from 1 to 1024/);
  await threads.fill('2');
  await threads.press('Enter');
  await expect(saved(page)).toBeVisible();
  await fakePage.goTo('/run');
  await fakePage.run();
  expect(await page.evaluate(() => window.fake.run.requests.map((request) => request.threads))).toEqual([2]);
});

test('tests a smart plug at the address that stands there', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Test' })).toBeDisabled();
  const address = page.getByLabel('Address of the plug');
  await address.fill('192.168.1.20');
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('The plug answers: 41.3 W')).toBeVisible();
  await expect(page.getByText('Shelly plug (S3PL-00112EU, generation 3), switch:0')).toBeVisible();
});

test('says why no plug answers, and what to do', async ({ page }) => {
  const address = page.getByLabel('Address of the plug');
  await address.fill('http://plug');
  await expect(page.getByRole('button', { name: 'Test' })).toBeDisabled();
  await address.press('Enter');
  await expect(address).toHaveAccessibleDescription(/without http/);
  await address.fill('192.168.1.99');
  await address.press('Enter');
  await expect(saved(page)).toBeVisible();
  await page.getByRole('button', { name: 'Test' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('No reading from 192.168.1.99');
  await expect(alert).toContainText('in the same network');
  // It was about another address.
  await address.fill('192.168.1.20');
  await expect(alert).toBeHidden();
});

test('asks for a newer release where and when a person says so', async ({ page }) => {
  const address = page.getByLabel('Where releases are named');
  const check = page.getByRole('button', { name: 'Check now' });
  await expect(check).toBeDisabled();
  await address.fill('joulemark.example');
  await address.press('Enter');
  await expect(page.getByText('Write a whole address that begins with https://.')).toBeVisible();
  await expect(check).toBeDisabled();

  await address.fill('https://joulemark.example/0.2.0');
  await check.click();
  await expect(page.getByText('Joulemark 0.2.0 is there')).toBeVisible();
  await expect(page.getByText('Get it at https://joulemark.example/releases')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy the address' })).toBeVisible();
  expect(await page.evaluate(() => window.fake.preferences.updateAddress)).toBe(
    'https://joulemark.example/0.2.0',
  );

  // What was told of another address is gone.
  await address.fill('https://joulemark.example/0.1.0');
  await expect(page.getByText('Joulemark 0.2.0 is there')).toBeHidden();
  await check.click();
  await expect(page.getByText('Nothing newer is there')).toBeVisible();
  await address.fill('https://joulemark.example/');
  await check.click();
  await expect(page.getByRole('alert')).toContainText('answered 404');
  expect(await axeProblems(page)).toEqual([]);
});

test('a plug that was given at the start goes first, and is named', async ({ fakePage, page }) => {
  await fakePage.goTo('/run');
  await page.evaluate(() => {
    const { storage } = window.fake;
    storage.facts = { ...storage.facts, plugGivenAtStart: '192.0.2.7' };
  });
  await fakePage.goTo('/settings');
  await expect(page.getByText('JOULEMARK_PLUG=192.0.2.7')).toBeVisible();
});

test('shows where things lie, and reveals them', async ({ page }) => {
  const places = page.getByRole('region', { name: 'Where things lie' });
  await expect(places).toContainText('/home/ada/.local/share/joulemark/history');
  await places.getByRole('button', { name: 'Reveal in folder: History' }).click();
  expect(await page.evaluate(() => window.fake.storage.revealed)).toEqual(['history']);
});

test('deletes the former runs after saying what goes and what stays', async ({ fakePage, page }) => {
  await expect(page.getByRole('region', { name: 'Delete data' })).toContainText('3 runs, 1.4 MB');
  await page.getByRole('button', { name: 'Delete all runs…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete all runs?' });
  await expect(dialog).toContainText('3 runs, 1.4 MB');
  await expect(dialog).toContainText('the key of this installation');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Delete all runs…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Delete all runs' }).click();
  await expect(dialog).toBeHidden();
  const done = page.getByText('Deleted: 3 runs, 1.4 MB.');
  await expect(done).toBeFocused();
  await expect(page.getByRole('button', { name: 'Delete all runs…' })).toBeDisabled();
  await fakePage.goTo('/history');
  await expect(page.getByText('and 1 more')).toBeHidden();
});

test('what cannot be deleted says why in the dialog', async ({ page }) => {
  await page.evaluate(() => {
    window.fake.storage.fault = {
      code: 'file-unwritable',
      message: 'cannot delete a.onnx: permission denied',
      remedy: 'Correct its permissions.',
    };
  });
  await page.getByRole('button', { name: 'Delete made models…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete made models' }).click();
  await expect(dialog.getByRole('alert')).toContainText('permission denied');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Delete made models…' }).click();
  await expect(dialog.getByRole('alert')).toBeHidden();
});

test('forgets what was set', async ({ page }) => {
  await page.getByLabel('Price of electricity').fill('0.31');
  await page.keyboard.press('Enter');
  await expect(saved(page)).toBeVisible();
  await page.getByRole('button', { name: 'Forget all settings…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget all settings' }).click();
  await expect(page.getByText('Deleted: 1 file, less than 0.1 MB.')).toBeVisible();
  await expect(page.getByLabel('Price of electricity')).toHaveValue('');
  await expect(page.getByRole('heading', { name: 'Delete data' })).toBeVisible();
});

test('settings that cannot be read are said, and can be forgotten', async ({ fakePage, page }) => {
  await fakePage.open('broken-settings', '/settings');
  await expect(page.getByRole('alert')).toContainText('does not hold the settings of Joulemark');
  await page.getByRole('button', { name: 'Forget all settings…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget all settings' }).click();
  await expect(page.getByLabel('Price of electricity')).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('deletes and asks nothing while something is measured', async ({ fakePage, page }) => {
  await fakePage.goTo('/run');
  await fakePage.run();
  await fakePage.goTo('/settings');
  await page.getByLabel('Address of the plug').fill('192.168.1.20');
  await expect(page.getByRole('button', { name: 'Test' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Delete all runs…' })).toBeDisabled();
  await expect(page.getByText('Nothing is deleted while something is measured.')).toBeVisible();
});
