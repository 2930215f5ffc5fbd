/** What each precision keeps of a model: choosing, following, stopping, reading and taking away the table. */
import type { Page } from '@playwright/test';
import { axeProblems } from './support/axe.ts';
import { expect, test } from './support/fake-page.ts';

const card = (page: Page) => page.getByRole('region', { name: 'What each precision keeps' });
const rows = (page: Page) =>
  card(page)
    .locator('tbody tr')
    .filter({ has: page.locator('button') });
const make = (page: Page) => card(page).getByRole('button', { name: 'Make and compare' });
const next = (page: Page, count = 1) =>
  page.evaluate((n) => {
    for (let left = n; left > 0; left -= 1) window.fake.variants.next();
  }, count);
const finish = (page: Page) => page.evaluate(() => window.fake.variants.finish());

async function toggle(page: Page, menu: string, items: readonly string[]): Promise<void> {
  await card(page).getByRole('button', { name: menu }).click();
  for (const name of items) await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
  await page.keyboard.press('Escape');
}

test('asks for the default suite at every precision, and for what is chosen instead', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions', '/models');
  await expect(card(page)).toContainText('24 pairs to make and run.');
  await make(page).click();
  await finish(page);
  await toggle(page, 'Models: the default suite', ['PP-OCRv4 detection', 'ResNet-50 v1.5']);
  await toggle(page, 'Precisions: all', ['fp16', 'sparse-50']);
  await expect(card(page).getByRole('button', { name: 'Precisions: 6 of 8' })).toBeVisible();
  await make(page).click();
  expect(await page.evaluate(() => window.fake.variants.requests)).toEqual([
    { models: null, precisions: null },
    {
      models: ['ppocr-rec', 'ppocr-cls', 'silero-vad', 'resnet-50'],
      precisions: ['fp32', 'int8-dynamic', 'int8-static', 'int4', 'pruned-25', 'pruned-50'],
    },
  ]);
});

test('says what is missing where nothing could be made', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  const all = ['PP-OCRv4 detection', 'PP-OCRv4 recognition', 'PP-OCRv4 orientation', 'Silero VAD v6'];
  await toggle(page, 'Models: the default suite', all);
  await expect(card(page)).toContainText('Choose at least one model.');
  await expect(make(page)).toBeDisabled();
});

test('shows the pair under way and each row as it comes', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await make(page).click();
  await expect(card(page)).toContainText('Making and running PP-OCRv4 detection at fp32');
  await expect(card(page).getByRole('progressbar', { name: 'Variants made' })).toHaveAttribute('value', '0');
  // The button that was pressed is gone: whoever uses the keyboard goes on from the heading.
  await expect(card(page).getByRole('heading', { level: 2 })).toBeFocused();
  await expect(rows(page)).toHaveCount(0);
  await next(page, 2);
  await expect(rows(page)).toHaveCount(2);
  await expect(card(page)).toContainText('3 of 24');
  await expect(card(page).getByRole('progressbar')).toHaveAttribute('value', '2');
  await expect(page.getByRole('link', { name: /^Models\s*, working/ })).toBeVisible();
  await finish(page);
  await expect(rows(page)).toHaveCount(24);
  await expect(card(page)).toContainText('20 variants: 11 hold, 8 degraded, 1 failed');
  await expect(card(page).getByRole('progressbar')).toHaveCount(0);
  await expect(make(page)).toBeEnabled();
});

test('a row shows what it changed and lost, and opens to why', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await make(page).click();
  await finish(page);
  const row = rows(page).filter({ hasText: 'int8-dynamic' }).first();
  await expect(row.locator('td')).toHaveText([
    /1\.36\s*0\.29×/,
    '60 / 28',
    '27.3',
    '0.9991',
    'passes',
    /✓\s*holds: PP-OCRv4 detection at int8-dynamic, why and more/,
  ]);
  await row.getByRole('button').click();
  await expect(row.getByRole('button')).toHaveAttribute('aria-expanded', 'true');
  for (const text of [
    '14 Conv (it has 128 … 6400 weights; fewer than 8192 gain nothing)',
    'Conv_0, Conv_3, Conv_7 …',
    'over 32 inputs: keeps what is asked',
    'passed (read "Joulemark" in 4 of 4 lines)',
    '27.3 dB, at least 18 dB asked for',
    'c4'.repeat(32),
  ]) {
    await expect(card(page).getByText(text)).toBeVisible();
  }
});

test('degraded and failed rows say so in words, and open to the shortfall and the remedy', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/models');
  await make(page).click();
  await finish(page);
  await card(page)
    .getByRole('button', { name: /degraded\s*: PP-OCRv4 detection at pruned-25/ })
    .click();
  await expect(card(page).getByText('SQNR 3.1 dB, below the bound of 18 dB')).toBeVisible();
  await expect(card(page).getByText('wrong answer: read "Jou" for "Joulemark"')).toBeVisible();
  await card(page)
    .getByRole('button', { name: /failed\s*: PP-OCRv4 recognition at int8-static/ })
    .click();
  await expect(card(page).getByText('node "Conv_12" has no kernel for it')).toBeVisible();
  await expect(card(page).getByText('try another provider or precision')).toBeVisible();
});

test('precisions that do not apply are listed with why', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await make(page).click();
  await finish(page);
  await card(page).locator('summary').filter({ hasText: '8 pairs do not apply' }).click();
  await expect(card(page).locator('li').filter({ hasText: 'int4' })).toHaveText(
    'PP-OCRv4 detection, PP-OCRv4 recognition, PP-OCRv4 orientation, Silero VAD v6, int4: no matrix product has 32 or more weights in a row',
  );
});

