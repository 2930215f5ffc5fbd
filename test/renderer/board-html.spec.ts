/** The page of the boards, opened from a file as people open it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { bundle } from '../../scripts/lib/bundle.mjs';

const test = base.extend<{ open: (name: string) => Promise<void> }, { folder: string }>({
  folder: [
    async ({ browserName: _browserName }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'joulemark-pages-'));
      execFileSync(process.execPath, [await bundle('test/support/board-page/write-pages.ts'), folder]);
      await use(folder);
      rmSync(folder, { recursive: true });
    },
    // The pages are built first, beside whatever else the machine does.
    { scope: 'worker', timeout: 120_000 },
  ],
  /** Fails the test when the page threw, complained, asked for anything or opened anything. */
  open: async ({ page, folder }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`threw ${error.message}`));
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('popup', () => complaints.push('opened a window'));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.isNavigationRequest() || !request.url().startsWith('file:'))
        complaints.push(request.url());
    });
    await use(async (name) => {
      await page.goto(pathToFileURL(join(folder, name)).href);
    });
    expect(complaints).toEqual([]);
  },
});

const board = (page: Page): Locator => page.locator('section.board').first();
const head = (section: Locator, name: string): Locator => section.getByRole('columnheader', { name });
const rows = (section: Locator): Locator => section.locator('tbody tr');

/** The texts of one column, by its place, in the order in which they stand. */
async function column(section: Locator, place: number): Promise<string[]> {
  return rows(section).evaluateAll(
    (all, index) => all.map((row) => row.children[index]?.textContent?.trim() ?? ''),
    place,
  );
}

const NET = 4;
const netOf = (text: string): number => Number.parseFloat(text);

test('names from the file run nothing, fetch nothing and stay text', async ({ open, page }) => {
  await open('hostile.html');
  await expect(page.locator('script')).toHaveCount(1);
  await expect(
    page.locator('iframe, img, object, embed, base, link, [onload], [onerror], [onmouseover]'),
  ).toHaveCount(0);
  await expect(page.locator('a:not([href^="#"])')).toHaveCount(0);
  const device = page.getByRole('rowheader').filter({ hasText: '<script>alert(1)</script>' });
  await expect(device.first()).toBeVisible();
  for (const summary of await page.locator('td summary').all())
    await summary.evaluate((one) => (one as HTMLElement).click());
  await page.getByRole('searchbox').fill('<script>');
  await expect(page.getByRole('status')).toContainText(/^\d+ of \d+ entries/);
  await page.mouse.move(400, 500);
  expect(await page.title()).toContain('<script>');
});

test('signs that turn the direction of writing or steer a terminal do not reach the page', async ({
  open,
  page,
  folder,
}) => {
  await open('hostile.html');
  // Inside titles, which can hold no element, the program's own isolates stand around names.
  const text = readFileSync(join(folder, 'hostile.html'), 'utf8');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  for (const title of await page.locator('svg title').allTextContents()) {
    expect(title.match(/\u2068/g)).toHaveLength(2);
    expect(title.match(/\u2069/g)).toHaveLength(2);
  }
  await expect(page.locator('bdi').filter({ hasText: 'مُعالِج' }).first()).toBeVisible();
});

test('a click on a heading sorts numbers as numbers, and once more turns the order', async ({
  open,
  page,
}) => {
  await open('made.html');
  const section = board(page);
  const before = await column(section, NET);
  await head(section, 'Net energy').getByRole('button').click();
  const ascending = await column(section, NET);
  expect(ascending.map(netOf)).toEqual([...before.map(netOf)].sort((a, b) => a - b));
  await expect(head(section, 'Net energy')).toHaveAttribute('aria-sort', 'ascending');
  await expect(section.locator('[aria-sort]')).toHaveCount(1);
  await head(section, 'Net energy').getByRole('button').click();
  await expect(head(section, 'Net energy')).toHaveAttribute('aria-sort', 'descending');
  const descending = await column(section, NET);
  expect(descending.map(netOf)).toEqual([...before.map(netOf)].sort((a, b) => b - a));
});

