/** Pages and their addresses, and the records of former runs. */
import { ADDRESSES, expect, test } from './support/fake-page.ts';

test('opens on Run, and goes to each page and back by its address', async ({ fakePage, page }) => {
  await fakePage.open();
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages.getByRole('link', { name: 'Run' })).toHaveAttribute('aria-current', 'page');
  await pages.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { name: 'Former runs' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeHidden();
  await pages.getByRole('link', { name: 'Method' }).click();
  await expect(page.getByRole('heading', { name: 'How the numbers are made' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Former runs' })).toBeVisible();
});

test('goes to the page that is chosen in the menu', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => window.fake.navigate('method'));
  await expect(page.getByRole('heading', { name: 'How the numbers are made' })).toBeVisible();
});

test('a page that does not exist is the first one', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => {
    location.hash = '#/nowhere';
  });
  await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeVisible();
});

test('a run goes on while another page is looked at, and its tab says so', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('round-finished');
  await page.getByRole('link', { name: 'Method' }).click();
  await expect(page.getByRole('link', { name: 'Run , running' })).toBeVisible();
  await fakePage.play('finished');
  await expect(page.getByRole('link', { name: 'Run', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Run', exact: true }).click();
  await expect(fakePage.rows).toHaveCount(8);
});

test('lists former runs, newest first, with what each holds', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.getByRole('link', { name: 'History' }).click();
  const runs = page.getByRole('table', { name: 'Former runs, newest first' });
  await expect(runs.getByRole('row')).toHaveCount(6);
  const [, finished, , stopped, , broken] = await runs.getByRole('row').all();
  await expect(finished!).toContainText('8 of 8 configurations');
  await expect(finished!).toContainText('and 1 more');
  await expect(finished!).toContainText('finished');
  await expect(stopped!).toContainText('stopped early');
  // What cannot be read says why, and leads nowhere.
  await expect(broken!).toContainText('is not whole JSON');
  await expect(broken!.getByRole('link')).toHaveCount(0);
});

test('opens a former run as the ranking that it showed, also after a reload', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.getByRole('link', { name: 'History' }).click();
  await page
    .getByRole('row', { name: /8 of 8/ })
    .first()
    .getByRole('link')
    .click();
  const ranking = page.getByRole('table', { name: /^Configurations by net energy/ });
  await expect(ranking.getByRole('row').filter({ has: page.getByRole('rowheader') })).toHaveCount(8);
  await expect(page.getByText('4 °C warmer')).toBeHidden();
  await page.reload();
  await expect(ranking).toBeVisible();
  await expect(page.getByRole('link', { name: 'History' })).toHaveAttribute('aria-current', 'page');
});

test('submits a former run', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => {
    location.hash = '#/history/00000000000000b1';
  });
  await page.getByRole('button', { name: 'Submit…' }).click();
  await page.getByRole('button', { name: 'Choose file…' }).click();
  await page.getByRole('button', { name: 'Write 8 lines' }).click();
  await expect(page.getByText('8 lines appended')).toBeVisible();
  const [request] = await page.evaluate(() => window.fake.submissions);
  expect(request?.recordId).toBe('00000000000000b1');
});

test('lists former runs also when it is opened while one runs', async ({ fakePage, page }) => {
  await fakePage.open();
  await fakePage.run();
  await fakePage.play('round-finished');
  await fakePage.goTo('/history');
  await expect(page.getByRole('table', { name: /^Former runs/ })).toBeVisible();
});

test('a record that is gone says so and leaves the list', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.evaluate(() => {
    location.hash = '#/history/00000000000000ff';
  });
  await expect(page.getByRole('alert')).toContainText('there is no record');
  await expect(page.getByRole('table', { name: /^Former runs/ })).toBeVisible();
});

test('explains the run that is chosen, by its own constants', async ({ fakePage, page }) => {
  await fakePage.open();
  await page.getByRole('link', { name: 'Method' }).click();
  await expect(page.getByText('back to back for 1 s')).toBeVisible();
  await page.getByRole('radio', { name: 'Standard' }).check();
  await expect(page.getByText('back to back for 3 s')).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing of the new pages is cut off at 640 pixels (${scheme})`, async ({ fakePage, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 640, height: 480 });
    await fakePage.open('precisions');
    for (const address of ADDRESSES) {
      await fakePage.goTo(address);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wider, address).toBe(0);
    }
  });
}
