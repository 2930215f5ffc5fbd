/** Taking results out of the app: records in other forms, and charts as pictures. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fake-page.ts';

const RECORD = '00000000000000f1';

async function choose(page: Page, item: string, menu = 'Export'): Promise<void> {
  await page.getByRole('button', { name: menu }).first().click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('each form is written where the system’s dialog says, and the page says where that is', async ({
  fakePage,
  page,
}) => {
  await fakePage.open();
  await fakePage.runWhole();
  for (const [item, format] of [
    ['CSV…', 'csv'],
    ['JSON (record)…', 'json'],
    ['Markdown…', 'md'],
    ['Web page (HTML)…', 'html'],
  ] as const) {
    await choose(page, item);
    await expect(page.getByText(`Saved as /home/ada/Documents/joulemark-${RECORD}.${format}`)).toBeVisible();
  }
  expect(await page.evaluate(() => window.fake.exports.records.map(({ format }) => format))).toEqual([
    'csv',
    'json',
    'md',
    'html',
  ]);
});

test('nothing is said when the dialog is closed', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  await page.evaluate(() => (window.fake.exports.folder = null));
  await choose(page, 'CSV…');
  await expect.poll(() => page.evaluate(() => window.fake.exports.records.length)).toBe(1);
  await expect(page.getByText(/^Saved as/)).toBeHidden();
});

test('a full disk is said with what to do', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  await page.evaluate(() => {
    window.fake.exports.fault = {
      code: 'file-unwritable',
      message: 'cannot write /mnt/x.csv: no space is left on the disk',
      remedy: 'Free some space or choose another disk, then try again; nothing was lost.',
    };
  });
  await choose(page, 'CSV…');
  await expect(page.getByRole('status').filter({ hasText: 'no space is left on the disk' })).toContainText(
    'Free some space',
  );
});

test('a record is copied as text', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  await choose(page, 'Copy as Markdown');
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  await page.context().grantPermissions(['clipboard-read']);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`Run ${RECORD}\n`);
});

test('the record’s file is shown in its folder', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  await choose(page, 'Reveal in folder');
  await expect.poll(() => page.evaluate(() => window.fake.exports.revealed)).toEqual([RECORD]);
});

test('the menu works by keyboard, and gives the focus back', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.runWhole();
  const button = page.getByRole('button', { name: 'Export' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'CSV…' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'JSON (record)…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(button).toBeFocused();
});

test('a chart is saved as an SVG with its colours in it, which needs no page', async ({ fakePage, page }) => {
  await fakePage.open('precisions');
  await fakePage.runWhole();
  await fakePage.rows.filter({ hasText: 'PP-OCRv4 detection' }).first().getByRole('button').click();
  await choose(page, 'As SVG…', 'Save chart');
  await expect(
    page.getByText('Saved as /home/ada/Documents/windows-ppocr-det-int8-static-cpu.svg'),
  ).toBeVisible();
  const content = await page.evaluate(() => window.fake.exports.charts[0]?.content ?? '');
  expect(content).toMatch(/^<svg /);
  expect(content).not.toContain('var(--');
  expect(content).not.toContain('class=');
  expect(content).toContain('rgb(10, 106, 68)');
});

test('a chart is saved as a PNG at twice its size', async ({ fakePage, page }) => {
  await fakePage.open('precisions');
  await fakePage.runWhole();
  await fakePage.rows.filter({ hasText: 'PP-OCRv4 detection' }).first().getByRole('button').click();
  const width = await page
    .getByRole('img', { name: /^Power over time/ })
    .evaluate((svg) => svg.getBoundingClientRect().width);
  await choose(page, 'As PNG…', 'Save chart');
  await expect(page.getByText(/Saved as .*\.png$/)).toBeVisible();
  const content = await page.evaluate(() => window.fake.exports.charts[0]?.content ?? '');
  const bytes = Buffer.from(content, 'base64');
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  // The width stands at byte 16 of every PNG; 12 px of margin lie on each side.
  expect(bytes.readUInt32BE(16)).toBe(2 * (Math.round(width) + 24));
});

test('the plot of energy against latency is saved in the same way', async ({ fakePage, page }) => {
  await fakePage.open('precisions');
  await fakePage.runWhole();
  await choose(page, 'As SVG…', 'Save chart');
  await expect(page.getByText(/Saved as .*net-energy-against-latency\.svg$/)).toBeVisible();
  const content = await page.evaluate(() => window.fake.exports.charts[0]?.content ?? '');
  expect(content).toContain('median latency, ms');
  expect(content).not.toContain('var(--');
});
