/** What will run and for how long, before it starts. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fake-page.ts';

const request = (page: Page) => page.evaluate(() => window.fake.run.requests.at(-1));
const summary = (page: Page) => page.locator('summary').filter({ hasText: 'More options' });

test('says how many configurations run and between which bounds the time lies', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await expect(
    page.getByText('16 configurations. It takes at least 1 min 20 s, and about 4 min at most.'),
  ).toBeVisible();
  await page.getByRole('radio', { name: 'Thorough' }).check();
  await expect(page.getByText(/It takes at least 9 min 40 s, and about 2 h at most\./)).toBeVisible();
  await page.getByText('Where these times come from').click();
  await expect(page.getByText('then 10 rounds with a window of 3 s for each')).toBeVisible();
  await fakePage.run();
  expect(await request(page)).toMatchObject({ length: 'thorough' });
});

test('warns where the time limit ends the run before its rounds are done', async ({ fakePage, page }) => {
  await fakePage.open('windows');
  await expect(page.getByText('64 configurations.')).toBeVisible();
  await expect(page.getByText(/^The time limit of 4 min leaves room for 2 rounds of 3/)).toBeVisible();
  await page.getByRole('radio', { name: 'Standard' }).check();
  await expect(page.getByText(/^The time limit of/)).toBeHidden();
});

test('names what is left out, and why', async ({ fakePage, page }) => {
  await fakePage.open('precisions');
  await page.getByRole('checkbox', { name: 'Llama 135M, decode' }).check();
  await expect(page.getByText(/left out$/)).toBeHidden();
  await fakePage.more();
  await page.getByRole('checkbox', { name: 'fp32' }).uncheck();
  await page.getByText('5 left out').click();
  await expect(
    page.getByText(
      'Left out: ppocr-det, ppocr-rec, ppocr-cls, silero-vad at int4: the model does not come in it',
    ),
  ).toBeVisible();
});

test('rarer choices are closed at first and summed up in a line', async ({ fakePage, page }) => {
  await fakePage.open();
  await expect(summary(page)).toHaveText('More options: usual precisions · back to back');
  await fakePage.more();
  await page.getByRole('checkbox', { name: 'fp16' }).uncheck();
  await page.getByRole('radio', { name: 'Fixed rate' }).check();
  await page.getByLabel('Inferences a second').fill('12,5');
  await page.getByRole('checkbox', { name: 'Refuse any fallback' }).check();
  await page.getByLabel('Of the processor').fill('2');
  await summary(page).click();
  await expect(summary(page)).toHaveText(
    'More options: fp32, int8-dynamic, int8-static · 12.5 inferences a second · no fallback · 2 threads',
  );
  await fakePage.run();
  expect(await request(page)).toMatchObject({
    precisions: ['fp32', 'int8-dynamic', 'int8-static'],
    ratePerS: 12.5,
    noFallback: true,
    threads: 2,
  });
});

test('a rate or a number of threads that cannot be is said at its field, and nothing runs', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await fakePage.more();
  await page.getByRole('radio', { name: 'Fixed rate' }).check();
  const rate = page.getByLabel('Inferences a second');
  for (const [typed, said] of [
    ['0', 'Write a number from 0.01 to 10000.'],
    ['1e3', 'Write a number from 0.01 to 10000.'],
    ['', 'Write a number from 0.01 to 10000.'],
  ] as const) {
    await rate.fill(typed);
    await rate.press('Tab');
    await expect(rate).toHaveAccessibleDescription(new RegExp(said));
    await expect(rate).toHaveAttribute('aria-invalid', 'true');
  }
  await summary(page).click();
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  const alert = page.getByRole('alert').filter({ hasText: /Fixed rate: Write a number from/ });
  await expect(alert).toBeVisible();
  // What is to be mended is shown.
  await expect(rate).toBeVisible();
  await page.getByRole('radio', { name: 'Back to back' }).check();
  await expect(page.getByRole('alert')).toBeHidden();

  await page.getByLabel('Of the processor').fill('1.5');
  await page.getByRole('button', { name: 'Run benchmark' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Threads:' })).toHaveText(
    /Threads: Write a whole number from 1 to 1024, or leave it empty\./,
  );
  expect(await page.evaluate(() => window.fake.run.requests)).toEqual([]);
  await page.getByLabel('Of the processor').fill('');
  await fakePage.run();
  expect(await request(page)).toMatchObject({ ratePerS: null, threads: null });
});

test('what was chosen is still there after a run', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.getByRole('radio', { name: 'Standard' }).check();
  await fakePage.runWhole();
  await expect(page.getByRole('radio', { name: 'Standard' })).toBeChecked();
});
