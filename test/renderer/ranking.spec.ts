/** Ways of looking at a ranking: bars, order, filters, columns, the plot, and very many rows. */
import type { Locator, Page } from '@playwright/test';
import { axeProblems } from './support/axe.ts';
import { expect, test } from './support/fake-page.ts';

const models = (page: Page) => page.locator('tbody th[scope=row]').allTextContents();
const count = (page: Page) => page.getByText(/^\d+ of \d+ rows\./);

test.beforeEach(async ({ fakePage }) => {
  await fakePage.open('precisions');
  await fakePage.runWhole();
});

test('draws each energy with its interval, and says what bar and whisker are', async ({ fakePage, page }) => {
  await expect(fakePage.rows.locator('td.net svg')).toHaveCount(9);
  await expect(page.getByText('Dot: net energy; whisker: its 95 % interval.')).toBeVisible();
  // Of one model the energies lie close enough for bars.
  await page.getByRole('checkbox', { name: 'Model by model' }).check();
  await expect(page.getByText('Bar: net energy; whisker: its 95 % interval.')).toBeVisible();
});

test('gross energy has an order, no whisker, and says whose the ranks are', async ({ fakePage, page }) => {
  await page.getByRole('radio', { name: 'Gross' }).check();
  const energies = (await fakePage.rows.locator('td.net').allTextContents()).map((text) =>
    parseFloat(text.replace(',', '')),
  );
  expect(energies.slice(0, -1)).toEqual(energies.slice(0, -1).toSorted((a, b) => a - b));
  await expect(fakePage.rows.locator('td.net .whisker')).toHaveCount(0);
  await expect(page.getByText('ranks are those of net energy')).toBeVisible();
});

test('sorts by a column, the other way round, and back, and says so', async ({ page }) => {
  const ranking = await models(page);
  const head = page.getByRole('columnheader', { name: 'Model' });
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  const ascending = await models(page);
  expect(ascending).toEqual(ranking.toSorted((a, b) => a.localeCompare(b)));
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await page.keyboard.press('Enter');
  await expect(head).not.toHaveAttribute('aria-sort');
  expect(await models(page)).toEqual(ranking);
});

test('searches, and gives all back where nothing matches', async ({ fakePage, page }) => {
  const search = page.getByRole('searchbox');
  await search.fill('ocr int8');
  await expect(fakePage.rows).toHaveCount(1);
  await expect(count(page)).toHaveText(/^1 of 9 rows/);
  await search.fill('no such model');
  await expect(page.getByText('No row matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all 9' }).click();
  await expect(fakePage.rows).toHaveCount(9);
  await expect(search).toHaveValue('');
});

test('filters by keyboard, and keeps what was chosen while another page is looked at', async ({
  fakePage,
  page,
}) => {
  await page.getByRole('button', { name: 'Precisions' }).focus();
  await page.keyboard.press('Enter');
  const fp32 = page.getByRole('menuitemcheckbox', { name: 'fp32' });
  await expect(fp32).toHaveAttribute('aria-checked', 'true');
  while (!(await fp32.evaluate((item) => item === document.activeElement)))
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(fp32).toHaveAttribute('aria-checked', 'false');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Precisions: 3 of 4' })).toBeFocused();
  await expect(fakePage.rows).toHaveCount(4);
  await fakePage.goTo('/method');
  await fakePage.goTo('/run');
  await expect(fakePage.rows).toHaveCount(4);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(fakePage.rows).toHaveCount(9);
});

test('columns can be left out', async ({ page }) => {
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'p99 latency' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Gross' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'p99' })).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Gross' })).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Median' })).toBeVisible();
});

test('says what a precision saves', async ({ fakePage }) => {
  await expect(fakePage.rows.filter({ hasText: 'int4' })).toContainText('3.09× fewer joules');
});

test('plots energy against latency, and names the frontier in words', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Energy against latency' })).toBeVisible();
  await expect(
    page.getByRole('img', { name: /^9 configurations by median latency and net energy/ }),
  ).toBeVisible();
  const frontier = page.locator('figcaption li');
  await expect(frontier.first()).toContainText('A Silero VAD v6, int8-static, cpu: 1.62 mJ, 0.151 ms');
  await expect(page.getByText('Hollow: degraded')).toBeVisible();
});

test.describe('ten thousand rows', () => {
  /** `place`: from 1, the head's. */
  const row = (page: Page, place: number) => page.locator(`tr[aria-rowindex="${place}"]`);
  const scrollToHead = (page: Page) => page.locator('thead').evaluate((head) => head.scrollIntoView());
  /** The page grows while rows that were never seen are measured: the first time may fall short of the end. */
  const goToEnd = (page: Page) =>
    expect(async () => {
      await page.keyboard.press('End');
      await expect(row(page, 10_001)).toBeVisible({ timeout: 1000 });
    }).toPass();

  test.beforeEach(async ({ fakePage, page }) => {
    await fakePage.open('huge');
    await fakePage.runWhole();
    await scrollToHead(page);
    await expect(row(page, 2)).toBeVisible();
  });

  test('only those in sight are there, with their places in the whole', async ({ fakePage, page }) => {
    await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', '10001');
    expect(await fakePage.rows.count()).toBeLessThan(60);
    await goToEnd(page);
    await expect(row(page, 2)).toHaveCount(0);
    expect(await fakePage.rows.count()).toBeLessThan(60);
    await page.getByRole('searchbox').fill('threads');
    await expect(page.getByText('No row matches.')).toBeVisible();
  });

  test('are a table whose columns stand under their heads, to those who do not see it, too', async ({
    page,
  }) => {
    const places = (cells: Locator) =>
      cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().left));
    const heads = await places(page.getByRole('columnheader'));
    expect(heads).toHaveLength(11);
    expect(await places(row(page, 2).locator('> *'))).toEqual(heads);
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const count = (role: string) => nodes.filter((node) => !node.ignored && node.role?.value === role).length;
    expect(count('table')).toBe(1);
    expect(count('columnheader')).toBe(11);
    expect(count('rowheader')).toBeGreaterThan(5);
    expect(count('row')).toBe(count('rowheader') + 1);
    expect(await axeProblems(page)).toEqual([]);
  });

  test('a row opens in its place, pushes the others down, and is open when it comes back', async ({
    page,
  }) => {
    const details = page.locator('td.details');
    await row(page, 2).getByRole('button').focus();
    await page.keyboard.press('Enter');
    await expect(details).toBeVisible();
    await details.evaluate((cell) => cell.scrollIntoView({ block: 'end' }));
    await expect(row(page, 3)).toBeVisible();
    const [above, below] = [await details.boundingBox(), await row(page, 3).boundingBox()];
    expect(above!.height).toBeGreaterThan(500);
    expect(below!.y).toBeCloseTo(above!.y + above!.height, -1);
    await goToEnd(page);
    await expect(details).toHaveCount(0);
    await scrollToHead(page);
    await expect(details).toBeVisible();
  });

  test('the keyboard goes on to rows that were not there', async ({ page }) => {
    const last = page.locator('tbody tr[aria-rowindex]').last();
    const place = Number(await last.getAttribute('aria-rowindex'));
    await row(page, place).getByRole('button').focus();
    for (let next = place + 1; next <= place + 5; next += 1) {
      // Drawn when the row before came into sight, which takes a frame.
      await expect(row(page, next)).toBeAttached();
      await page.keyboard.press('Tab');
      await expect(row(page, next).getByRole('button')).toBeFocused();
    }
  });
});
