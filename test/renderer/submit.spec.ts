/** Submitting: a look at the exact lines, the choice of file and lines, and what came of it. */
import { expect, test, type FakePage } from './support/fake-page.ts';

async function openDialog(fakePage: FakePage, scene?: string) {
  await fakePage.open(scene);
  await fakePage.runWhole();
  await fakePage.page.getByRole('button', { name: 'Submit…' }).click();
  const dialog = fakePage.page.getByRole('dialog', { name: 'Submit to a leaderboard file' });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('shows the exact lines and writes them after a file was chosen', async ({ fakePage, page }) => {
  const dialog = await openDialog(fakePage);
  await expect(dialog.getByText('none chosen yet')).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Write/ })).toBeHidden();
  await expect(dialog.locator('pre')).toHaveCount(8);
  const shown = JSON.parse((await dialog.locator('pre').first().textContent()) ?? '');
  expect(shown).toMatchObject({ schema: 'joulemark.submission/1', model: 'silero-vad' });
  await expect(dialog.getByText('Signed by the key of this installation, ada1ada1ada1…')).toBeVisible();
  await dialog.getByRole('button', { name: 'Choose file…' }).click();
  await expect(dialog.getByText('/home/ada/joulemark-leaderboard.jsonl')).toBeVisible();
  expect(await page.evaluate(() => window.fake.submissions)).toEqual([]);
  await dialog.getByRole('button', { name: 'Write 8 lines' }).click();
  await expect(dialog.getByText('8 lines appended to /home/ada/joulemark-leaderboard.jsonl.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Write/ })).toBeHidden();
});

test('writes only the lines that are chosen', async ({ fakePage, page }) => {
  const dialog = await openDialog(fakePage);
  await dialog.getByRole('button', { name: 'Choose file…' }).click();
  const boxes = dialog.getByRole('checkbox');
  for (const index of [0, 1, 2, 3, 4, 5, 6]) await boxes.nth(index).uncheck();
  await dialog.getByRole('button', { name: 'Write 1 line', exact: true }).click();
  await expect(dialog.getByText('1 line appended to')).toBeVisible();
  const [submission] = await page.evaluate(() => window.fake.submissions);
  expect(submission?.ids).toEqual(['7'.padStart(64, '0')]);
  await boxes.nth(0).check();
  await dialog.getByRole('button', { name: 'Write 2 lines' }).click();
  await expect(dialog.getByText('1 line appended to')).toBeVisible();
  await expect(dialog.getByText('1 line of these already in')).toBeVisible();
});

test('with no line chosen it says what to do', async ({ fakePage }) => {
  const dialog = await openDialog(fakePage);
  await dialog.getByRole('button', { name: 'Choose file…' }).click();
  for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
  await expect(dialog.getByText('Choose at least one line.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Write/ })).toBeHidden();
});

test('what is there already is not written again, and the dialog says so', async ({ fakePage, page }) => {
  let dialog = await openDialog(fakePage);
  await dialog.getByRole('button', { name: 'Choose file…' }).click();
  await dialog.getByRole('button', { name: 'Write 8 lines' }).click();
  await expect(dialog.getByText('8 lines appended')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Submit…' }).click();
  dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Write 8 lines' }).click();
  await expect(dialog.getByText('Already there')).toBeVisible();
  await expect(dialog.getByText('nothing was written twice')).toBeVisible();
});

test('closing the file dialog without a choice changes nothing', async ({ fakePage, page }) => {
  const dialog = await openDialog(fakePage);
  await page.evaluate(() => {
    window.fake.nextFile = null;
  });
  await dialog.getByRole('button', { name: 'Choose file…' }).click();
  await expect(dialog.getByText('none chosen yet')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Choose file…' })).toBeEnabled();
});

test('a synthetic run is refused, row by row, with the reason', async ({ fakePage }) => {
  const dialog = await openDialog(fakePage, 'synthetic');
  await expect(dialog.getByText('No row of this run can be submitted.')).toBeVisible();
  await expect(dialog.getByText('the energy comes from a replaced sensor tree')).toHaveCount(8);
  await expect(dialog.getByRole('button', { name: /^Write/ })).toBeHidden();
});

test('a row that failed is left out, with the reason', async ({ fakePage }) => {
  const dialog = await openDialog(fakePage, 'one-fails');
  await expect(dialog.locator('pre')).toHaveCount(7);
  await expect(dialog.getByRole('heading', { name: 'Not submitted' })).toBeVisible();
  await expect(dialog.getByText('it did not run')).toBeVisible();
});

test('a file that cannot be written gives its path and what to do, and can be tried again', async ({
  fakePage,
}) => {
  const dialog = await openDialog(fakePage, 'file-unwritable');
  await dialog.getByRole('button', { name: 'Choose file…' }).click();
  await dialog.getByRole('button', { name: 'Write 8 lines' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Cannot write /mnt/board.jsonl');
  await expect(dialog.getByRole('alert')).toContainText('Choose a folder that you may write to');
  await expect(dialog.getByRole('button', { name: 'Write 8 lines' })).toBeEnabled();
});
