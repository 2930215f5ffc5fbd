/** Leaderboards: choose one, rank, look into a line, verify, submit, revoke; and all that can go wrong. */
import type { Page } from '@playwright/test';
import { axeProblems } from './support/axe.ts';
import { expect, test, type FakePage } from './support/fake-page.ts';

async function openPage(fakePage: FakePage, { all = true } = {}): Promise<void> {
  await fakePage.open();
  if (all) await fakePage.page.evaluate(() => window.fake.boards.knowAll());
  await fakePage.goTo('/leaderboard');
}

const table = (page: Page) => page.getByRole('table', { name: /^Submissions by net energy/ });
const rows = (page: Page) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') });
const source = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Used before' }).getByText(name, { exact: true });

test('explains what a board is where none was ever opened, and opens a file', async ({ fakePage, page }) => {
  await openPage(fakePage, { all: false });
  await expect(page.getByText('A leaderboard is a file to which people append')).toBeVisible();
  await page.getByRole('button', { name: 'Choose file…' }).click();
  await expect(rows(page)).toHaveCount(24);
  await expect(page.getByRole('heading', { name: 'team.jsonl' })).toBeVisible();
  await expect(page.getByText('A leaderboard is a file to which people append')).toBeHidden();
});

test('does nothing when the dialog is closed without a choice', async ({ fakePage, page }) => {
  await openPage(fakePage, { all: false });
  await page.evaluate(() => (window.fake.boards.next = null));
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByText('A leaderboard is a file')).toBeVisible();
});

test('opens what was used last, with shared ranks, states and my own rows', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await expect(rows(page)).toHaveCount(24);
  await expect(table(page).getByText(', shared').first()).toBeAttached();
  const mine = rows(page).filter({ hasText: 'yours' });
  await expect(mine).toHaveCount(2);
  await expect(mine.first()).toContainText('you');
  await expect(rows(page).filter({ hasText: 'Grace' }).first()).toContainText('verified');
  await expect(rows(page).filter({ hasText: 'unsigned' }).first()).toBeVisible();
  const nets = (await rows(page).locator('.net').allTextContents()).map((text) => Number.parseFloat(text));
  const degraded = (await rows(page).filter({ hasText: '▽' }).all()).length;
  const holding = nets.slice(0, nets.length - degraded);
  expect(holding).toEqual(holding.toSorted((a, b) => a - b));
});

test('forgets a board, and lists the others', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await page.getByRole('button', { name: 'Forget packed.jsonl' }).click();
  await expect(source(page, 'packed.jsonl')).toBeHidden();
  await page.getByRole('button', { name: 'Forget team.jsonl' }).click();
  await expect(table(page)).toBeHidden();
});

test('takes a file that is dropped on the page, and leaves its path to main', async ({ fakePage, page }) => {
  await openPage(fakePage, { all: false });
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['{}'], 'team.jsonl'));
    const options = { bubbles: true, cancelable: true, dataTransfer };
    document.body.dispatchEvent(new DragEvent('dragover', options));
    document.body.dispatchEvent(new DragEvent('drop', options));
  });
  await expect(rows(page)).toHaveCount(24);
});

test('opens an address by the keyboard, and says why it cannot be reached', async ({ fakePage, page }) => {
  await openPage(fakePage, { all: false });
  const field = page.getByRole('textbox', { name: 'Address of a leaderboard' });
  await field.fill('https://boards.example/public.jsonl');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('ENOTFOUND');
  await expect(page.getByRole('alert')).toContainText('Check the address and the network');
  await expect(field).toHaveValue('');
  await expect(page.getByRole('button', { name: 'Read again' })).toBeEnabled();
});

test('shows one board at a time, chosen by model, tier and what the energy covers', async ({
  fakePage,
  page,
}) => {
  await openPage(fakePage);
  const choice = page.getByRole('combobox', { name: /^Board/ });
  await expect(choice.locator('optgroup')).toHaveCount(2);
  const estimate = choice.getByRole('option', { name: /: estimate, package, back to back, method 2 \(6\)$/ });
  await choice.selectOption(await estimate.getAttribute('value'));
  await expect(rows(page)).toHaveCount(6);
  await expect(rows(page).first()).toContainText('estimated');
});

test('filters, says where nothing passes, and clears', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await page.getByText('Filters').click();
  const filters = page.getByRole('group', { name: 'Filters' });
  await filters.getByLabel('Precision').selectOption('fp16');
  await expect(page.getByText('Filters, 1 in use')).toBeVisible();
  await expect(rows(page)).toHaveCount(6);
  await filters.getByLabel('Verified only').check();
  await expect(rows(page).filter({ hasText: 'unsigned' })).toHaveCount(0);
  await filters.getByLabel('Since').fill('2100-01-31');
  await expect(page.getByText('No submission passes these filters.')).toBeVisible();
  const asked = await page.evaluate(() => window.fake.boards.queries.at(-1));
  expect(asked?.filter).toMatchObject({
    precisions: ['fp16'],
    verifiedOnly: true,
    sinceMs: Date.UTC(2100, 0, 31),
  });
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows(page)).toHaveCount(24);
});

