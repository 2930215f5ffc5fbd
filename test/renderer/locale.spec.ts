/** Numbers and dates after the locale of whoever reads: a German sees decimal commas, and no page mixes the two. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fake-page.ts';

test.use({ locale: 'de-DE' });

/** What comes from the main process or out of a record as it stands, and what is no number. */
const AS_IT_STANDS: readonly RegExp[] = [
  // Versions and dates, and groups of thousands.
  /\d+\.\d+\.\d+/g,
  /\b\d{2,3}\.\d{3}\b/g,
  /\b(Apache-2\.0|ResNet-50 v1\.5|macOS 15\.2|Ubuntu 24\.04)\b/g,
  /Last reading: [^\n]+/g,
  /processor time × 7\.5 W per core/g,
  /The 95 % interval is ±\d\.\d % wide/g,
  /did not converge: ± \d\.\d %/g,
  /SQNR \d\.\d dB, below/g,
  /is 0\.\d+, and 0\.\d+ follows from the windows/g,
];

/** All that the page says, opened out. */
async function saidBy(page: Page): Promise<string> {
  await page.evaluate(async () => {
    const open = (): void => {
      for (const part of document.querySelectorAll('details')) part.open = true;
      const rows = document.querySelectorAll<HTMLElement>('main [aria-controls][aria-expanded=false]');
      for (const row of rows) row.click();
    };
    open();
    await new Promise(requestAnimationFrame);
    // What a row shows has parts to open of its own.
    open();
    await new Promise(requestAnimationFrame);
    // Commands are for a shell, which knows one decimal sign.
    for (const code of document.querySelectorAll('main :is(code, pre)')) code.textContent = '';
  });
  const texts = page.locator('main, main text, main title');
  const said = await texts.evaluateAll((parts) =>
    parts.map((part) => (part.matches('main') ? (part as HTMLElement).innerText : part.textContent)),
  );
  const labels = await page
    .locator('main [aria-label]')
    .evaluateAll((parts) => parts.map((part) => part.ariaLabel));
  return [...said, ...labels].join('\n');
}

async function expectNoPoint(page: Page): Promise<void> {
  const said = AS_IT_STANDS.reduce((text, known) => text.replace(known, ''), await saidBy(page));
  expect(said.match(/.{0,30}\d\.\d.{0,30}/g) ?? []).toEqual([]);
}

/** Where → what must stand there. */
const PAGES: readonly (readonly [address: string, said: string | RegExp])[] = [
  ['/run', '± 2 %, at least 5 rounds'],
  ['/history/00000000000000b1', '2,24 … 2,38'],
  ['/compare/00000000000000b1,00000000000000c1', 'gross 3,05 mJ, 0,212 ms median'],
  ['/cost', '365.000.000 inferences a year'],
  ['/machine', 'GiB'],
  ['/settings', '1,4 MB'],
  ['/method', 'at 0,025'],
];

for (const [address, said] of PAGES) {
  test(`figures have decimal commas on ${address}`, async ({ fakePage, page }) => {
    await fakePage.open('counter', address);
    await expect(page.getByText(said).first()).toBeVisible();
    await expectNoPoint(page);
  });
}

test('a run has them while it goes on, and so have its results', async ({ fakePage, page }) => {
  await fakePage.open('precisions');
  await fakePage.run();
  await fakePage.play('window', 2);
  await expect(page.getByText(/^Last window, .*: \d+,\d W, package \(counter\)/)).toBeVisible();
  await expectNoPoint(page);
  await fakePage.play('finished');
  await expect(page.getByRole('heading', { name: /^Energy against latency/ }).first()).toBeVisible();
  await expect(page.locator('svg.plot').getByText('1000', { exact: true })).toBeVisible();
  await expect(page.getByText(/^\d,\d\d× fewer joules$/).first()).toBeVisible();
  await expectNoPoint(page);
});

test('what a precision keeps has them', async ({ fakePage, page }) => {
  await fakePage.open('variants-under-way', '/models');
  await page.evaluate(() => window.fake.variants.finish());
  await expect(page.getByText('0,29×').first()).toBeVisible();
  await expect(page.getByText('> 0,999999').first()).toBeVisible();
  await expectNoPoint(page);
});

test('money is written as at home', async ({ fakePage, page }) => {
  await fakePage.open('precisions', '/cost');
  await page.getByLabel('Price of electricity').fill('0.25');
  await page.getByLabel('Intensity of the grid').fill('400');
  await page.getByLabel('Intensity of the grid').press('Enter');
  const net = page.getByRole('row', { name: /^Net/ });
  await expect(net).toContainText('0,0411\u00a0€');
  await expect(net).toContainText('65,7 g');
  await expectNoPoint(page);
});

test('a board has them, and groups from ten thousand on', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => window.fake.boards.knowAll());
  await fakePage.goTo('/leaderboard');
  await expect(page.getByRole('cell', { name: /^\d\d\.\d\d\.\d{4}$/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Verify every line' }).click();
  await expect(page.getByRole('heading', { name: 'Every line, verified' })).toBeVisible();
  await expectNoPoint(page);
  await page.getByRole('list', { name: 'Used before' }).getByText('everyone.jsonl', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Runs' }).selectOption({ label: 'Every run' });
  await expect(page.getByText('The first 200 of 10.000 entries.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show up to 1000' })).toBeVisible();
});

test('commands are the same for everybody', async ({ fakePage, page }) => {
  await fakePage.open('counter', '/history/00000000000000b1');
  await fakePage.rows.filter({ hasText: 'Silero' }).last().getByRole('button').click();
  await expect(page.getByText(/^npx joulemark bench/)).not.toContainText(/\d,\d/);
});
