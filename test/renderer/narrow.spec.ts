/** Windows of every size that the app allows: nothing is cut off. */
import { expect, test } from './support/fake-page.ts';

for (const [width, height] of [
  [1280, 800],
  [900, 600],
  [640, 480],
] as const) {
  for (const scene of ['precisions', 'windows', 'software']) {
    test(`all of "${scene}" fits a window of ${width} × ${height}`, async ({ fakePage, page }) => {
      await page.setViewportSize({ width, height });
      await fakePage.open(scene);
      await fakePage.runWhole();
      for (const summary of await page.locator('main summary').all()) {
        if (await summary.isVisible()) await summary.click();
      }
      for (const device of await page.locator('li summary').all()) await device.click();
      for (const verdict of await page.locator('tbody button[aria-expanded]').all()) await verdict.click();
      const overflow = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.scroll, section, li, td, label')].flatMap(
          (element) => {
            const hidden = element.scrollWidth - element.clientWidth;
            return hidden > 0 && element.clientWidth > 0 ? [`${element.className}: ${hidden} px`] : [];
          },
        ),
      );
      expect(overflow).toEqual([]);
    });
  }
}

for (const [width, height] of [
  [900, 600],
  [640, 480],
] as const) {
  test(`presets, a wrong rate and advice fit a window of ${width} × ${height}`, async ({
    fakePage,
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await fakePage.open('windows');
    const long = 'Long'.repeat(15);
    await page.getByRole('button', { name: 'Presets…' }).click();
    await page.getByLabel('Name').fill(long);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('group', { name: long })).toBeVisible();
    const overflowing = () =>
      page.evaluate(() =>
        [
          document.documentElement,
          ...document.querySelectorAll('section, fieldset, label, form, dialog, .body, .notice'),
        ]
          .filter((element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0)
          .map((element) => `${element.tagName} ${element.className}`),
      );
    expect(await overflowing()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      const remedy = 'Close them, or wait until they are done. '.repeat(3);
      const advice = [{ code: 'others-busy', sentence: 'Other programs are busy.', remedy }] as const;
      window.fake.adviceReport = { advice, unread: ['whether it runs on battery'] };
    });
    await page.getByRole('button', { name: 'Run benchmark' }).click();
    await expect(page.getByRole('button', { name: 'Run anyway' })).toBeVisible();
    await fakePage.more();
    await page.getByRole('radio', { name: 'Fixed rate' }).check();
    await page.getByLabel('Inferences a second').fill('many');
    expect(await overflowing()).toEqual([]);
  });
}

test('what a narrow table leaves out stands in the details of its rows', async ({ fakePage, page }) => {
  await page.setViewportSize({ width: 640, height: 480 });
  await fakePage.open();
  await fakePage.runWhole();
  await expect(page.getByRole('columnheader', { name: 'Gross' })).toBeHidden();
  await page
    .getByRole('button', { name: /trusted/ })
    .first()
    .click();
  await expect(page.getByText('3.05 mJ per inference')).toBeVisible();
  await expect(page.getByText('0.225, 0.278 ms')).toBeVisible();
  await expect(page.getByText('package, tier counter')).toBeVisible();
});