test('groups to the best of each processor', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await page.getByRole('combobox', { name: 'Runs' }).selectOption({ label: 'Best of each processor' });
  await expect(rows(page)).toHaveCount(6);
});

test('a row opens: its figures, machine, windows, key, and why it is what it is', async ({
  fakePage,
  page,
}) => {
  await openPage(fakePage);
  const row = rows(page).filter({ hasText: 'unsigned' }).filter({ hasText: 'key' }).first();
  const button = row.getByRole('button', { name: /unsigned/ });
  await button.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  const details = table(page).locator('.details');
  await expect(details).toContainText('none of this program’s: its figures cannot be recomputed');
  await expect(details).toContainText('6 in 5 rounds: 1 disturbed');
  await expect(details).toContainText('ed25519:');
  await details.getByRole('button', { name: 'Copy line' }).click();
  await expect(page.getByText('The line is on the clipboard.')).toBeVisible();
  await button.press('Enter');
  await expect(details).toBeHidden();
});

test('says what is left out and why, and each line’s reasons on request', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await expect(page.getByText('2 altered, 1 implausible, 1 revoked by whoever signed it')).toBeVisible();
  await page.getByText('2 lines cannot be read').click();
  await expect(page.getByText('team.jsonl, line 14: is torn')).toBeVisible();
  await page.getByRole('button', { name: 'Verify every line' }).click();
  await expect(page.getByRole('heading', { name: 'Every line, verified' })).toBeVisible();
  await expect(page.getByText('results.netJ is 0.0001, and 0.0009 follows from the windows')).toBeVisible();
  await expect(page.getByText('“The fan was blocked.”')).toBeVisible();
  // It comes below the board: whoever asked for it is brought there.
  await expect(page.getByRole('heading', { name: 'Every line, verified' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Every line, verified' })).toBeInViewport();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('heading', { name: 'Every line, verified' })).toBeHidden();
});

test('a long verification tells how far it is, and can be stopped', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await expect(rows(page)).toHaveCount(24);
  await page.evaluate(() => (window.fake.boards.waits = true));
  await page.getByRole('button', { name: 'Verify every line' }).click();
  await page.evaluate(() => window.fake.boards.progress(12_000));
  await expect(page.getByRole('status').filter({ hasText: '12,000 lines so far' })).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toBeHidden();
  await expect(rows(page)).toHaveCount(24);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a board that takes long can be stopped and read after all', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => {
    window.fake.boards.knowAll();
    window.fake.boards.waits = true;
  });
  await fakePage.goTo('/leaderboard');
  await expect(page.getByText('Reading and verifying the board…')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.evaluate(() => (window.fake.boards.waits = false));
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(rows(page)).toHaveCount(24);
});

test('only the last answer counts, in whatever order they come', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await page.evaluate(() => (window.fake.boards.waits = true));
  await page.getByText('Filters').click();
  const precision = page.getByRole('group', { name: 'Filters' }).getByLabel('Precision');
  await precision.selectOption('fp16');
  await precision.selectOption('fp32');
  await page.evaluate(() => window.fake.boards.answer());
  await expect(page.getByText('Reading and verifying')).toBeHidden();
  await expect(rows(page).filter({ hasText: 'fp16' })).toHaveCount(0);
});

test('waits while a benchmark runs, and reads when it has ended', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => window.fake.boards.knowAll());
  await fakePage.run();
  await fakePage.play('round-finished');
  await fakePage.goTo('/leaderboard');
  await expect(page.getByRole('button', { name: 'Choose file…' })).toBeDisabled();
  await expect(page.getByText('A benchmark is running')).toBeVisible();
  expect(await page.evaluate(() => window.fake.boards.queries)).toEqual([]);
  await fakePage.play('finished');
  await expect(rows(page)).toHaveCount(24);
});

test('tells that the file has changed, and reads it again', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await expect(rows(page)).toHaveCount(24);
  await page.evaluate(() => {
    window.fake.boards.stamp = '2';
    dispatchEvent(new Event('focus'));
  });
  await expect(page.getByText('The file has changed since it was read')).toBeVisible();
  await page.getByRole('note').getByRole('button', { name: 'Read again' }).click();
  await expect(page.getByText('The file has changed since it was read')).toBeHidden();
});

test('submits the last run to this file, and reads the board again', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await page.getByRole('button', { name: 'Submit a run…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Submit to a leaderboard file' });
  await expect(dialog).toBeVisible();
  await expect(page.getByText('your submissions go here')).toBeAttached();
  await page.evaluate(() => (window.fake.boards.stamp = '2'));
  const before = await page.evaluate(() => window.fake.boards.queries.length);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => page.evaluate(() => window.fake.boards.queries.length)).toBe(before + 1);
  await expect(page.getByText('The file has changed')).toBeHidden();
});

