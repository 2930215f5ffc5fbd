/** The ranking: order, units, verdicts, and what did not run. */
import { expect, test } from './support/fake-page.ts';

test('sorts by net energy and gives configurations that cannot be told apart one rank', async ({
  fakePage,
}) => {
  await fakePage.open();
  await fakePage.runWhole();
  const nets = (await fakePage.rows.locator('td.net').allTextContents()).map(Number);
  expect(nets).toEqual(nets.toSorted((a, b) => a - b));
  const ranks = (await fakePage.rows.locator('td.rank').allTextContents()).map((text) =>
    text.trim().replaceAll(/\s/g, ' '),
  );
  expect(ranks).toEqual(['1 =, shared', '1 =, shared', '3', '4', '5', '6', '7', '8']);
});

test('each figure has its unit in the head of its column', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  for (const name of [
    'Net mJ/inference',
    '95 % interval of net, mJ',
    'Gross mJ/inference',
    'Median latency, ms',
    'p99 latency, ms',
  ]) {
    await expect(page.getByRole('columnheader', { name })).toBeVisible();
  }
  const first = await fakePage.rows.first().getByRole('cell').allTextContents();
  expect(first.slice(1, 9).map((text) => text.trim().replaceAll(/\s+/g, ' '))).toEqual([
    'int8-dynamic 27 dB ✓ not separated from fp32',
    'cpu',
    '2.31',
    '2.24 … 2.38',
    '3.05',
    '0.212',
    '0.278',
    '● counter',
  ]);
});

test('before there are two rounds there is no interval, and no number in its place', async ({ fakePage }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('round-finished');
  await expect(fakePage.rows.first().getByRole('cell').nth(4)).toHaveText('–');
});

test('a verdict tells its reason by keyboard, in words', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  const verdict = page.getByRole('button', { name: /noisy/ });
  await expect(verdict).toContainText('≈');
  await expect(verdict).toHaveAttribute('aria-expanded', 'false');
  await verdict.focus();
  await page.keyboard.press('Enter');
  await expect(verdict).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('The interval did not become as narrow as asked for.')).toBeVisible();
  await expect(page.getByText('±6.2 % wide, wanted ±5 %')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('±6.2 % wide, wanted ±5 %')).toBeHidden();
});

test('a row shows what it covers, where it ran and how it compares with fp32', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  await page
    .getByRole('button', { name: /trusted/ })
    .first()
    .click();
  await expect(page.getByText('cpu 100.0 %')).toBeVisible();
  await expect(page.getByText('3, of which 3 clean')).toBeVisible();
  await expect(page.getByText('passed (same answer as fp32)')).toBeVisible();
  await expect(page.getByText('27.4 dB, at least 18 dB asked for')).toBeVisible();
  await expect(page.getByText('over 32 inputs: keeps what is asked')).toBeVisible();
  await expect(page.getByText(/^not separated from fp32 \(−/)).toBeVisible();
});

test('what is opened stays open when the next round comes', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('round-finished');
  await page
    .getByRole('button', { name: /trusted/ })
    .first()
    .click();
  await expect(page.getByText('1, of which 1 clean')).toBeVisible();
  await fakePage.play('round-finished');
  await expect(page.getByText('2, of which 2 clean')).toBeVisible();
});

test('a configuration that failed has its reason and what to do, and no place in the ranking', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('one-fails');
  await fakePage.run();
  await fakePage.play('configuration-failed');
  const failed = page.getByText('One configuration failed');
  await expect(failed).toBeVisible();
  await fakePage.play('finished');
  await expect(fakePage.rows).toHaveCount(7);
  await expect(page.getByText('PP-OCRv4 recognition, int8-dynamic on cpu')).toHaveCount(1);
  await expect(page.getByText('was killed by SIGKILL')).toBeVisible();
  await expect(page.getByText('Run this configuration alone')).toBeVisible();
});

test('estimates are called estimates in every row', async ({ fakePage, page }) => {
  await fakePage.open('estimate');
  await fakePage.runWhole();
  await expect(fakePage.rows.getByRole('cell', { name: 'estimate', exact: true })).toHaveCount(8);
  await expect(page.getByRole('button', { name: /estimated/ })).toHaveCount(8);
});

test('a degraded row stands last though it is frugal, marked in words, and says why', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions');
  await fakePage.runWhole();
  const last = fakePage.rows.last();
  await expect(last).toContainText('▽ 7 dB degraded');
  await expect(last.locator('td.rank')).toHaveText('9');
  const net = Number(await last.locator('td.net').textContent());
  const detection = fakePage.rows.filter({ hasText: 'PP-OCRv4 detection' }).first();
  expect(net).toBeLessThan(Number(await detection.locator('td.net').textContent()));
  await expect(page.getByText('answer too differently from fp32')).toBeVisible();
  await last.getByRole('button').click();
  await expect(page.getByText('degraded: SQNR 7.2 dB, below the bound of 18 dB')).toBeVisible();
  await expect(page.getByText('7.2 dB, at least 18 dB asked for')).toBeVisible();
  await expect(page.getByText(/fewer joules than fp32 .*, degraded$/)).toBeVisible();
});

test('without a degraded row nothing is said of any', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  await expect(page.getByText('answer too differently from fp32')).toBeHidden();
});

test('architectures say that their weights are synthetic, and tokens have figures of their own', async ({
  fakePage,
  page,
}) => {
  await fakePage.open('precisions');
  await fakePage.runWhole();
  const prefill = fakePage.rows.filter({ hasText: 'Llama 135M, prefill' });
  await expect(prefill).toContainText('synthetic weights');
  await expect(prefill.locator('td.net')).toContainText('71.3 a token');
  await prefill.getByRole('button').click();
  await expect(page.getByText('71.3 mJ net per token (69.8 … 72.7), 128 tokens an inference')).toBeVisible();
  const decode = fakePage.rows.filter({ hasText: 'Llama 135M, decode' }).filter({ hasText: 'int4' });
  await expect(decode).toContainText('27 dB');
  await expect(decode.locator('td.word').first()).not.toContainText('✓');
  await decode.getByRole('button').click();
  await expect(page.getByText('over 32 inputs: not judged, nothing is asked of it')).toBeVisible();
});
