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
      for (const verdict of await page.locator('button[aria-expanded]').all()) await verdict.click();
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
