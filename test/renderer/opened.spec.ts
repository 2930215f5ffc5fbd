/** Record files from elsewhere: dropped, chosen, or given by the system. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fake-page.ts';

const drop = (page: Page, ...names: string[]) =>
  page.evaluate((given) => {
    const dataTransfer = new DataTransfer();
    for (const name of given) dataTransfer.items.add(new File(['{}'], name));
    const options = { bubbles: true, cancelable: true, dataTransfer };
    document.body.dispatchEvent(new DragEvent('dragover', options));
    document.body.dispatchEvent(new DragEvent('drop', options));
  }, names);
const files = (page: Page) => page.getByRole('region', { name: 'Opened files' });

test('a record that is dropped on any page is shown, and cannot be submitted', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/settings');
  await drop(page, 'grace.joulemark.json');
  await expect(page.getByText('From the file grace.joulemark.json')).toBeVisible();
  await expect(fakePage.rows).not.toHaveCount(0);
  await expect(files(page)).toContainText('Apple M3 Pro');
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Export' })).toBeVisible();
});

test('is taken into the history, and can be submitted from there', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/history');
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await page.getByRole('button', { name: 'Add to history' }).click();
  await expect(page).toHaveURL(/#\/history\/00000000000000e1$/);
  await expect(files(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeVisible();
});

test('stands beside runs of this machine in Compare, and is among the runs of Cost', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/history');
  await page.evaluate(() => window.fake.giveFile('grace.joulemark.json'));
  await expect(page.getByText('From the file grace.joulemark.json')).toBeVisible();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await page.getByRole('checkbox', { name: /25 Nov|Nov 25/ }).check();
  await page.getByRole('checkbox', { name: /in grace\.joulemark\.json/ }).check();
  await expect(page.getByRole('region', { name: 'What differs between the runs' })).toContainText(
    'Apple M3 Pro',
  );
  const heads = page.getByRole('region', { name: 'Row by row' }).getByRole('link');
  await expect(heads.nth(1)).toHaveAttribute('href', '#/history/file-0000000000000001');
  await page.getByRole('link', { name: 'Cost' }).click();
  await page
    .getByRole('combobox', { name: 'Run', exact: true })
    .selectOption({ label: await optionOf(page) });
  await expect(page.getByRole('heading', { name: 'What it costs in a year' })).toBeVisible();
});

const optionOf = async (page: Page): Promise<string> => {
  const option = page.locator('option').filter({ hasText: 'in grace.joulemark.json' });
  return (await option.textContent())?.trim() ?? '';
};

test('an altered copy of a run of the history is called one, and shown beside it', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/history');
  await drop(page, 'altered.joulemark.json');
  await expect(page.getByText('one of them was altered')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add to history' })).toBeHidden();
  await page.getByRole('link', { name: 'Compare the two' }).click();
  await expect(page.getByRole('region', { name: 'Row by row' }).getByRole('link')).toHaveCount(2);
});

test('one that has gone says so, and can be closed', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/history');
  await drop(page, 'gone.joulemark.json');
  await expect(files(page)).toContainText('deleted or moved');
  await page.getByRole('button', { name: 'Close gone.joulemark.json' }).click();
  await expect(files(page)).toBeHidden();
  await expect(page).toHaveURL(/#\/history$/);
});

test('what is of a newer version or something else is refused with the reason; the page stays', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/method');
  await drop(page, 'newer.joulemark.json');
  await expect(page.getByRole('alert')).toContainText('this program reads joulemark.record/1');
  await drop(page, 'holiday.png');
  await expect(page.getByRole('alert')).toContainText('holiday.png is nothing that Joulemark opens');
  await expect(page.getByRole('heading', { name: 'How the numbers are made' })).toBeVisible();
  await drop(page, 'grace.joulemark.json', 'holiday.png');
  await expect(page.getByText('From the file grace.joulemark.json')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('holiday.png');
  await drop(page, 'grace.joulemark.json');
  await expect(page.getByRole('alert')).toBeHidden();
});
