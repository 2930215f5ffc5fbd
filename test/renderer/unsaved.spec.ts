/** A run whose record no disk takes: what is said, and what can be done. */
import { axeProblems } from './support/axe.ts';
import { expect, test } from './support/fake-page.ts';

test.beforeEach(async ({ fakePage }) => {
  await fakePage.open('disk-full');
  await fakePage.run();
  await fakePage.play('round-finished');
});

test('says so once while it runs, and that it is tried again', async ({ fakePage, page }) => {
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The rounds so far are not saved');
  await expect(alert).toContainText('no space is left on the disk');
  await fakePage.play('round-finished');
  await expect(alert).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Save again' })).toBeHidden();
});

test('is saved when it is tried again, and only then submitted or followed by another', async ({
  fakePage,
  page,
}) => {
  await fakePage.play('finished');
  const [alert, run] = [page.getByRole('alert'), page.getByRole('button', { name: 'Run benchmark' })];
  await expect(alert).toContainText('This run is not saved');
  await expect(run).toBeDisabled();
  const rows = await fakePage.rows.count();
  await expect(page.getByRole('button', { name: 'Export' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeHidden();
  expect(await axeProblems(page)).toEqual([]);

  await page.evaluate(() => (window.fake.run.diskIsFull = true));
  await page.getByRole('button', { name: 'Save again' }).click();
  await expect(alert).toContainText('no space is left on the disk');
  await page.evaluate(() => (window.fake.run.diskIsFull = false));
  await page.getByRole('button', { name: 'Save again' }).click();
  await expect(alert).toBeHidden();
  await expect(fakePage.rows).toHaveCount(rows);
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeVisible();
  await expect(run).toBeEnabled();
});

test('can be forgotten', async ({ fakePage, page }) => {
  await fakePage.play('finished');
  await page.getByRole('button', { name: 'Forget this run' }).click();
  await expect(page.getByText('No results yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeEnabled();
});