test('each column sorts with the keyboard alone, and equal entries keep the order of the ranking', async ({
  open,
  page,
}) => {
  await open('made.html');
  const section = board(page);
  const ranked = await column(section, NET);
  const heads = section.getByRole('columnheader');
  const count = await heads.count();
  expect(count).toBe(13);
  for (let place = 0; place < count; place += 1) {
    await heads.nth(place).getByRole('button').focus();
    await page.keyboard.press(place === 0 ? 'Enter' : 'Space');
    await expect(heads.nth(place)).toHaveAttribute('aria-sort', place === 0 ? 'descending' : 'ascending');
    const [values, nets] = [await column(section, place), await column(section, NET)];
    for (const value of new Set(values)) {
      const same = nets.filter((_, row) => values[row] === value);
      const places = same.map((net) => ranked.indexOf(net));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  }
});

test('a thousand entries sort by figure and by name', async ({ open, page }) => {
  await open('large.html');
  const section = board(page);
  await expect(section.locator('caption')).toHaveText('The first 1,000 of 5,000 entries');
  const count = await rows(section).count();
  expect(count).toBe(1000);
  await head(section, 'Device').getByRole('button').click();
  const names = await column(section, 1);
  expect(names).toHaveLength(count);
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  expect(names).toEqual([...names].sort((a, b) => collator.compare(a, b)));
});

test('the filter shows what holds all words, over all boards, and says how many', async ({ open, page }) => {
  await open('made.html');
  const all = await page.locator('tbody tr').count();
  const status = page.getByRole('status');
  await expect(status).toHaveText(new RegExp(`^${all} entries on \\d+ boards$`));
  await page.getByLabel('Filter all boards').fill('int8 UNSIGNED');
  const shown = await page.locator('section:not([hidden]) tbody tr:not([hidden])').allTextContents();
  expect(shown.length).toBeGreaterThan(0);
  for (const text of shown) {
    expect(text).toContain('int8');
    expect(text).toContain('unsigned');
  }
  await expect(status).toHaveText(new RegExp(`^${shown.length} of ${all} entries on \\d+ boards?$`));
  await page.getByLabel('Filter all boards').fill('no such device');
  await expect(status).toHaveText(`None of ${all} entries matches`);
  await expect(page.locator('section.board:visible')).toHaveCount(0);
  await page.getByLabel('Filter all boards').fill('');
  await expect(page.locator('tbody tr:not([hidden])')).toHaveCount(all);
});

test('what was filtered out stays out when the rest is sorted', async ({ open, page }) => {
  await open('made.html');
  await page.getByLabel('Filter all boards').fill('verified');
  const section = page.locator('section.board:visible').first();
  const shown = await section.locator('tbody tr:not([hidden])').count();
  await head(section, 'Median').getByRole('button').click();
  await expect(section.locator('tbody tr:not([hidden])')).toHaveCount(shown);
});

test('the reasons of a verdict open with the keyboard', async ({ open, page }) => {
  await open('made.html');
  const reasons = page.locator('td details').first();
  await reasons.scrollIntoViewIfNeeded();
  await reasons.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(reasons.locator('p').first()).toBeVisible();
});

test('has one heading of the first level, landmarks, captions and scopes', async ({ open, page }) => {
  await open('made.html');
  await expect(page.locator('h1')).toHaveCount(1);
  for (const role of ['banner', 'main', 'contentinfo', 'search'] as const)
    await expect(page.getByRole(role)).toHaveCount(1);
  await expect(page.getByRole('navigation', { name: 'Boards' })).toHaveCount(1);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const tables = await page.locator('table').count();
  expect(tables).toBeGreaterThan(1);
  await expect(page.locator('table > caption')).toHaveCount(tables);
  await expect(page.locator('th:not([scope])')).toHaveCount(0);
  await expect(page.locator('tbody tr:not(:has(th[scope="row"]))')).toHaveCount(0);
  // Each board is a region with the name of its model.
  await expect(page.getByRole('region')).toHaveCount(await page.locator('section.board').count());
  for (const picture of await page.locator('figure svg').all())
    await expect(picture).toHaveAttribute('aria-label', /table below/);
});

test('rows and cells are a table for a screen reader on wide and narrow screens', async ({ open, page }) => {
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 800 });
    await open('made.html');
    const table = page.getByRole('table').first();
    const entries = await table.locator('tbody tr').count();
    await expect(table.getByRole('row')).toHaveCount(entries + 1);
    await expect(table.getByRole('cell')).toHaveCount(entries * 12);
    await expect(table.getByRole('columnheader')).toHaveCount(13);
  }
});