test('stopping keeps the rows that are done', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await page.evaluate(() => {
    window.fake.variants.stopWaits = true;
  });
  await make(page).click();
  await next(page, 3);
  await card(page).getByRole('button', { name: 'Stop' }).click();
  await expect(card(page).getByRole('button', { name: 'Stopping…' })).toBeDisabled();
  await next(page);
  await expect(card(page)).toContainText('The rows that were done are kept below.');
  await expect(rows(page)).toHaveCount(3);
  await expect(make(page)).toBeEnabled();
});

test('when the process dies the rows stay, and the page says what happened', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await make(page).click();
  await next(page, 5);
  await page.evaluate(() => window.fake.variants.die());
  const alert = card(page).getByRole('alert');
  await expect(alert).toContainText('Not all variants were made');
  await expect(alert).toContainText('killed by SIGKILL');
  await expect(alert).toContainText('What was done is kept.');
  await expect(rows(page)).toHaveCount(5);
  await make(page).click();
  await expect(alert).toHaveCount(0);
  await expect(rows(page)).toHaveCount(0);
});

test('a start that is refused says why', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await page.evaluate(() => {
    const message = 'A model is being imported; one job of models at a time.';
    window.fake.variants.startFault = { code: 'run-in-progress', message, remedy: 'Wait for it to end.' };
  });
  await make(page).click();
  await expect(card(page).getByRole('alert')).toContainText('one job of models at a time');
  await expect(make(page)).toBeEnabled();
});

test('neither a benchmark nor an import starts while variants are made, nor the other way round', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('counter', '/models');
  await make(page).click();
  await expect(page.getByRole('button', { name: 'Import a model…' })).toBeDisabled();
  await expect(page.getByText('Not while variants are being made.')).toBeVisible();
  await fakePage.goTo('/run');
  const run = page.getByRole('button', { name: 'Run benchmark' });
  await expect(run).toBeDisabled();
  await expect(
    page.getByText('Variants are being made; a benchmark waits until that has ended.'),
  ).toBeVisible();
  await finish(page);
  await expect(run).toBeEnabled();
  await fakePage.run();
  await fakePage.goTo('/models');
  await expect(make(page)).toBeDisabled();
  await expect(card(page)).toContainText('Not while something is measured.');
});

test('a page that is loaded anew finds its way back to what is under way', async ({ fakePage, page }) => {
  await fakePage.open('variants-under-way', '/models');
  await expect(rows(page)).toHaveCount(8);
  await expect(card(page)).toContainText('9 of 24');
  await finish(page);
  await expect(rows(page)).toHaveCount(24);
});

test('the table outlives a visit of another page', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await make(page).click();
  await finish(page);
  await fakePage.goTo('/method');
  await fakePage.goTo('/models');
  await expect(rows(page)).toHaveCount(24);
});

test('the table is exported in each form, and copied', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await make(page).click();
  await finish(page);
  const choose = async (item: string): Promise<void> => {
    await card(page).getByRole('button', { name: 'Export the table' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  for (const [item, format] of [
    ['CSV…', 'csv'],
    ['JSON…', 'json'],
    ['Markdown…', 'md'],
  ] as const) {
    await choose(item);
    await expect(
      card(page).getByText(`Saved as /home/ada/Documents/joulemark-variants.${format}`),
    ).toBeVisible();
  }
  expect(await page.evaluate(() => window.fake.exports.variants)).toEqual(['csv', 'json', 'md']);
  await choose('Copy as Markdown');
  await expect(card(page).getByText('Copied')).toBeVisible();
});

test('is made, opened and read by keyboard alone', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/models');
  await make(page).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(card(page).getByRole('button', { name: 'Stop' })).toBeFocused();
  await finish(page);
  const first = rows(page).first().getByRole('button');
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(card(page).getByText('SHA-256')).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing while it works and at the end, in the ${scheme} theme`, async ({
    fakePage,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await fakePage.open('precisions', '/models');
    await make(page).click();
    await next(page, 2);
    expect(await axeProblems(page)).toEqual([]);
    await finish(page);
    for (const at of [/holds/, /degraded/, /failed/])
      await card(page).getByRole('button', { name: at }).first().click();
    await card(page).locator('summary').filter({ hasText: 'do not apply' }).click();
    expect(await axeProblems(page)).toEqual([]);
  });
}

for (const [width, height] of [
  [1280, 800],
  [900, 600],
  [640, 480],
] as const) {
  test(`sixty rows, some opened, fit a window of ${width} × ${height}`, async ({ fakePage, page }) => {
    await page.setViewportSize({ width, height });
    await fakePage.open('precisions', '/models');
    await toggle(page, 'Models: the default suite', [
      'ResNet-50 v1.5',
      'Llama 135M, prefill',
      'Llama 135M, decode',
      'my-detector',
    ]);
    await make(page).click();
    await finish(page);
    expect(await rows(page).count()).toBeGreaterThan(40);
    for (const at of [/holds/, /degraded/, /failed/])
      await card(page).getByRole('button', { name: at }).first().click();
    await card(page).locator('summary').filter({ hasText: 'do not apply' }).click();
    const overflow = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.scroll, section, li, td')]
        .filter((element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
        .map((element) => `${element.tagName} ${element.className}: ${element.textContent?.slice(0, 40)}`),
    );
    expect(overflow).toEqual([]);
  });
}
