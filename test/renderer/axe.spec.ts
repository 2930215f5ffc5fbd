/** What a program can find of what people with a screen reader, or with weak eyes, would stumble over. */
import { axeProblems } from './support/axe.ts';
import { ADDRESSES, expect, test } from './support/fake-page.ts';

for (const scheme of ['light', 'dark'] as const) {
  test.describe(`in the ${scheme} theme axe finds nothing`, () => {
    test.beforeEach(({ page }) => page.emulateMedia({ colorScheme: scheme }));

    test('before a run, and with devices and meters opened', async ({ fakePage, page }) => {
      await fakePage.open('windows');
      await expect(page.getByRole('button', { name: 'Run benchmark' })).toBeVisible();
      expect(await axeProblems(page)).toEqual([]);
      await fakePage.goTo('/machine');
      for (const summary of await page.locator('main summary').all()) {
        if (await summary.isVisible()) await summary.click();
      }
      expect(await axeProblems(page)).toEqual([]);
    });

    test('with a preset, a wrong rate and advice before a run', async ({ fakePage, page }) => {
      await fakePage.open();
      await page.getByRole('button', { name: 'Presets…' }).click();
      await page.getByLabel('Name').fill('Every night');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Rename…' }).click();
      expect(await axeProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.evaluate(() => {
        const advice = [{ code: 'hot', sentence: 'It is hot.', remedy: 'Wait.' }] as const;
        window.fake.adviceReport = { advice, unread: ['whether it runs on battery'] };
      });
      await page.getByRole('button', { name: 'Run benchmark' }).click();
      await expect(page.getByRole('button', { name: 'Run anyway' })).toBeVisible();
      await fakePage.more();
      await page.getByRole('radio', { name: 'Fixed rate' }).check();
      await page.getByLabel('Inferences a second').fill('many');
      expect(await axeProblems(page)).toEqual([]);
    });

    test('while it runs, and at the end with a row opened', async ({ fakePage, page }) => {
      await fakePage.open('precisions');
      await fakePage.run();
      await fakePage.play('round-finished');
      expect(await axeProblems(page)).toEqual([]);
      await fakePage.play('finished');
      await page.locator('tbody button[aria-expanded]').first().click();
      expect(await axeProblems(page)).toEqual([]);
    });

    test('when configurations fail, and where nothing can be examined', async ({ fakePage, page }) => {
      await fakePage.open('windows');
      await fakePage.runWhole();
      expect(await axeProblems(page)).toEqual([]);
      await fakePage.open('no-suite');
      await expect(page.getByRole('alert')).toBeVisible();
      expect(await axeProblems(page)).toEqual([]);
    });

    test('in the dialog of a submission', async ({ fakePage, page }) => {
      await fakePage.open();
      await fakePage.runWhole();
      await page.getByRole('button', { name: 'Submit…' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await axeProblems(page)).toEqual([]);
    });

    test('on settings with something amiss, and before something is deleted', async ({ fakePage, page }) => {
      await fakePage.open('counter', '/settings');
      await page.getByLabel('Price of electricity').fill('dear');
      await page.getByLabel('Address of the plug').fill('192.168.1.99');
      await page.getByRole('button', { name: 'Test' }).click();
      await expect(page.getByText('No reading from')).toBeVisible();
      expect(await axeProblems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Delete all runs…' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await axeProblems(page)).toEqual([]);
    });

    test('on the other pages', async ({ fakePage, page }) => {
      await fakePage.open('precisions');
      for (const address of ADDRESSES) {
        await fakePage.goTo(address);
        expect(await axeProblems(page), address).toEqual([]);
      }
    });
  });
}