test('what has the focus shows it', async ({ open, page }) => {
  await open('made.html');
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement as Element);
      return `${outlineStyle} ${outlineWidth}`;
    });
    expect(outline).toBe('solid 2px');
  }
});

// 640 is what 1280 becomes at a zoom of 200 %.
for (const width of [1280, 1137, 640, 400, 320]) {
  test(`at ${width} px nothing is cut off and nothing scrolls sideways`, async ({ open, page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const name of ['made.html', 'hostile.html']) {
      await open(name);
      const found = await page.evaluate(() => {
        const wide = document.documentElement.scrollWidth - window.innerWidth;
        const cut = [...document.querySelectorAll<HTMLElement>('section.board')]
          .slice(0, 3)
          .flatMap((section) => [...section.querySelectorAll<HTMLElement>('th, td')])
          .filter((cell) => cell.offsetParent !== null && cell.scrollWidth > cell.clientWidth + 1)
          .map((cell) => cell.textContent);
        return { wide, cut };
      });
      expect(found).toEqual({ wide: 0, cut: [] });
    }
    await open('made.html');
    const row = rows(board(page)).first();
    const text = await row.innerText();
    for (const cell of await row.locator('th, td').all()) await expect(cell).toBeVisible();
    expect(text).toContain(
      (
        await row
          .locator('td')
          .nth(NET - 1)
          .locator('b')
          .innerText()
      ).trim(),
    );
  });
}

test('nothing moves, whether or not people ask for that', async ({ open, page }) => {
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    await page.emulateMedia({ reducedMotion });
    await open('made.html');
    await head(board(page), 'Median').getByRole('button').click();
    const moving = await page.evaluate(() => {
      const slow = [...document.querySelectorAll('body *')].filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return transitionDuration !== '0s' || animationName !== 'none';
      });
      return document.getAnimations().length + slow.length;
    });
    expect(moving).toBe(0);
  }
});

test('is light or dark after the system', async ({ open, page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await open('made.html');
  expect(await background()).toBe('rgb(246, 247, 244)');
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await background()).toBe('rgb(20, 24, 26)');
});

test('on paper it is a table with a head on each page, without what only a screen can do', async ({
  open,
  page,
}) => {
  await open('made.html');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('searchbox')).toBeHidden();
  const display = (selector: string) =>
    page.evaluate((wanted) => getComputedStyle(document.querySelector(wanted) as Element).display, selector);
  expect(await display('thead')).toBe('table-header-group');
  expect(await display('tbody td')).toBe('table-cell');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('tables and plots are all there, and nothing that would do nothing', async ({
    open,
    page,
    folder,
  }) => {
    await open('made.html');
    const text = readFileSync(join(folder, 'made.html'), 'utf8');
    const entries = text.split('<th scope="row">').length - 1;
    await expect(page.locator('tbody tr')).toHaveCount(entries);
    await expect(page.getByRole('status')).toContainText(`${entries} entries`);
    await expect(page.locator('figure svg circle').first()).toBeVisible();
    await expect(rows(board(page)).first()).toBeVisible();
    await expect(page.locator('button')).toHaveCount(0);
    await expect(page.locator('input')).toBeHidden();
  });
});