test('revokes a line of the app’s own key only, after saying what that means', async ({ fakePage, page }) => {
  await openPage(fakePage);
  const mine = rows(page).filter({ hasText: 'yours' });
  await mine.nth(0).getByRole('button').click();
  await mine.nth(1).getByRole('button').click();
  await expect(page.getByText('“joulemark leaderboard revoke” can take it back')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Revoke…' })).toHaveCount(1);
  await page.getByRole('button', { name: 'Revoke…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke your submission' });
  await expect(dialog).toContainText('Nothing is deleted. A signed line is added at the end of team.jsonl');
  await dialog.getByRole('textbox').fill('The fan was blocked.');
  await dialog.getByRole('button', { name: 'Add the line that revokes it' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page).filter({ hasText: 'yours' })).toHaveCount(1);
  await expect(page.getByText('was added at the end of the file')).toBeVisible();
  expect(await page.evaluate(() => window.fake.boards.revoked)).toMatchObject([
    { reason: 'The fan was blocked.' },
  ]);
});

test('exports the board that is shown', async ({ fakePage, page }) => {
  await openPage(fakePage);
  await page.getByRole('group', { name: 'Export' }).getByRole('button', { name: 'Markdown' }).click();
  await expect(page.getByText('Exported to /home/ada/leaderboard.md.')).toBeVisible();
});

test('keeps ten thousand rows in the window’s reach, and few of them in the page', async ({
  fakePage,
  page,
}) => {
  await openPage(fakePage);
  await source(page, 'everyone.jsonl').click();
  await page.getByRole('combobox', { name: 'Runs' }).selectOption({ label: 'Every run' });
  await expect(page.getByText('The first 200 of 10,000 entries.')).toBeVisible();
  for (const step of ['1000', '5000', '25,000']) {
    await page.getByRole('button', { name: `Show up to ${step}` }).click();
  }
  await expect(page.getByText('The first')).toBeHidden();
  await expect(table(page)).toHaveAttribute('aria-rowcount', '10001');
  expect(await rows(page).count()).toBeLessThan(100);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight * 0.5));
  await expect
    .poll(async () => Number(await rows(page).last().getAttribute('aria-rowindex')))
    .toBeGreaterThan(3000);
  // Rows that were never seen are measured when they come, and may move under a mouse that is already down.
  await rows(page).last().getByRole('button').press('Enter');
  await expect(table(page).locator('.details')).toBeVisible();
});

for (const [name, said] of [
  ['packed.jsonl', 'is compressed (gzip)'],
  ['empty.jsonl', 'There is no submission to rank in it yet.'],
] as const) {
  test(`says of ${name} what it is`, async ({ fakePage, page }) => {
    await openPage(fakePage);
    await source(page, name).click();
    await expect(page.getByText(said)).toBeVisible();
    await source(page, 'team.jsonl').click();
    await expect(rows(page)).toHaveCount(24);
  });
}

for (const scheme of ['light', 'dark'] as const) {
  test.describe(`in the ${scheme} theme`, () => {
    test.beforeEach(({ page }) => page.emulateMedia({ colorScheme: scheme }));

    test('axe finds nothing: empty, ranked with a row opened, verified, failed, long', async ({
      fakePage,
      page,
    }) => {
      await openPage(fakePage, { all: false });
      expect(await axeProblems(page)).toEqual([]);
      await page.evaluate(() => window.fake.boards.knowAll());
      await page.getByRole('button', { name: 'Choose file…' }).click();
      await page.getByText('Filters').click();
      await rows(page).nth(2).getByRole('button').click();
      await page.getByRole('button', { name: 'Verify every line' }).click();
      await expect(page.getByRole('heading', { name: 'Every line, verified' })).toBeVisible();
      expect(await axeProblems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Revoke…' }).click();
      expect(await axeProblems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Keep it' }).click();
      await source(page, 'packed.jsonl').click();
      await expect(page.getByRole('alert')).toBeVisible();
      expect(await axeProblems(page)).toEqual([]);
      await source(page, 'everyone.jsonl').click();
      await page.getByRole('button', { name: 'Show up to 1000' }).click();
      await expect(table(page)).toHaveAttribute('aria-rowcount', '1001');
      expect(await axeProblems(page)).toEqual([]);
    });

    for (const [width, height] of [
      [1280, 800],
      [900, 600],
      [640, 480],
    ] as const) {
      test(`nothing is cut off at ${width} × ${height}`, async ({ fakePage, page }) => {
        await page.setViewportSize({ width, height });
        await openPage(fakePage);
        await page.getByText('Filters').click();
        await rows(page).nth(2).getByRole('button').click();
        await page.getByRole('button', { name: 'Verify every line' }).click();
        await expect(page.getByRole('heading', { name: 'Every line, verified' })).toBeVisible();
        const cut = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('section, li, dl, [role=row], [role=cell]')]
            .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
            .map(
              ({ className, scrollWidth, clientWidth }) => `${className}: ${scrollWidth - clientWidth} px`,
            ),
        );
        expect(cut).toEqual([]);
      });
    }
  });
}
